"""Server-sent events out of bytes, as the WHATWG standard reads them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

# A frame of the server is at most 512 KiB; what is far beyond that is no stream of events.
CHARACTERS_MAX = 16 * 1024 * 1024


@dataclass(frozen=True)
class ServerSentEvent:
    event: str
    data: str
    id: str


class EventStream:
    """Feed it what came in, cut anywhere; take out the events that are whole."""

    def __init__(self) -> None:
        self.retry: Optional[float] = None
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest: list[str] = []
        self._held = 0
        self._begun = False
        self._after_return = False
        self._id = ""
        self._event = ""
        self._data: list[str] = []

    def feed(self, received: bytes) -> Iterator[ServerSentEvent]:
        text = self._decoder.decode(received)
        if text and not self._begun:
            self._begun = True
            text = text.removeprefix("\ufeff")
        for line in self._lines(text):
            event = self._line(line)
            if event is not None:
                yield event

    def _lines(self, text: str) -> Iterator[str]:
        if not text:
            return
        if self._after_return:
            # A CR that ended the last piece was a line's end already; the LF belongs to it.
            text = text.removeprefix("\n")
        self._after_return = text.endswith("\r")
        *ended, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in ended:
            yield "".join(self._rest) + line
            self._rest, self._held = [], 0
        if rest:
            self._rest.append(rest)
            self._held += len(rest)
        if self._held > CHARACTERS_MAX:
            raise ValueError(f"a line of more than {CHARACTERS_MAX} characters")

    def _line(self, line: str) -> Optional[ServerSentEvent]:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdecimal():
            self.retry = int(value) / 1000
        return None

    def _dispatch(self) -> Optional[ServerSentEvent]:
        event, data = self._event or "message", self._data
        self._event, self._data = "", []
        return ServerSentEvent(event, "\n".join(data), self._id) if data else None
