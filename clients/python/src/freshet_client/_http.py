"""How a call becomes a request of httpx and an answer becomes a value: what both clients share. Pure."""

from __future__ import annotations

import json
from typing import Any, Optional, TypeVar

import httpx

from ._calls import Call
from .errors import ConnectionFailed, FreshetError, RateLimited, ServerError, Unavailable, from_answer

T = TypeVar("T")

DEFAULT_URL = "http://localhost:8765"
CONNECT_SECONDS_MAX = 10.0
# The server reads a bulk load more slowly while its backlog is full, and copies a collection before a backup.
LOAD_SECONDS = 600.0
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=20)


def timeouts(seconds: float, waits: float = 0.0) -> httpx.Timeout:
    """``seconds`` of silence end a call; what the server was asked to wait comes on top."""
    return httpx.Timeout(seconds + waits, connect=min(seconds, CONNECT_SECONDS_MAX))


def headers(token: Optional[str]) -> dict[str, str]:
    agent = {"User-Agent": "freshet-client-python", "Accept": "application/json"}
    return agent if token is None else {**agent, "Authorization": f"Bearer {token}"}


def request_of(client: "httpx.Client | httpx.AsyncClient", call: Call[Any], timeout: float) -> httpx.Request:
    content = call.content
    more = {}
    if call.json is not None:
        content = json.dumps(call.json, ensure_ascii=False, separators=(",", ":")).encode()
        more["Content-Type"] = call.media_type or "application/json"
    return client.build_request(
        call.method,
        call.path,
        params=dict(call.params) or None,
        content=content,
        headers=more,
        timeout=timeouts(timeout, call.waits),
    )


def value_of(call: Call[T], response: httpx.Response) -> T:
    """The answer as what the call reads; raises the problem that it is."""
    if not response.is_success:
        raise problem_of(response)
    try:
        return call.read(response.json())
    except (ValueError, TypeError, KeyError, AttributeError) as e:
        problem = f"the answer to {call.method} {call.path} is none of Freshet: {e!r}"
        raise ServerError(problem, status=response.status_code) from e


def problem_of(response: httpx.Response) -> FreshetError:
    return from_answer(response.status_code, response.headers, response.content)


def is_worth_another_try(call: Call[Any], error: FreshetError) -> bool:
    """Where nothing was taken, or taking it twice is the same as once."""
    if isinstance(error, RateLimited) or error.code == "starting":
        return True
    if isinstance(error, ConnectionFailed):
        return call.safe or not error.sent
    return call.safe and isinstance(error, Unavailable)
