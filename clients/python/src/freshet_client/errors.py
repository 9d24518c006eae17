"""What can go wrong, as one family of exceptions made from the server's RFC 9457 problems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from datetime import datetime, timezone
from typing import Any, Optional

import httpx


class FreshetError(Exception):
    """Every failure of a call. ``status`` is None where no answer came.

    ``code`` is the stable word of the server's table, ``detail`` one sentence for people, ``pointer`` the
    JSON pointer of the element at fault, ``problem`` all that the server said (such as ``matched``).
    """

    def __init__(
        self,
        detail: str,
        *,
        code: str = "",
        status: Optional[int] = None,
        pointer: Optional[str] = None,
        retry_after: Optional[float] = None,
        problem: Optional[Mapping[str, Any]] = None,
    ) -> None:
        super().__init__(f"{code}: {detail}" if code else detail)
        self.code = code
        self.detail = detail
        self.status = status
        self.pointer = pointer
        self.retry_after = retry_after
        self.problem: Mapping[str, Any] = problem or {}


class BadRequest(FreshetError):
    """The request is wrong and will stay so: mend it."""


class TooLarge(BadRequest):
    """A body, a text or metadata is over the server's limit."""


class UnsupportedMediaType(BadRequest):
    """The document is of a kind that Freshet does not read."""


class AccessDenied(FreshetError):
    """401 or 403: this client may not do this."""


class NotFound(FreshetError):
    """There is no such collection, document or path."""


class Conflict(FreshetError):
    """The state of the collection does not allow it; ``code`` says what stands in the way."""


class Unprocessable(FreshetError):
    """The events were accepted and none of them could be indexed; ``failed`` in ``problem`` says why."""


class ResumeExpired(FreshetError):
    """The feed cannot be read from this position without a gap."""

    @property
    def oldest_version(self) -> Optional[int]:
        """The oldest version that the feed still holds."""
        return _number(self.problem.get("oldest_version"))

    @property
    def index_version(self) -> Optional[int]:
        """The version that is searchable now."""
        return _number(self.problem.get("index_version"))


class RateLimited(FreshetError):
    """Too many events, or too much is waiting: come again after ``retry_after`` seconds."""


class Unavailable(FreshetError):
    """The server or the collection cannot answer now: come again after ``retry_after`` seconds."""


class NotYetVisible(FreshetError):
    """The events that were waited for are not searchable in time. They stay accepted."""


class DiskFull(FreshetError):
    """The server's disk is full. Nothing that was acknowledged is lost."""


class ServerError(FreshetError):
    """The server failed, or said something that is no answer of Freshet."""


class ConnectionFailed(FreshetError):
    """No answer came: no connection, a cut, or a timeout. Whether the request was taken is not known,
    unless ``sent`` is False: then it has not reached the server."""

    def __init__(self, detail: str, *, sent: bool) -> None:
        super().__init__(detail, code="connection_failed")
        self.sent = sent


_BY_STATUS: Mapping[int, type[FreshetError]] = {
    401: AccessDenied,
    403: AccessDenied,
    404: NotFound,
    409: Conflict,
    410: ResumeExpired,
    413: TooLarge,
    415: UnsupportedMediaType,
    422: Unprocessable,
    429: RateLimited,
    503: Unavailable,
    504: NotYetVisible,
    507: DiskFull,
}


def from_answer(status: int, headers: Mapping[str, str], body: bytes) -> FreshetError:
    """The exception for an answer that is not 2xx, whoever made it (a proxy's page is one, too)."""
    problem = _object(body)
    kind = _BY_STATUS.get(status) or (BadRequest if 400 <= status < 500 else ServerError)
    detail = problem.get("detail") or problem.get("title") or f"the answer was HTTP {status}"
    pointer = problem.get("pointer")
    return kind(
        str(detail),
        code=str(problem.get("code", "")),
        status=status,
        pointer=None if pointer is None else str(pointer),
        retry_after=retry_after(headers),
        problem=problem,
    )


def from_transport(error: httpx.RequestError) -> ConnectionFailed:
    """The exception for a request that no answer came to."""
    unsent = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
    what = str(error) or type(error).__name__
    return ConnectionFailed(f"no answer from the server: {what}", sent=not unsent)


def retry_after(headers: Mapping[str, str]) -> Optional[float]:
    """Seconds of ``Retry-After``, which is a number or a date; None where it is neither."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    return max(0.0, (when - datetime.now(timezone.utc)).total_seconds())


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _number(value: object) -> Optional[int]:
    return value if isinstance(value, int) else None
