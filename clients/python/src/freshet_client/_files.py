"""What is written into a file as it comes, and read from one as it is sent: what both clients share."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Union

from ._decode import decode
from ._server import Exported
from .errors import ConnectionFailed

File = Union[str, "os.PathLike[str]", BinaryIO]

PIECE_BYTES = 64 * 1024
TAIL_BYTES = 1024
# An import puts page after page, each once the one before is searchable.
IMPORT_SECONDS = 3600.0


@contextmanager
def written(file: File) -> Iterator[BinaryIO]:
    """Where to write. A path gets its name once all is written, and takes the place of what was there; what
    breaks off leaves nothing. A file that is open is left open."""
    if not isinstance(file, (str, os.PathLike)):
        yield file
        return
    part = f"{os.fspath(file)}.part"
    try:
        with open(part, "wb") as target:
            yield target
        os.replace(part, file)
    finally:
        if os.path.exists(part):
            os.remove(part)


@contextmanager
def read(file: File) -> Iterator[BinaryIO]:
    if not isinstance(file, (str, os.PathLike)):
        yield file
        return
    with open(file, "rb") as source:
        yield source


def pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(PIECE_BYTES):
        yield piece


async def async_pieces(source: BinaryIO) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(source.read, PIECE_BYTES):
        yield piece


def exported(tail: bytes) -> Exported:
    """The export that ends so; one without its last line was cut off."""
    try:
        footer = json.loads(tail.splitlines()[-1])
        if footer["type"] == "footer":
            return decode(Exported, footer)
    except (ValueError, TypeError, KeyError, IndexError):
        pass
    raise ConnectionFailed("the export was cut off: no footer came", sent=True)
