"""The client whose calls are awaited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Optional, TypeVar, Union

import httpx

from . import _calls as calls
from . import _http as http
from . import _version_calls as version_calls
from . import _versions as v
from . import models as m
from ._async_server import AsyncServerCalls
from ._async_subscription import AsyncSubscription
from ._backoff import Backoff
from ._calls import Call, Events
from ._feed import Course
from ._lines import async_pieces
from .errors import FreshetError, from_transport

T = TypeVar("T")


class AsyncClient(AsyncServerCalls):
    """A Freshet server. For the tasks of one event loop.

    ``timeout`` ends a call after so many seconds without a word from the server; what a call asks the server
    to wait (``wait``) comes on top. ``retries`` is how often a call is made again where that is safe: reads;
    events that all carry an ``event_id``; and whatever did not reach the server or was put off by it.
    """

    def __init__(
        self,
        url: str = http.DEFAULT_URL,
        *,
        token: Optional[str] = None,
        timeout: float = 30.0,
        retries: int = 0,
        transport: Optional[httpx.AsyncBaseTransport] = None,
    ) -> None:
        self._timeout = timeout
        self._retries = retries
        self._http = httpx.AsyncClient(
            base_url=url, headers=http.headers(token), limits=http.LIMITS, transport=transport
        )

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        await self.aclose()

    # Events and documents

    async def events(
        self,
        collection: str,
        events: Events,
        *,
        atomic: bool = False,
        replace: Optional[m.Json] = None,
        wait: Optional[float] = None,
    ) -> m.Accepted:
        """Sends one event or several, all or nothing; they are on disk when this returns. ``wait`` seconds for
        them to be searchable. ``replace`` is ``{"prefix": …}``: what lies there and is not sent is deleted."""
        return await self._run(calls.events(collection, events, atomic, replace, wait))

    async def events_dry_run(
        self, collection: str, events: Events, *, atomic: bool = False, replace: Optional[m.Json] = None
    ) -> m.DryRun:
        """What ``events`` would do; nothing is changed."""
        return await self._run(calls.events_dry_run(collection, events, atomic, replace))

    async def load(
        self,
        collection: str,
        events: Union[Iterable[Union[m.Event, m.Json]], AsyncIterable[Union[m.Event, m.Json]]],
        *,
        timeout: float = http.LOAD_SECONDS,
    ) -> m.Loaded:
        """Sends any number of events in constant memory. A bad one is rejected and the others go on. After a
        failure all of it may be sent again: what is unchanged costs nothing."""
        call = Call("POST", calls.at(collection, "events"), calls.reading(m.Loaded))
        try:
            response = await self._http.post(
                call.path,
                content=async_pieces(events),
                headers={"Content-Type": "application/x-ndjson"},
                timeout=http.timeouts(timeout),
            )
        except httpx.RequestError as e:
            raise from_transport(e) from e
        return http.value_of(call, response)

    async def put(
        self,
        collection: str,
        document_id: str,
        content: Union[str, bytes],
        *,
        media_type: Optional[str] = None,
        metadata: Optional[m.Json] = None,
        priority: Optional[str] = None,
        wait: Optional[float] = None,
    ) -> m.Accepted:
        """This is the document now: its text, or its bytes with their media type."""
        return await self._run(calls.put(collection, document_id, content, media_type, metadata, priority, wait))

    async def patch(
        self,
        collection: str,
        document_id: str,
        metadata: m.Json,
        *,
        priority: Optional[str] = None,
        wait: Optional[float] = None,
    ) -> m.Accepted:
        """Merges into the document's metadata (None removes a key); embeds nothing."""
        return await self._run(calls.patch(collection, document_id, metadata, priority, wait))

    async def delete(
        self, collection: str, document_id: str, *, priority: Optional[str] = None, wait: Optional[float] = None
    ) -> m.Accepted:
        return await self._run(calls.delete(collection, document_id, priority, wait))

    async def get(
        self, collection: str, document_id: str, *, at_version: Optional[int] = None, vectors: bool = False
    ) -> m.Document:
        """The document as the searchable version holds it, or an older one that is retained; with the vectors of
        its chunks, where they are asked for."""
        return await self._run(calls.get(collection, document_id, at_version, vectors))

    async def documents(
        self,
        collection: str,
        *,
        prefix: str = "",
        filter: Optional[m.Json] = None,
        at_version: Optional[int] = None,
        after: Optional[str] = None,
        limit: int = 100,
    ) -> m.Documents:
        """A page of documents, by id; as an older version has them, where that is asked for."""
        return await self._run(calls.documents(collection, prefix, filter, at_version, after, limit))

    async def all_documents(
        self,
        collection: str,
        *,
        prefix: str = "",
        filter: Optional[m.Json] = None,
        at_version: Optional[int] = None,
    ) -> AsyncIterator[m.DocumentSummary]:
        """All documents, asked for page by page."""
        after: Optional[str] = None
        while True:
            page = await self.documents(
                collection, prefix=prefix, filter=filter, at_version=at_version, after=after, limit=1000
            )
            for document in page.documents:
                yield document
            after = page.next
            if after is None:
                return

    async def delete_where(
        self,
        collection: str,
        *,
        prefix: Optional[str] = None,
        filter: Optional[m.Json] = None,
        document_ids: Optional[Sequence[str]] = None,
        expect: Optional[int] = None,
        priority: Optional[str] = None,
        wait: Optional[float] = None,
    ) -> m.Accepted:
        """Deletes what is selected in one version; nothing where more than ``expect`` match (Conflict)."""
        chosen = calls.selection(prefix, filter, document_ids)
        return await self._run(calls.delete_where(collection, chosen, expect, priority, wait))

    async def delete_where_dry_run(
        self,
        collection: str,
        *,
        prefix: Optional[str] = None,
        filter: Optional[m.Json] = None,
        document_ids: Optional[Sequence[str]] = None,
        expect: Optional[int] = None,
    ) -> m.DryRun:
        """What ``delete_where`` would do; nothing is changed."""
        chosen = calls.selection(prefix, filter, document_ids)
        return await self._run(calls.delete_where_dry_run(collection, chosen, expect))

    async def refresh(
        self, collection: str, document_ids: Optional[Sequence[str]] = None, *, wait: Optional[float] = None
    ) -> m.Accepted:
        """Has these documents, or all, indexed again from their stored text."""
        return await self._run(calls.refresh(collection, document_ids, wait))

    # Search

    async def search(
        self,
        collection: str,
        query: Optional[str] = None,
        *,
        vector: Optional[Sequence[float]] = None,
        k: Optional[int] = None,
        mode: Optional[str] = None,
        filter: Optional[m.Json] = None,
        prefix: Optional[str] = None,
        document_ids: Optional[Sequence[str]] = None,
        per_document: Optional[int] = None,
        context: Optional[int] = None,
        exact: Optional[bool] = None,
        rerank: Optional[m.Json] = None,
        include: Optional[Sequence[str]] = None,
        at_version: Optional[int] = None,
        min_sequence: Optional[int] = None,
        wait: Optional[float] = None,
    ) -> m.Hits:
        """The best hits for words or a vector. ``at_version`` searches a retained version, exactly.
        ``min_sequence`` reads your own writes: waits, ``wait`` seconds at most, for the events that were
        answered with this sequence (NotYetVisible)."""
        question = dict(
            query=query, vector=_listed(vector), k=k, mode=mode, filter=filter, prefix=prefix,
            document_ids=_listed(document_ids), per_document=per_document, context=context, exact=exact,
            rerank=rerank, include=_listed(include), at_version=at_version,
            min_sequence=min_sequence,
        )  # fmt: skip
        return await self._run(calls.search(collection, wait, question))

    # Versions and the feed

    async def versions(self, collection: str, *, after: Optional[int] = None, limit: int = 100) -> m.Versions:
        """A page of index versions, newest first."""
        return await self._run(calls.versions(collection, after, limit))

    async def tags(self, collection: str) -> dict[str, int]:
        """The versions that are retained for their name, by name."""
        return await self._run(calls.tags(collection))

    async def tag(self, collection: str, name: str, index_version: Optional[int] = None) -> int:
        """Gives a version a name, for which it is retained, or moves the name to it; the newest where none is named."""
        return await self._run(calls.tag(collection, name, index_version))

    async def untag(self, collection: str, name: str) -> int:
        """Takes a name away; answers which version had it."""
        return await self._run(calls.untag(collection, name))

    async def history(
        self, collection: str, document_id: str, *, after: Optional[int] = None, limit: int = 100
    ) -> v.History:
        """A page of what versions did to a document, newest first."""
        return await self._run(version_calls.history(collection, document_id, after, limit))

    async def diff(
        self, collection: str, from_version: int, to_version: int, *, after: Optional[str] = None, limit: int = 100
    ) -> v.Diff:
        """A page of what differs between two retained versions, by document. ``from_version`` may be the newer
        one: then it is what a rollback would do."""
        return await self._run(version_calls.diff(collection, from_version, to_version, after, limit))

    async def rollback(
        self,
        collection: str,
        to_version: int,
        *,
        prefix: Optional[str] = None,
        document_ids: Optional[Sequence[str]] = None,
        discard_waiting: bool = False,
        allow_cost: bool = False,
        reason: Optional[str] = None,
    ) -> v.RolledBack:
        """Makes the content of an older version the newest version, of all documents or of some; nothing is
        embedded. ``discard_waiting`` drops what waits of them instead of applying it afterwards. Where that version
        was embedded by another model or cut otherwise, ``allow_cost`` has its documents embedded anew; without it
        that is refused (Conflict), with the ``tokens``."""
        return await self._run(
            version_calls.rollback(collection, to_version, prefix, document_ids, discard_waiting, allow_cost, reason)
        )

    async def changes(
        self,
        collection: str,
        *,
        since: Optional[str] = None,
        since_version: Optional[int] = None,
        history: Optional[str] = None,
        prefix: Optional[str] = None,
        filter: Optional[m.Json] = None,
        event_types: Optional[Sequence[str]] = None,
        include: Optional[Sequence[str]] = None,
        limit: int = 100,
        wait: Optional[float] = None,
    ) -> m.Changes:
        """A page of the feed; without a start from the oldest change that is retained. What comes is chosen as
        with ``subscribe``."""
        choice = calls.choice(prefix, filter, event_types, include)
        return await self._run(calls.changes(collection, since, since_version, history, choice, limit, wait))

    def subscribe(
        self,
        collection: str,
        *,
        since: Optional[str] = None,
        since_version: Optional[int] = None,
        history: Optional[str] = None,
        prefix: Optional[str] = None,
        filter: Optional[m.Json] = None,
        event_types: Optional[Sequence[str]] = None,
        include: Optional[Sequence[str]] = None,
    ) -> AsyncSubscription:
        """Each change once and in order, from ``since`` (a position) or from now on, through cuts and
        restarts of the server. ``prefix``, ``filter`` and ``event_types`` choose what comes; ``include`` has
        the changed ``chunks``, their ``text`` or their ``vector`` sent along."""
        choice = calls.choice(prefix, filter, event_types, include)
        course = Course(collection, since, since_version, history, Backoff(), choice)
        return AsyncSubscription(self._http, course, lambda: self.status(collection))

    # Collections

    async def collections(self) -> tuple[m.Status, ...]:
        return await self._run(calls.collections())

    async def status(self, collection: str) -> m.Status:
        return await self._run(calls.status(collection))

    async def put_collection(self, collection: str, settings: Optional[m.Json] = None) -> m.Status:
        """Makes the collection, or changes the settings that are named."""
        return await self._run(calls.put_collection(collection, settings))

    async def delete_collection(self, collection: str) -> m.Deleted:
        return await self._run(calls.delete_collection(collection))

    async def skipped(self, collection: str, *, after: Optional[str] = None, limit: int = 100) -> m.SkippedPaths:
        """What the collection's sources have and is not indexed."""
        return await self._run(calls.skipped(collection, after, limit))

    async def purge(
        self,
        collection: str,
        *,
        document_ids: Optional[Sequence[str]] = None,
        prefix: Optional[str] = None,
        expect: Optional[int] = None,
        reason: Optional[str] = None,
    ) -> v.Purged:
        """Forgets documents, named or under a prefix, for good: no byte of them is left in the data directory,
        in no older version and in no feed."""
        return await self._run(version_calls.purge(collection, document_ids, prefix, expect, reason))

    async def held(self, collection: str, *, after: Optional[str] = None, limit: int = 100) -> v.HeldDocuments:
        """Documents of a source that stay as a rollback made them."""
        return await self._run(version_calls.held(collection, after, limit))

    async def release_held(self, collection: str, document_ids: Optional[Sequence[str]] = None) -> int:
        """Takes these, or all, from their source again; how many there were."""
        return await self._run(version_calls.release_held(collection, document_ids))

    async def reconcile(self, collection: str, *, dry_run: bool = False, wait: float = 30.0) -> v.Reconciled:
        """Compares sources, ledger and stores from scratch and mends what differs, or with ``dry_run`` only
        tells. It goes on after ``wait`` seconds; ``reconciling`` tells how far it is."""
        return await self._run(version_calls.reconcile(collection, dry_run, wait))

    async def reconciling(self, collection: str, *, wait: float = 0.0) -> v.Reconciled:
        """The newest comparison; waits at most ``wait`` seconds for its end."""
        return await self._run(version_calls.reconciling(collection, wait))

    async def withheld(self, collection: str, *, after: Optional[str] = None, limit: int = 100) -> m.WithheldDeletes:
        """Deletes that a source reported among too many to be believed."""
        return await self._run(calls.withheld(collection, after, limit))

    async def release_withheld(self, collection: str, document_ids: Optional[Sequence[str]] = None) -> int:
        """Lets these deletes, or all, happen; how many there were."""
        return await self._run(calls.release(collection, document_ids))

    async def dead_letters(
        self,
        collection: str,
        *,
        document_id: Optional[str] = None,
        after: Optional[str] = None,
        limit: int = 100,
    ) -> m.DeadLetters:
        """Changes that were tried in vain and are set aside."""
        return await self._run(calls.dead_letters(collection, document_id, after, limit))

    async def retry_dead_letters(self, collection: str, document_ids: Optional[Sequence[str]] = None) -> int:
        """Tries these, or all, again; how many there were."""
        return await self._run(calls.retry_dead_letters(collection, document_ids))

    async def discard_dead_letters(self, collection: str, document_ids: Optional[Sequence[str]] = None) -> int:
        """Drops these, or all, for good; how many there were."""
        return await self._run(calls.discard_dead_letters(collection, document_ids))

    # Webhooks

    async def webhooks(self, collection: str) -> v.Webhooks:
        return await self._run(version_calls.webhooks(collection))

    async def webhook(self, collection: str, name: str) -> v.Webhook:
        return await self._run(version_calls.webhook(collection, name))

    async def put_webhook(self, collection: str, name: str, settings: m.Json) -> v.Webhook:
        """Makes a webhook, or changes what is named: ``url``, ``prefix``, ``filter``, ``paused`` … The answer that
        makes it has its secret, once."""
        return await self._run(version_calls.put_webhook(collection, name, settings))

    async def delete_webhook(self, collection: str, name: str) -> None:
        await self._run(version_calls.delete_webhook(collection, name))

    # Health

    async def is_live(self) -> bool:
        """Does a server answer here?"""
        try:
            return await self._run(calls.is_live())
        except FreshetError:
            return False

    async def readiness(self) -> Mapping[str, str]:
        """The state of each collection; raises Unavailable while the server starts."""
        return await self._run(calls.readiness())

    async def _run(self, call: Call[T]) -> T:
        backoff = Backoff(first=0.5, longest=10.0)
        for left in range(self._retries, -1, -1):
            try:
                return await self._once(call)
            except FreshetError as e:
                if left == 0 or not http.is_worth_another_try(call, e):
                    raise
                await asyncio.sleep(backoff.pause(hint=e.retry_after))
        raise AssertionError("unreachable")

    async def _once(self, call: Call[T]) -> T:
        request = http.request_of(self._http, call, self._timeout)
        try:
            response = await self._http.send(request)
        except httpx.RequestError as e:
            raise from_transport(e) from e
        return http.value_of(call, response)


def _listed(values: Optional[Sequence[Any]]) -> Optional[list[Any]]:
    return None if values is None else list(values)
