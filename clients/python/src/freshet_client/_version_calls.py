"""The operations on versions, and the comparison from scratch, as requests. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional
from urllib.parse import quote

from . import _versions as v
from ._calls import Call, at, body, duration, params, reading
from .models import Json


# The files of the collection are written anew.
PURGE_SECONDS = 600.0


def history(collection: str, document_id: str, after: Optional[int], limit: int) -> Call[v.History]:
    wanted = params(document_id=document_id, after=after, limit=limit)
    return Call("GET", at(collection, "history"), reading(v.History), params=wanted, safe=True)


def diff(collection: str, from_version: int, to_version: int, after: Optional[str], limit: int) -> Call[v.Diff]:
    wanted = {"from": str(from_version), "to": str(to_version), **params(after=after, limit=limit)}
    return Call("GET", at(collection, "diff"), reading(v.Diff), params=wanted, safe=True)


def rollback(
    collection: str, to_version: int, prefix: Optional[str], document_ids: Optional[Sequence[str]],
    discard_waiting: bool, allow_cost: bool, reason: Optional[str],
) -> Call[v.RolledBack]:
    ids = None if document_ids is None else list(document_ids)
    wanted = body(
        to_version=to_version, prefix=prefix, document_ids=ids, discard_waiting=discard_waiting or None,
        allow_cost=allow_cost or None, reason=reason,
    )
    return Call("POST", at(collection, "rollback"), reading(v.RolledBack), json=wanted)


def purge(
    collection: str, document_ids: Optional[Sequence[str]], prefix: Optional[str], expect: Optional[int],
    reason: Optional[str],
) -> Call[v.Purged]:
    ids = None if document_ids is None else list(document_ids)
    wanted = body(document_ids=ids, prefix=prefix, expect=expect, reason=reason)
    return Call("POST", at(collection, "purge"), reading(v.Purged), json=wanted, waits=PURGE_SECONDS)


def webhooks(collection: str) -> Call[v.Webhooks]:
    return Call("GET", at(collection, "webhooks"), reading(v.Webhooks), safe=True)


def webhook(collection: str, name: str) -> Call[v.Webhook]:
    return Call("GET", at(collection, "webhooks", quote(name, safe="")), reading(v.Webhook), safe=True)


def put_webhook(collection: str, name: str, settings: Json) -> Call[v.Webhook]:
    return Call("PUT", at(collection, "webhooks", quote(name, safe="")), reading(v.Webhook), json=settings)


def delete_webhook(collection: str, name: str) -> Call[None]:
    return Call("DELETE", at(collection, "webhooks", quote(name, safe="")), lambda tree: None)


def held(collection: str, after: Optional[str], limit: int) -> Call[v.HeldDocuments]:
    wanted = params(after=after, limit=limit)
    return Call("GET", at(collection, "held"), reading(v.HeldDocuments), params=wanted, safe=True)


def release_held(collection: str, document_ids: Optional[Sequence[str]]) -> Call[int]:
    chosen = {} if document_ids is None else {"document_ids": list(document_ids)}
    return Call("POST", at(collection, "held", "release"), lambda tree: int(tree["released"]), json=chosen)


def reconcile(collection: str, dry_run: bool, wait: float) -> Call[v.Reconciled]:
    wanted = params(dry_run=dry_run or None, timeout=duration(wait))
    return Call("POST", at(collection, "reconcile"), reading(v.Reconciled), params=wanted, waits=wait)


def reconciling(collection: str, wait: float) -> Call[v.Reconciled]:
    wanted: dict[str, Any] = params(timeout=duration(wait))
    return Call("GET", at(collection, "reconcile"), reading(v.Reconciled), params=wanted, safe=True, waits=wait)
