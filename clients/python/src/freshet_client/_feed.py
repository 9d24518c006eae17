"""Where a subscriber is and what it does next. Pure: what the sync and the async subscription share."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Optional, Union

from . import _calls as calls
from . import models as m
from ._backoff import Backoff
from ._sse import ServerSentEvent
from .errors import ConnectionFailed, FreshetError, NotFound, ResumeExpired

LOG = logging.getLogger("freshet_client")

# The server says something every 30 seconds: silence for longer than two of them is a dead connection.
SILENCE_SECONDS_MAX = 75.0
STREAM_HEADERS = {"Accept": "text/event-stream", "Accept-Encoding": "identity", "Cache-Control": "no-store"}

Change = Union[m.IndexUpdate, m.BatchComplete, m.Gap]


class Course:
    """One subscriber's way along the feed of one collection.

    It goes on from the last change that it handed over. Before the first one that is a version of a
    history, which is asked for once, so that a cut before any change loses nothing. Not for several threads.
    """

    def __init__(
        self,
        collection: str,
        since: Optional[str],
        since_version: Optional[int],
        history: Optional[str],
        backoff: Backoff,
        choice: Optional[Mapping[str, str]] = None,
    ) -> None:
        if since is not None and (since_version is not None or history is not None):
            raise ValueError("since goes without since_version and history: a position says both")
        self.collection = collection
        self.position = since
        self.backoff = backoff
        self._choice = dict(choice or {})
        self._entries = calls.Entries()
        self._version = since_version
        self._history = history
        self._was_connected = False
        self._refusals = 0
        self._expired: Optional[ResumeExpired] = None

    @property
    def path(self) -> str:
        return calls.at(self.collection, "changes")

    @property
    def is_placed(self) -> bool:
        """Is there nothing that the collection's status must say first?"""
        has_start = self._version is not None and self._history is not None
        return self._expired is None and (self.position is not None or has_start)

    def place(self, status: m.Status) -> Optional[m.Gap]:
        """Takes the start from the status; after a resume that was refused this is the gap to report."""
        if status.index_version is None or status.history is None:
            raise FreshetError(f"the collection is {status.state}", code="unavailable", status=503)
        expired, self._expired = self._expired, None
        if expired is None:
            self._version = status.index_version if self._version is None else self._version
            self._history = self._history or status.history
            return None
        self.position, self._version, self._history = None, status.index_version, status.history
        oldest = expired.oldest_version
        return m.Gap(self.collection, oldest, status.index_version, status.history, expired.detail)

    def params(self) -> dict[str, str]:
        if self.position is not None:
            return dict(self._choice)
        return self._choice | calls.params(since_version=self._version, history=self._history)

    def headers(self) -> dict[str, str]:
        if self.position is None:
            return STREAM_HEADERS
        return {**STREAM_HEADERS, "Last-Event-ID": self.position}

    def connected(self) -> None:
        self._was_connected = True
        self._entries = calls.Entries()
        self._refusals = 0

    def change(self, event: ServerSentEvent) -> Optional[Change]:
        """What an event says; from here on it counts as handed over."""
        tree = json.loads(event.data)
        change = self._entries.change(tree)
        if change is not None and change.position == self.position:
            return None
        self.position = event.id or self.position
        return change

    def pause(self, error: Optional[FreshetError], lasted: float) -> float:
        """Seconds until the next try; raises the error where trying again is no use."""
        if isinstance(error, ResumeExpired):
            self._expired = error
            self._refusals += 1
            # The first refusal is answered at once, from a new place; where that is refused, too, there is time.
            return 0.0 if self._refusals == 1 else self._paused(error, lasted)
        if error is not None and not self._may_pass(error):
            raise error
        return self._paused(error, lasted)

    def _paused(self, error: Optional[FreshetError], lasted: float) -> float:
        pause = self.backoff.pause(lasted, error.retry_after if error is not None else None)
        why = error or "the stream ended"
        LOG.info("coming again in %.1f s collection=%s cause=%s", pause, self.collection, why)
        return pause

    def _may_pass(self, error: FreshetError) -> bool:
        if isinstance(error, NotFound):
            # Once it was there: it is deleted, and may be made again.
            return self._was_connected
        if isinstance(error, ConnectionFailed):
            return True
        return error.status is None or error.status in (408, 429) or error.status >= 500
