"""Costs, migrations and files as requests. Pure."""

from __future__ import annotations

from typing import Any, Literal, Optional

from . import _server as s
from ._calls import Call, at, body, params, reading
from ._decode import decode

Act = Literal["pause", "resume", "cancel", "switch", "revert", "drop"]


def cost(collection: Optional[str], first_day: Optional[str], last_day: Optional[str]) -> Call[s.CostReport]:
    wanted = params(collection=collection, to=last_day) | params(**{"from": first_day})
    return Call("GET", "/v1/cost", reading(s.CostReport), params=wanted, safe=True)


def cost_estimate(tokens: int) -> Call[s.CostEstimate]:
    return Call("POST", "/v1/cost/estimate", reading(s.CostEstimate), json={"tokens": tokens}, safe=True)


def embedders() -> Call[tuple[s.Embedder, ...]]:
    def read(tree: Any) -> tuple[s.Embedder, ...]:
        return tuple(decode(s.Embedder, one) for one in tree["embedders"])

    return Call("GET", "/v1/embedders", read, safe=True)


def migration(collection: str) -> Call[s.Migration]:
    return Call("GET", at(collection, "migrations"), reading(s.Migration), safe=True)


def migrate(
    collection: str, embedder: Optional[str], target_tokens: Optional[int], prefix: Optional[str]
) -> Call[s.Migration]:
    wanted = _side(embedder, target_tokens, prefix)
    return Call("POST", at(collection, "migrations"), reading(s.Migration), json=wanted)


def migrate_dry_run(
    collection: str, embedder: Optional[str], target_tokens: Optional[int], prefix: Optional[str]
) -> Call[s.MigrationEstimate]:
    wanted = {**_side(embedder, target_tokens, prefix), "dry_run": True}
    return Call("POST", at(collection, "migrations"), reading(s.MigrationEstimate), json=wanted, safe=True)


def _side(embedder: Optional[str], target_tokens: Optional[int], prefix: Optional[str]) -> dict[str, Any]:
    chunking = body(target_tokens=target_tokens, prefix=prefix)
    return body(embedder=embedder, chunking=chunking or None)


def act_on_migration(collection: str, act: Act) -> Call[s.Migration]:
    return Call("POST", at(collection, "migrations", act), reading(s.Migration))


def held_reembedding(collection: str) -> Call[Optional[s.Reembedding]]:
    return Call("GET", at(collection, "reembedding"), lambda tree: _reembedding(tree["held"]), safe=True)


def confirm_reembedding(collection: str) -> Call[Optional[s.Reembedding]]:
    return Call("POST", at(collection, "reembedding", "confirm"), lambda tree: _reembedding(tree["confirmed"]))


def _reembedding(tree: Any) -> Optional[s.Reembedding]:
    return None if tree is None else decode(s.Reembedding, tree)


def export(collection: str) -> Call[s.Exported]:
    return Call("GET", at(collection, "export"), reading(s.Exported))


def import_from(collection: str, embed: bool) -> Call[s.Imported]:
    return Call("POST", at(collection, "import"), reading(s.Imported), params=params(embed=embed or None))


def backup(collection: Optional[str]) -> Call[None]:
    return Call("POST", "/v1/backup", lambda tree: None, params=params(collection=collection))
