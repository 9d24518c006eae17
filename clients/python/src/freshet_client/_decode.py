"""JSON objects as frozen dataclasses: fields that are not known are passed over, those that are missing take
their default."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def decode(kind: type[T], tree: object) -> T:
    """``tree`` as ``kind``; raises TypeError or ValueError where it is none."""
    if not isinstance(tree, Mapping):
        raise ValueError(f"{kind.__name__} is a JSON object, not {type(tree).__name__}")
    fields = _fields(typing.cast(Hashable, kind))
    values = {name: _value(hint, tree[name]) for name, hint in fields.items() if name in tree}
    if "raw" in fields:
        values["raw"] = dict(tree)
    return kind(**values)


@functools.lru_cache(maxsize=None)
def _fields(kind: Hashable) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(typing.cast(Any, kind))}


def _value(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [one for one in typing.get_args(hint) if one is not type(None)]
        return None if value is None else _value(inner[0], value)
    if origin is tuple:
        return tuple(_value(typing.get_args(hint)[0], one) for one in value or ())
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return decode(hint, value)
    if hint is float and isinstance(value, int):
        return float(value)
    return value
