"""The subscriber whose iterator is awaited."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Optional

import httpx

from . import models as m
from ._feed import SILENCE_SECONDS_MAX, Change, Course
from ._http import timeouts
from ._sse import EventStream
from ._subscription import cut
from .errors import FreshetError, ServerError, from_answer, from_transport


class AsyncSubscription(AsyncIterator[Change]):
    """The changes of one collection: each once and in order. It reconnects by itself, and ends when it is
    closed. One task iterates; any task of its loop may close."""

    def __init__(self, http: httpx.AsyncClient, course: Course, status: Callable[[], Awaitable[m.Status]]) -> None:
        self._http = http
        self._course = course
        self._status = status
        self._closed = asyncio.Event()
        self._response: Optional[httpx.Response] = None
        self._changes = self._follow()

    @property
    def position(self) -> Optional[str]:
        """Of the last change that was handed over, for ``since`` of a later subscription; None before it."""
        return self._course.position

    def __aiter__(self) -> "AsyncSubscription":
        return self

    async def __anext__(self) -> Change:
        return await anext(self._changes)

    async def aclose(self) -> None:
        """Ends the iteration, also where it waits for a change in another task."""
        self._closed.set()
        response = self._response
        if response is not None:
            cut(response)

    async def __aenter__(self) -> "AsyncSubscription":
        # What is changed from here on is not missed; where the server is away, the first step asks again.
        with contextlib.suppress(FreshetError):
            await self._place()
        return self

    async def __aexit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        await self.aclose()
        with contextlib.suppress(RuntimeError):  # another task is inside it, and ends it
            await self._changes.aclose()

    async def _follow(self) -> AsyncGenerator[Change, None]:
        while not self._closed.is_set():
            connected_at = time.monotonic()
            error: Optional[FreshetError] = None
            try:
                gap = await self._place()
                if gap is not None:
                    yield gap
                connected_at = time.monotonic()
                async with contextlib.aclosing(self._connection()) as changes:
                    async for change in changes:
                        yield change
            except FreshetError as e:
                error = e
            if not self._closed.is_set():
                await self._pause(self._course.pause(error, time.monotonic() - connected_at))

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._closed.wait(), seconds)

    async def _place(self) -> Optional[m.Gap]:
        return None if self._course.is_placed else self._course.place(await self._status())

    async def _connection(self) -> AsyncGenerator[Change, None]:
        course, stream = self._course, EventStream()
        try:
            async with self._http.stream(
                "GET",
                course.path,
                params=course.params(),
                headers=course.headers(),
                timeout=timeouts(SILENCE_SECONDS_MAX),
            ) as response:
                if response.status_code != 200:
                    raise from_answer(response.status_code, response.headers, await response.aread())
                course.connected()
                self._response = response
                async for received in response.aiter_bytes():
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
