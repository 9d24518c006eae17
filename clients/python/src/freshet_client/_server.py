"""What embedding costs, how a collection moves to another way to embed or cut, and what goes out into files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .models import Failure, Json, _raw


@dataclass(frozen=True)
class Cost:
    """What requests to embedding models took; of ``month`` to ``endpoint`` it has the one that it is a sum by.
    ``cost_usd`` is None where some of it has no known price: ``unpriced_tokens``."""

    cost_usd: Optional[float] = None
    month: Optional[str] = None
    day: Optional[str] = None
    collection: Optional[str] = None
    cause: Optional[str] = None
    model: Optional[str] = None
    endpoint: Optional[str] = None
    requests: int = 0
    texts: int = 0
    tokens: int = 0
    estimated_tokens: int = 0
    unpriced_tokens: int = 0
    failed_requests: int = 0
    failed_tokens: int = 0


@dataclass(frozen=True)
class Spared:
    """What was not embedded, and why."""

    reason: str
    count: int = 0
    tokens: int = 0


@dataclass(frozen=True)
class CostReport:
    """The costs of some days, in UTC; ``raw`` has the days as ``from`` and ``to``."""

    total: Cost
    projected_month_usd: Optional[float] = None
    months: tuple[Cost, ...] = ()
    days: tuple[Cost, ...] = ()
    collections: tuple[Cost, ...] = ()
    causes: tuple[Cost, ...] = ()
    models: tuple[Cost, ...] = ()
    endpoints: tuple[Cost, ...] = ()
    spared: tuple[Spared, ...] = ()
    raw: Json = _raw()


@dataclass(frozen=True)
class ModelPrice:
    """A model and its price; None where that is not known. ``date`` and ``source`` say when and where it stood."""

    model: str
    cost_usd: Optional[float] = None
    usd_per_million_tokens: Optional[float] = None
    date: Optional[str] = None
    source: Optional[str] = None


@dataclass(frozen=True)
class CostEstimate:
    """What so many tokens would cost, the cheapest model first."""

    tokens: int
    models: tuple[ModelPrice, ...] = ()


@dataclass(frozen=True)
class Endpoint:
    """A door to a model: ``state`` is ``unknown``, ``up``, ``down`` or ``refused``."""

    name: str
    state: str = ""
    problem: Optional[str] = None
    requests: int = 0
    failures: int = 0


@dataclass(frozen=True)
class Embedder:
    """A model that collections use, and where it is asked, the best endpoint first."""

    model: str
    dimensions: int = 0
    space: str = ""
    pooled_texts: int = 0
    endpoints: tuple[Endpoint, ...] = ()
    raw: Json = _raw()


@dataclass(frozen=True)
class Chunking:
    target_tokens: int
    prefix: str = "none"


@dataclass(frozen=True)
class Side:
    """A way to embed and cut; ``embedder`` is its name in the configuration."""

    embedder: str
    model: str
    chunking: Chunking


@dataclass(frozen=True)
class MigrationProgress:
    """How far the other side is filled."""

    documents: int = 0
    documents_total: int = 0
    chunks: int = 0
    tokens: int = 0
    index_version: int = 0
    seconds_left: Optional[float] = None


@dataclass(frozen=True)
class Comparison:
    """What both sides answered to the same questions; ``overlap`` is of the first 10 documents, from 0 to 1."""

    index_version: int = 0
    rows: int = 0
    expected_rows: int = 0
    samples: int = 0
    same_document_first: int = 0
    overlap: float = 0.0


@dataclass(frozen=True)
class Migration:
    """How a collection is embedded and cut, and how far its move to another way is: ``state`` is ``none``,
    ``filling``, ``paused``, ``ready`` (it may be switched) or ``switched``."""

    state: str
    in_force: Side
    other: Optional[Side] = None
    progress: Optional[MigrationProgress] = None
    comparison: Optional[Comparison] = None
    problem: Optional[str] = None
    remedy: Optional[str] = None
    raw: Json = _raw()


@dataclass(frozen=True)
class MigrationTokens:
    """By an estimate; ``known`` are those of texts whose vectors are kept."""

    to_embed: int = 0
    known: int = 0


@dataclass(frozen=True)
class MigrationEstimate:
    """What a migration would take; ``cost_usd`` is None where no price is known."""

    embedder: str
    model: str
    chunking: Chunking
    documents: int = 0
    chunks: int = 0
    tokens: MigrationTokens = MigrationTokens()
    cost_usd: Optional[float] = None
    raw: Json = _raw()


@dataclass(frozen=True)
class Reembedding:
    """What would embed again much of what is there, and waits to be confirmed; ``at_least``: there is more."""

    documents: int
    chunks: int = 0
    tokens: int = 0
    cost_usd: Optional[float] = None
    at_least: bool = False


@dataclass(frozen=True)
class Exported:
    """A collection that was exported whole; ``sha256`` is of all lines but the last."""

    documents: int
    chunks: int = 0
    vectors: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Imported:
    """What became of an export: ``vectors`` were taken from it, ``unchanged`` documents were so already, and
    ``failed`` are the first 1,000 whose change was given up."""

    documents: int
    vectors: int = 0
    unchanged: int = 0
    embedded_tokens: int = 0
    index_version: int = 0
    not_yet_visible: int = 0
    failed: tuple[Failure, ...] = ()
    raw: Json = _raw()
