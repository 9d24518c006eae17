"""The subscriber whose iterator blocks."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from types import TracebackType
from typing import Optional

import httpx

from . import models as m
from ._feed import SILENCE_SECONDS_MAX, Change, Course
from ._http import timeouts
from ._sse import EventStream
from .errors import FreshetError, ServerError, from_answer, from_transport


class Subscription(Iterator[Change]):
    """The changes of one collection: each once and in order. It reconnects by itself, and ends when it is
    closed. One thread iterates; any thread may close."""

    def __init__(self, http: httpx.Client, course: Course, status: Callable[[], m.Status]) -> None:
        self._http = http
        self._course = course
        self._status = status
        self._closed = threading.Event()
        self._response: Optional[httpx.Response] = None
        self._changes = self._follow()

    @property
    def position(self) -> Optional[str]:
        """Of the last change that was handed over, for ``since`` of a later subscription; None before it."""
        return self._course.position

    def __iter__(self) -> "Subscription":
        return self

    def __next__(self) -> Change:
        return next(self._changes)

    def close(self) -> None:
        """Ends the iteration, also where it waits for a change in another thread."""
        self._closed.set()
        response = self._response
        if response is not None:
            cut(response)

    def __enter__(self) -> "Subscription":
        # What is changed from here on is not missed; where the server is away, the first step asks again.
        with contextlib.suppress(FreshetError):
            self._place()
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()
        with contextlib.suppress(ValueError):  # another thread is inside it, and ends it
            self._changes.close()

    def _follow(self) -> Generator[Change, None, None]:
        while not self._closed.is_set():
            connected_at = time.monotonic()
            error: Optional[FreshetError] = None
            try:
                gap = self._place()
                if gap is not None:
                    yield gap
                connected_at = time.monotonic()
                yield from self._connection()
            except FreshetError as e:
                error = e
            if not self._closed.is_set():
                self._closed.wait(self._course.pause(error, time.monotonic() - connected_at))

    def _place(self) -> Optional[m.Gap]:
        return None if self._course.is_placed else self._course.place(self._status())

    def _connection(self) -> Iterator[Change]:
        course, stream = self._course, EventStream()
        try:
            with self._http.stream(
                "GET",
                course.path,
                params=course.params(),
                headers=course.headers(),
                timeout=timeouts(SILENCE_SECONDS_MAX),
            ) as response:
                if response.status_code != 200:
                    raise from_answer(response.status_code, response.headers, response.read())
                course.connected()
                self._response = response
                for received in response.iter_bytes():
                    for event in stream.feed(received):
                        if self._closed.is_set():
                            return
                        change = course.change(event)
                        if change is not None:
                            yield change
                    course.backoff.first = stream.retry or course.backoff.first
                    if self._closed.is_set():
                        return
        except httpx.RequestError as e:
            raise from_transport(e) from e
        except (ValueError, KeyError, TypeError) as e:
            raise ServerError(f"what came is no event of the feed: {e!r}") from e
        finally:
            self._response = None


def cut(response: httpx.Response) -> None:
    """Wakes whoever reads it: closing alone would leave a read waiting."""
    stream = response.extensions.get("network_stream")
    raw = None if stream is None else stream.get_extra_info("socket")
    if raw is not None:
        with contextlib.suppress(OSError):
            raw.shutdown(socket.SHUT_RDWR)
