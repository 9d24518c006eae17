"""The calls of the blocking client about costs, migrations and files."""

from __future__ import annotations

from typing import Any, Optional, TypeVar

import httpx

from . import _files as files
from . import _http as http
from . import _server as s
from . import _server_calls as calls
from ._calls import Call
from ._files import File
from ._server_calls import Act
from .errors import from_transport

T = TypeVar("T")


class ServerCalls:
    _http: httpx.Client

    def _run(self, call: Call[T]) -> T:
        raise NotImplementedError

    # Costs

    def cost(
        self, collection: Optional[str] = None, *, first_day: Optional[str] = None, last_day: Optional[str] = None
    ) -> s.CostReport:
        """What embedding has cost, and what was spared: of this month and all collections where nothing is said.
        Days are as ``2026-11-01``, in UTC."""
        return self._run(calls.cost(collection, first_day, last_day))

    def cost_estimate(self, tokens: int) -> s.CostEstimate:
        """What so many tokens would cost, model beside model."""
        return self._run(calls.cost_estimate(tokens))

    def embedders(self) -> tuple[s.Embedder, ...]:
        """The models that collections use, and how asking them goes."""
        return self._run(calls.embedders())

    def held_reembedding(self, collection: str) -> Optional[s.Reembedding]:
        """What would embed again much of what is there, and waits to be confirmed."""
        return self._run(calls.held_reembedding(collection))

    def confirm_reembedding(self, collection: str) -> Optional[s.Reembedding]:
        """Lets what is held until now be embedded; what that was."""
        return self._run(calls.confirm_reembedding(collection))

    # Migrations

    def migration(self, collection: str) -> s.Migration:
        """How the collection is embedded and cut, and how far its migration is."""
        return self._run(calls.migration(collection))

    def migrate(
        self,
        collection: str,
        *,
        embedder: Optional[str] = None,
        target_tokens: Optional[int] = None,
        prefix: Optional[str] = None,
    ) -> s.Migration:
        """Fills the collection for another embedder or another way to cut, while it serves as it is; nothing
        else changes before ``act_on_migration(collection, "switch")``."""
        return self._run(calls.migrate(collection, embedder, target_tokens, prefix))

    def migrate_dry_run(
        self,
        collection: str,
        *,
        embedder: Optional[str] = None,
        target_tokens: Optional[int] = None,
        prefix: Optional[str] = None,
    ) -> s.MigrationEstimate:
        """What ``migrate`` would embed, and for how much; nothing is changed."""
        return self._run(calls.migrate_dry_run(collection, embedder, target_tokens, prefix))

    def act_on_migration(self, collection: str, act: Act) -> s.Migration:
        """``pause``, ``resume``, ``switch``, ``revert``; ``cancel`` drops the other side before the switch, ``drop``
        the side before after it."""
        return self._run(calls.act_on_migration(collection, act))

    # Files

    def export(self, collection: str, file: File) -> s.Exported:
        """Writes the newest version with its vectors into a file, a JSON object a line, as it comes."""
        with files.written(file) as target:
            return files.exported(self._download(calls.export(collection), target))

    def import_from(
        self, collection: str, file: File, *, embed: bool = False, timeout: float = files.IMPORT_SECONDS
    ) -> s.Imported:
        """Puts the documents of an export with their vectors, sent as it is read. ``embed`` lets what has no vector
        that fits be embedded; without it that is refused (Conflict). ``timeout`` is for the server to put all."""
        call = calls.import_from(collection, embed)
        with files.read(file) as source:
            try:
                response = self._http.post(
                    call.path,
                    params=dict(call.params),
                    content=files.pieces(source),
                    headers={"Content-Type": "application/x-ndjson"},
                    timeout=http.timeouts(timeout),
                )
            except httpx.RequestError as e:
                raise from_transport(e) from e
        return http.value_of(call, response)

    def backup(self, file: File, *, collection: Optional[str] = None) -> None:
        """Writes a backup of all collections, or of one, into a file for ``freshet restore``, as it comes."""
        with files.written(file) as target:
            self._download(calls.backup(collection), target)

    def _download(self, call: Call[Any], target: Any) -> bytes:
        """Writes the answer into ``target``; its last bytes."""
        tail = b""
        request = self._http.build_request(
            call.method, call.path, params=dict(call.params), timeout=http.timeouts(http.LOAD_SECONDS)
        )
        try:
            response = self._http.send(request, stream=True)
            try:
                if not response.is_success:
                    response.read()
                    raise http.problem_of(response)
                for piece in response.iter_bytes():
                    target.write(piece)
                    tail = (tail + piece)[-files.TAIL_BYTES :]
            finally:
                response.close()
        except httpx.RequestError as e:
            raise from_transport(e) from e
        return tail
