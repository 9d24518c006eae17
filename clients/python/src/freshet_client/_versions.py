"""What versions did, how two differ, and what going back to one did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from .models import ChunkCounts, DocumentCounts, Json, TokenCounts, _raw


@dataclass(frozen=True)
class DocumentChange:
    """What a version did to a document."""

    index_version: int
    event_type: str = ""
    timestamp: str = ""
    chunks: ChunkCounts = ChunkCounts()
    metadata: Json = field(default_factory=dict)
    raw: Json = _raw()


@dataclass(frozen=True)
class History:
    """A page, newest first; ``next`` goes into the next call's ``after``."""

    history: tuple[DocumentChange, ...]
    next: Optional[int] = None


@dataclass(frozen=True)
class Piece:
    """A chunk that only one of two versions holds."""

    chunk_id: str
    text: str = ""


@dataclass(frozen=True)
class Pieces:
    added: tuple[Piece, ...] = ()
    removed: tuple[Piece, ...] = ()
    kept: int = 0


@dataclass(frozen=True)
class DocumentDiff:
    """What differs in one document between two versions."""

    document_id: str
    event_type: str = ""
    metadata_changed: bool = False
    chunks: Pieces = Pieces()
    raw: Json = _raw()


@dataclass(frozen=True)
class Diff:
    """A page of documents, by id; ``next`` goes into the next call's ``after``."""

    documents: tuple[DocumentDiff, ...]
    next: Optional[str] = None


@dataclass(frozen=True)
class Discarded:
    """Events that were dropped, and the first 1,000 of their documents."""

    events: int = 0
    documents: int = 0
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class RolledBack:
    """A collection that went back to older content, by a new version. ``waiting`` documents have events that
    apply after it; ``unchanged``: nothing differed, and no version was made. ``discarded`` is what waited and was
    dropped, where that was asked for."""

    index_version: int
    documents: DocumentCounts = DocumentCounts()
    chunks: ChunkCounts = ChunkCounts()
    tokens: TokenCounts = TokenCounts()
    cost_usd: Optional[float] = None
    unchanged: bool = False
    visible: bool = True
    waiting: int = 0
    discarded: Optional[Discarded] = None
    raw: Json = _raw()


@dataclass(frozen=True)
class Purged:
    """Documents that are forgotten for good."""

    documents: int
    index_version: int = 0
    unchanged: bool = False
    raw: Json = _raw()


@dataclass(frozen=True)
class Webhook:
    """How a webhook stands: ``state`` is ``active``, ``failing`` or ``paused``. ``secret`` is in the answer that
    made it, and never again."""

    name: str
    url: str = ""
    state: str = ""
    position: str = ""
    index_version: int = 0
    behind: Optional[int] = None
    delivered: int = 0
    failed: int = 0
    delivered_at: Optional[str] = None
    problem: Optional[str] = None
    failing_since: Optional[str] = None
    retry_at: Optional[str] = None
    secret: Optional[str] = field(default=None, repr=False)
    raw: Json = _raw()


@dataclass(frozen=True)
class Webhooks:
    webhooks: tuple[Webhook, ...]
    next: Optional[str] = None


@dataclass(frozen=True)
class HeldDocument:
    document_id: str
    raw: Json = _raw()


@dataclass(frozen=True)
class HeldDocuments:
    """A page of documents of a source that stay as a rollback made them."""

    held: tuple[HeldDocument, ...]
    next: Optional[str] = None


@dataclass(frozen=True)
class Reconciled:
    """A comparison of sources, ledger and stores, and how far it is: ``state`` is ``running``, ``done``,
    ``failed``, or ``none`` where there was none."""

    state: str
    dry_run: bool = False
    started_at: Optional[str] = None
    finished_at: Optional[str] = None
    drift: int = 0
    sources: tuple[Mapping[str, Any], ...] = ()
    stores: tuple[Mapping[str, Any], ...] = ()
    rows_read: int = 0
    rows_total: int = 0
    balanced: bool = True
    raw: Json = _raw()

    @property
    def is_over(self) -> bool:
        return self.state != "running"
