"""Exports that are cut off, without a server."""

import asyncio

import httpx
import pytest

from freshet_client import AsyncClient, Client, ConnectionFailed, Exported

HEADER = b'{"type": "header"}\n'
FOOTER = b'{"type": "footer", "documents": 2, "chunks": 3, "vectors": 3, "sha256": "00"}\n'


def answering(content):
    return httpx.MockTransport(lambda request: httpx.Response(200, content=content))


def test_an_export_ends_with_what_it_holds(tmp_path):
    with Client(transport=answering(HEADER * 100 + FOOTER)) as client:
        assert client.export("notes", tmp_path / "file") == Exported(2, 3, 3, "00")
    assert (tmp_path / "file").read_bytes() == HEADER * 100 + FOOTER


@pytest.mark.parametrize("content", [b"", HEADER, HEADER + b'{"type": "doc', HEADER + b"[1]\n"])
def test_an_export_without_its_last_line_was_cut_off_and_leaves_no_file(tmp_path, content):
    (tmp_path / "file").write_text("before")

    async def awaited():
        async with AsyncClient(transport=answering(content)) as client:
            await client.export("notes", tmp_path / "file")

    with Client(transport=answering(content)) as client, pytest.raises(ConnectionFailed, match="cut off"):
        client.export("notes", tmp_path / "file")
    with pytest.raises(ConnectionFailed, match="cut off"):
        asyncio.run(awaited())
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("file", "before")]
