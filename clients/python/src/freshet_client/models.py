"""What goes in and what comes out. Times are RFC 3339 strings as the server says them (they may have
nanoseconds); fields that this version of the client does not know are in ``raw``."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

Json = Mapping[str, Any]


def _raw() -> Any:
    return field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Event:
    """What happened to a document. ``text`` or ``content`` (bytes with a ``media_type``), not both."""

    event_type: str
    document_id: str
    text: Optional[str] = None
    content: Optional[bytes] = field(default=None, repr=False)
    media_type: Optional[str] = None
    metadata: Optional[Json] = None
    priority: Optional[str] = None
    source_version: Optional[int] = None
    event_id: Optional[str] = None
    timestamp: Optional[str] = None

    @staticmethod
    def update(document_id: str, text: Optional[str] = None, **more: Any) -> "Event":
        """This is the document now. Without text its metadata alone changes."""
        return Event("update", document_id, text, **more)

    @staticmethod
    def delete(document_id: str, **more: Any) -> "Event":
        """The document is gone."""
        return Event("delete", document_id, **more)

    @staticmethod
    def refresh(document_id: str, **more: Any) -> "Event":
        """The document is to be indexed again."""
        return Event("refresh", document_id, **more)

    def as_json(self) -> dict[str, Any]:
        names = (
            "event_type document_id text media_type metadata priority source_version event_id timestamp"
        ).split()
        tree = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        if self.content is not None:
            tree["content_base64"] = base64.b64encode(self.content).decode("ascii")
        return tree


@dataclass(frozen=True)
class ChunkCounts:
    added: int = 0
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True)
class TokenCounts:
    embedded: int = 0
    spared: int = 0


@dataclass(frozen=True)
class DocumentCounts:
    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Failure:
    """A document whose change is not searchable, and why."""

    document_id: str = ""
    code: str = ""
    detail: str = ""
    retry_at: Optional[str] = None


@dataclass(frozen=True)
class Accepted:
    """Events that are on the server's disk. ``visible`` is None where nothing was waited for."""

    accepted: int
    sequence: Optional[int] = None
    index_version: Optional[int] = None
    deduplicated: int = 0
    deleted: Optional[int] = None
    visible: Optional[bool] = None
    unchanged: int = 0
    superseded: int = 0
    ignored: int = 0
    chunks: Optional[ChunkCounts] = None
    tokens: Optional[TokenCounts] = None
    failing: tuple[Failure, ...] = ()
    failed: tuple[Failure, ...] = ()
    raw: Json = _raw()


@dataclass(frozen=True)
class DryRun:
    """What a request would do."""

    documents: DocumentCounts = DocumentCounts()
    chunks: ChunkCounts = ChunkCounts()
    tokens: TokenCounts = TokenCounts()
    cost_usd: float | None = None
    raw: Json = _raw()


@dataclass(frozen=True)
class LineError:
    """A line of a bulk load that was rejected."""

    line: int
    code: str
    detail: str


@dataclass(frozen=True)
class Loaded:
    """A bulk load that was read to its end. ``errors`` are the first 1,000 of ``rejected``."""

    accepted: int
    deduplicated: int = 0
    rejected: int = 0
    sequence: Optional[int] = None
    errors: tuple[LineError, ...] = ()
    raw: Json = _raw()


@dataclass(frozen=True)
class Chunk:
    chunk_id: str
    ordinal: int
    text: str = ""
    start: int = 0
    end: int = 0
    tokens: int = 0
    headings: tuple[str, ...] = ()
    vector: Optional[tuple[float, ...]] = None


@dataclass(frozen=True)
class DocumentSummary:
    document_id: str
    index_version: int
    updated_at: str = ""
    media_type: str = ""
    metadata: Json = field(default_factory=dict)
    raw: Json = _raw()


@dataclass(frozen=True)
class Document(DocumentSummary):
    text: str = ""
    chunks: tuple[Chunk, ...] = ()


@dataclass(frozen=True)
class Documents:
    """A page; ``next`` goes into the next call's ``after``, and is None at the end."""

    documents: tuple[DocumentSummary, ...]
    next: Optional[str] = None


@dataclass(frozen=True)
class Scores:
    vector: Optional[float] = None
    keyword: Optional[float] = None
    rerank: Optional[float] = None


@dataclass(frozen=True)
class Hit:
    document_id: str
    chunk_id: str
    score: float
    scores: Scores = Scores()
    ordinal: int = 0
    headings: tuple[str, ...] = ()
    text: Optional[str] = None
    metadata: Optional[Json] = None
    vector: Optional[tuple[float, ...]] = None
    index_version: int = 0
    updated_at: str = ""
    raw: Json = _raw()


@dataclass(frozen=True)
class Reranked:
    applied: bool
    reranker: str = ""
    took_ms: Optional[float] = None
    detail: Optional[str] = None


@dataclass(frozen=True)
class Hits:
    """Hits of one index version, best first."""

    index_version: int
    hits: tuple[Hit, ...]
    took_ms: float = 0.0
    rerank: Optional[Reranked] = None
    raw: Json = _raw()


@dataclass(frozen=True)
class Version:
    index_version: int
    timestamp: str = ""
    cause: str = ""
    documents: DocumentCounts = DocumentCounts()
    chunks: ChunkCounts = ChunkCounts()
    tokens: TokenCounts = TokenCounts()
    cost_usd: float | None = None
    tags: tuple[str, ...] = ()
    raw: Json = _raw()


@dataclass(frozen=True)
class Versions:
    """Newest first; ``next`` goes into the next call's ``after``."""

    versions: tuple[Version, ...]
    next: Optional[int] = None


@dataclass(frozen=True)
class Freshness:
    p50_ms: Optional[float] = None
    p99_ms: Optional[float] = None


@dataclass(frozen=True)
class Store:
    name: str
    applied_version: int = 0
    rows: int = 0
    healthy: bool = True
    problem: Optional[str] = None


@dataclass(frozen=True)
class Status:
    """How a collection stands. ``raw`` has the rest: ``complete``, ``spent``, ``settings``, ``sources`` …"""

    name: str
    state: str = ""
    documents: Optional[int] = None
    chunks: Optional[int] = None
    index_version: Optional[int] = None
    sequence: Optional[int] = None
    pending: Optional[int] = None
    oldest_pending_seconds: float = 0.0
    history: Optional[str] = None
    freshness: Optional[Freshness] = None
    stores: tuple[Store, ...] = ()
    withheld: int = 0
    dead_letters: int = 0
    problem: Optional[str] = None
    raw: Json = _raw()


@dataclass(frozen=True)
class Deleted:
    """A collection that is gone."""

    collection: str
    documents: int = 0
    index_version: int = 0


@dataclass(frozen=True)
class WithheldDelete:
    document_id: str
    since: str = ""
    source: str = ""
    reason: str = ""
    raw: Json = _raw()


@dataclass(frozen=True)
class WithheldDeletes:
    withheld: tuple[WithheldDelete, ...]
    next: Optional[str] = None


@dataclass(frozen=True)
class DeadLetter:
    document_id: str
    sequence: int = 0
    accepted_at: str = ""
    attempts: int = 0
    first_failed_at: str = ""
    last_failed_at: str = ""
    detail: str = ""
    raw: Json = _raw()


@dataclass(frozen=True)
class DeadLetters:
    dead_letters: tuple[DeadLetter, ...]
    next: Optional[str] = None


@dataclass(frozen=True)
class SkippedPath:
    source: str
    path: str
    reason: str


@dataclass(frozen=True)
class SkippedPaths:
    skipped: tuple[SkippedPath, ...]
    next: Optional[str] = None


@dataclass(frozen=True)
class AddedChunk:
    """A chunk that a document did not hold before; ``omitted``: too large to be sent, read the document."""

    chunk_id: str
    ordinal: int = 0
    headings: tuple[str, ...] = ()
    text: Optional[str] = None
    vector: Optional[tuple[float, ...]] = None
    omitted: bool = False


@dataclass(frozen=True)
class IndexUpdate:
    """A document changed, and the change is searchable. ``position`` is where to go on.

    ``entered`` and ``left`` say that it has come to match the subscriber's filter, or ceased to. With
    ``include``: ``added`` chunks, ids that were ``removed``, and of all in ``order``; ``whole``: forget what you
    had of the document; ``chunks_omitted``: the ids were too many to be sent, read the document."""

    collection: str
    position: str
    event_type: str
    document_id: str
    index_version: int
    timestamp: str = ""
    metadata: Json = field(default_factory=dict)
    metadata_omitted: bool = False
    chunks: ChunkCounts = ChunkCounts()
    entered: bool = False
    left: bool = False
    added: tuple[AddedChunk, ...] = ()
    removed: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    whole: bool = False
    chunks_omitted: bool = False
    raw: Json = _raw()


@dataclass(frozen=True)
class BatchComplete:
    """Closes a version: all of its updates came before."""

    collection: str
    position: str
    index_version: int
    timestamp: str = ""
    cause: str = ""
    documents: DocumentCounts = DocumentCounts()
    space: Optional[str] = None
    raw: Json = _raw()


@dataclass(frozen=True)
class Gap:
    """The feed could not be read from where the subscriber was, so changes are missing: drop what you hold
    of the collection and list its documents. What follows this item begins behind ``index_version`` of
    ``history``; a list that is made after it misses nothing."""

    collection: str
    oldest_version: Optional[int]
    index_version: int
    history: str
    detail: str = ""


@dataclass(frozen=True)
class Changes:
    """A page of the feed; ``next`` is the position to go on from, on an empty page, too."""

    changes: tuple["IndexUpdate | BatchComplete", ...]
    next: str


def event_json(event: "Event | Json") -> Json:
    return event.as_json() if isinstance(event, Event) else event


def sequence_of(events: "Event | Json | Sequence[Event | Json]") -> list[Json]:
    if isinstance(events, (Event, Mapping)):
        return [event_json(events)]
    return [event_json(event) for event in events]
