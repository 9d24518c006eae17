"""Every operation as a request and how its answer is read. Pure: what the sync and the async client share."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Optional, TypeVar, Union
from urllib.parse import quote

from . import models as m
from ._decode import decode

T = TypeVar("T")
Events = Union[m.Event, m.Json, Sequence[Union[m.Event, m.Json]]]


@dataclass(frozen=True)
class Call(Generic[T]):
    """``safe`` calls change nothing, or may be made twice; ``waits`` is how long the server may take on purpose."""

    method: str
    path: str
    read: Callable[[Any], T]
    params: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    content: Optional[bytes] = None
    media_type: Optional[str] = None
    safe: bool = False
    waits: float = 0.0


def reading(kind: type[T]) -> Callable[[Any], T]:
    return lambda tree: decode(kind, tree)


def at(collection: str, *rest: str) -> str:
    return "/".join(["/v1/collections", quote(collection, safe=""), *rest])


def duration(seconds: float) -> str:
    return f"{max(0, round(seconds * 1000))}ms"


def params(**values: Any) -> dict[str, str]:
    """What is None is left out."""
    known = {name: value for name, value in values.items() if value is not None}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in known.items()}


def body(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def waiting(wait: Optional[float]) -> dict[str, str]:
    return {} if wait is None else {"wait": "visible", "timeout": duration(wait)}


def events(
    collection: str, given: Events, atomic: bool, replace: Optional[m.Json], wait: Optional[float]
) -> Call[m.Accepted]:
    listed = m.sequence_of(given)
    return Call(
        "POST",
        at(collection, "events"),
        reading(m.Accepted),
        params=waiting(wait),
        json=body(events=listed, atomic=atomic or None, replace=replace),
        safe=bool(listed) and replace is None and all("event_id" in event for event in listed),
        waits=wait or 0.0,
    )


def events_dry_run(collection: str, given: Events, atomic: bool, replace: Optional[m.Json]) -> Call[m.DryRun]:
    return Call(
        "POST",
        at(collection, "events"),
        reading(m.DryRun),
        params={"dry_run": "true"},
        json=body(events=m.sequence_of(given), atomic=atomic or None, replace=replace),
        safe=True,
    )


def put(
    collection: str, document_id: str, content: Union[str, bytes], media_type: Optional[str],
    metadata: Optional[m.Json], priority: Optional[str], wait: Optional[float],
) -> Call[m.Accepted]:
    event = m.Event(
        "update",
        document_id,
        text=content if isinstance(content, str) else None,
        content=None if isinstance(content, str) else content,
        media_type=media_type,
        metadata=metadata,
    ).as_json()
    return Call(
        "PUT",
        at(collection, "document"),
        reading(m.Accepted),
        params=params(document_id=document_id, priority=priority) | waiting(wait),
        json={name: value for name, value in event.items() if name not in ("event_type", "document_id")},
        waits=wait or 0.0,
    )


def patch(
    collection: str, document_id: str, metadata: m.Json, priority: Optional[str], wait: Optional[float]
) -> Call[m.Accepted]:
    return Call(
        "PATCH",
        at(collection, "document"),
        reading(m.Accepted),
        params=params(document_id=document_id, priority=priority) | waiting(wait),
        json=metadata,
        media_type="application/merge-patch+json",
        waits=wait or 0.0,
    )


def delete(collection: str, document_id: str, priority: Optional[str], wait: Optional[float]) -> Call[m.Accepted]:
    return Call(
        "DELETE",
        at(collection, "document"),
        reading(m.Accepted),
        params=params(document_id=document_id, priority=priority) | waiting(wait),
        waits=wait or 0.0,
    )


def get(collection: str, document_id: str, at_version: Optional[int], vectors: bool) -> Call[m.Document]:
    include = "vector" if vectors else None
    wanted = params(document_id=document_id, at_version=at_version, include=include)
    return Call("GET", at(collection, "document"), reading(m.Document), params=wanted, safe=True)


def documents(
    collection: str, prefix: str, filter: Optional[m.Json], at_version: Optional[int], after: Optional[str],
    limit: int,
) -> Call[m.Documents]:
    wanted = body(prefix=prefix, filter=filter, at_version=at_version, after=after, limit=limit)
    return Call("POST", at(collection, "documents", "list"), reading(m.Documents), json=wanted, safe=True)


def delete_where(
    collection: str, selection: m.Json, expect: Optional[int], priority: Optional[str], wait: Optional[float]
) -> Call[m.Accepted]:
    return Call(
        "POST",
        at(collection, "delete"),
        reading(m.Accepted),
        params=params(priority=priority) | waiting(wait),
        json={**selection, **body(expect=expect)},
        waits=wait or 0.0,
    )


def delete_where_dry_run(collection: str, selection: m.Json, expect: Optional[int]) -> Call[m.DryRun]:
    return Call(
        "POST",
        at(collection, "delete"),
        reading(m.DryRun),
        params={"dry_run": "true"},
        json={**selection, **body(expect=expect)},
        safe=True,
    )


def selection(
    prefix: Optional[str], filter: Optional[m.Json], document_ids: Optional[Sequence[str]]
) -> dict[str, Any]:
    ids = None if document_ids is None else list(document_ids)
    chosen = body(prefix=prefix, filter=filter, document_ids=ids)
    if len(chosen) != 1:
        raise ValueError("say one of prefix, filter and document_ids")
    return chosen


def refresh(collection: str, document_ids: Optional[Sequence[str]], wait: Optional[float]) -> Call[m.Accepted]:
    return Call(
        "POST",
        at(collection, "refresh"),
        reading(m.Accepted),
        params=waiting(wait),
        json={} if document_ids is None else {"document_ids": list(document_ids)},
        waits=wait or 0.0,
    )


def search(collection: str, wait: Optional[float], question: m.Json) -> Call[m.Hits]:
    wanted = body(**question, timeout=None if wait is None else duration(wait))
    # Without a word the server waits for min_sequence for ten seconds.
    waits = wait if wait is not None else (10.0 if "min_sequence" in wanted else 0.0)
    return Call("POST", at(collection, "search"), reading(m.Hits), json=wanted, safe=True, waits=waits)


def versions(collection: str, after: Optional[int], limit: int) -> Call[m.Versions]:
    wanted = params(after=after, limit=limit)
    return Call("GET", at(collection, "versions"), reading(m.Versions), params=wanted, safe=True)


def tags(collection: str) -> Call[dict[str, int]]:
    def read(tree: Any) -> dict[str, int]:
        return {one["name"]: int(one["index_version"]) for one in tree["tags"]}

    return Call("GET", at(collection, "tags"), read, safe=True)


def tag(collection: str, name: str, index_version: Optional[int]) -> Call[int]:
    wanted = body(index_version=index_version)
    return Call("PUT", at(collection, "tags", quote(name, safe="")), _version, json=wanted)


def untag(collection: str, name: str) -> Call[int]:
    return Call("DELETE", at(collection, "tags", quote(name, safe="")), _version)


def _version(tree: Any) -> int:
    return int(tree["index_version"])


def collections() -> Call[tuple[m.Status, ...]]:
    def read(tree: Any) -> tuple[m.Status, ...]:
        return tuple(decode(m.Status, one) for one in tree["collections"])

    return Call("GET", "/v1/collections", read, safe=True)


def status(collection: str) -> Call[m.Status]:
    return Call("GET", at(collection), reading(m.Status), safe=True)


def put_collection(collection: str, settings: Optional[m.Json]) -> Call[m.Status]:
    return Call("PUT", at(collection), reading(m.Status), json=settings, safe=True)


def delete_collection(collection: str) -> Call[m.Deleted]:
    return Call("DELETE", at(collection), reading(m.Deleted))


def skipped(collection: str, after: Optional[str], limit: int) -> Call[m.SkippedPaths]:
    wanted = params(after=after, limit=limit)
    return Call("GET", at(collection, "skipped"), reading(m.SkippedPaths), params=wanted, safe=True)


def withheld(collection: str, after: Optional[str], limit: int) -> Call[m.WithheldDeletes]:
    wanted = params(after=after, limit=limit)
    return Call("GET", at(collection, "withheld"), reading(m.WithheldDeletes), params=wanted, safe=True)


def release(collection: str, document_ids: Optional[Sequence[str]]) -> Call[int]:
    chosen = {} if document_ids is None else {"document_ids": list(document_ids)}
    return Call("POST", at(collection, "withheld", "release"), lambda tree: int(tree["released"]), json=chosen)


def dead_letters(
    collection: str, document_id: Optional[str], after: Optional[str], limit: int
) -> Call[m.DeadLetters]:
    wanted = params(document_id=document_id) if document_id is not None else params(after=after, limit=limit)
    return Call("GET", at(collection, "dead-letters"), reading(m.DeadLetters), params=wanted, safe=True)


def retry_dead_letters(collection: str, document_ids: Optional[Sequence[str]]) -> Call[int]:
    chosen = {"all": True} if document_ids is None else {"document_ids": list(document_ids)}
    return Call("POST", at(collection, "dead-letters", "retry"), lambda tree: int(tree["retried"]), json=chosen)


def discard_dead_letters(collection: str, document_ids: Optional[Sequence[str]]) -> Call[int]:
    chosen = {"all": True} if document_ids is None else {"document_ids": list(document_ids)}
    return Call("POST", at(collection, "dead-letters", "discard"), lambda tree: int(tree["discarded"]), json=chosen)


def changes(
    collection: str, since: Optional[str], since_version: Optional[int], history: Optional[str],
    choice: Mapping[str, str], limit: int, wait: Optional[float],
) -> Call[m.Changes]:
    wanted = params(
        since=since, since_version=since_version, history=history, limit=limit,
        timeout=None if wait is None else duration(wait),
    )  # fmt: skip
    return Call("GET", at(collection, "changes"), page, params={**wanted, **choice}, safe=True, waits=wait or 0.0)


def page(tree: Any) -> m.Changes:
    entries = Entries()
    read = (entries.change(one) for one in tree["changes"])
    return m.Changes(tuple(one for one in read if one is not None), tree["next"])


class Entries:
    """The feed's entries as they come over one connection. Chunks that did not fit into their update come before
    it, and are put together with it."""

    def __init__(self) -> None:
        self._parts: list[Any] = []

    def change(self, tree: m.Json) -> Optional[Union[m.IndexUpdate, m.BatchComplete]]:
        """None for a part, and for a type that this client does not know: such are passed over."""
        kind = tree.get("type")
        if kind == "index_chunks":
            self._parts += tree["added"]
            return None
        if kind == "index_update":
            event = {**tree.get("event", {}), "collection": tree["collection"], "position": tree["position"]}
            event["added"] = [*self._parts, *event.get("added", ())]
            self._parts = []
            return decode(m.IndexUpdate, {**event, "raw": tree})
        return decode(m.BatchComplete, tree) if kind == "batch_complete" else None


def choice(
    prefix: Optional[str], filter: Optional[m.Json], event_types: Optional[Sequence[str]],
    include: Optional[Sequence[str]],
) -> dict[str, str]:
    """What of the feed is wanted, as parameters."""
    return params(
        prefix=prefix,
        filter=None if filter is None else json.dumps(filter, ensure_ascii=False),
        event_types=None if event_types is None else ",".join(event_types),
        include=None if include is None else ",".join(include),
    )


def is_live() -> Call[bool]:
    return Call("GET", "/health/live", lambda tree: bool(tree["status"] == "live"))


def readiness() -> Call[Mapping[str, str]]:
    return Call("GET", "/health/ready", lambda tree: dict(tree["collections"]), safe=True)
