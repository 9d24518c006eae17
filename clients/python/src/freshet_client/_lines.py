"""Events as lines of JSON, in pieces that are worth sending."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import Union

from .models import Event, Json, event_json

PIECE_BYTES = 64 * 1024


def line(event: Union[Event, Json]) -> bytes:
    return json.dumps(event_json(event), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def pieces(events: Iterable[Union[Event, Json]]) -> Iterator[bytes]:
    piece = bytearray()
    for event in events:
        piece += line(event)
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


async def async_pieces(
    events: Union[Iterable[Union[Event, Json]], AsyncIterable[Union[Event, Json]]],
) -> AsyncIterator[bytes]:
    if not isinstance(events, AsyncIterable):
        for piece in pieces(events):
            yield piece
        return
    held = bytearray()
    async for event in events:
        held += line(event)
        if len(held) >= PIECE_BYTES:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
