"""Files, costs and migrations, asked of a real server by both clients."""

import asyncio
import io
import time
import zipfile

import pytest

import freshet_client as f

WAIT = 60.0


def filled(client, name):
    """Its texts are in no other collection: vectors are kept by content, for all of them."""
    client.put(name, "refunds", f"Refunds take five days. {name}", wait=WAIT)
    client.put(name, "invoices", f"Invoices are blue, as all know. {name}\n\n" * 9, wait=WAIT)


def test_an_export_is_imported_as_it_was_and_nothing_is_embedded(client, tmp_path):
    filled(client, "exported")
    file = tmp_path / "notes.ndjson"
    exported = client.export("exported", file)
    imported = client.import_from("imported", file)

    assert (exported.documents, exported.vectors) == (2, 2)
    assert exported.sha256 in file.read_text()
    assert (imported.documents, imported.vectors, imported.embedded_tokens, imported.failed) == (2, 2, 0, ())
    there = client.get("exported", "refunds", vectors=True).chunks
    assert client.get("imported", "refunds", vectors=True).chunks == there
    assert [one.name for one in tmp_path.iterdir()] == ["notes.ndjson"]


def test_a_damaged_export_is_refused_and_what_must_be_embedded_is_said_first(client):
    filled(client, "moved")
    lines = io.BytesIO()
    client.export("moved", lines)
    client.put_collection("other", {"chunking": {"target_tokens": 32}})
    with pytest.raises(f.BadRequest) as raised:
        client.import_from("other", io.BytesIO(lines.getvalue()[:300]))
    assert raised.value.code == "bad_export"
    with pytest.raises(f.Conflict) as raised:
        client.import_from("other", io.BytesIO(lines.getvalue()))
    assert (raised.value.code, raised.value.problem["tokens"] > 0) == ("embedding_needed", True)
    assert client.import_from("other", io.BytesIO(lines.getvalue()), embed=True).embedded_tokens > 0


def test_a_backup_is_one_file_and_what_is_not_there_leaves_none(client, tmp_path):
    filled(client, "backed-up")
    client.backup(tmp_path / "one.zip", collection="backed-up")
    assert zipfile.ZipFile(tmp_path / "one.zip").namelist()
    with pytest.raises(f.NotFound):
        client.export("nowhere", tmp_path / "nothing")
    assert [one.name for one in tmp_path.iterdir()] == ["one.zip"]


def test_what_embedding_costs_is_told_and_estimated(client):
    filled(client, "paid")
    report = client.cost("paid")
    assert report.total.tokens > 0
    assert [one.collection for one in report.collections] == ["paid"]
    assert client.cost(first_day="2020-01-01", last_day="2020-01-01").total.tokens == 0
    assert client.cost_estimate(10_000_000).models[0].cost_usd is not None
    assert client.embedders()[0].endpoints[0].requests > 0


def test_a_collection_moves_to_another_way_to_cut_and_back(client):
    filled(client, "moving")
    would = client.migrate_dry_run("moving", target_tokens=32)
    assert (would.documents, would.tokens.to_embed > 0) == (2, True)
    begun = client.migrate("moving", target_tokens=32)
    assert begun.other is not None and begun.other.chunking.target_tokens == 32
    until = time.monotonic() + 5 * WAIT
    while client.migration("moving").state != "ready":
        assert time.monotonic() < until, client.migration("moving")
        time.sleep(0.1)
    assert client.act_on_migration("moving", "switch").in_force.chunking.target_tokens == 32
    client.put("moving", "refunds", "Refunds take six days.", wait=WAIT)
    with pytest.raises(f.Conflict) as raised:
        client.rollback("moving", 2)
    assert raised.value.code == "other_space"
    assert client.rollback("moving", 2, allow_cost=True).documents.updated == 1
    assert client.act_on_migration("moving", "drop").state == "none"


def test_what_would_embed_much_again_waits_to_be_confirmed(client):
    client.put_collection("guarded", {"reembed_guard": {"documents": 1, "share": "10%"}})
    client.events("guarded", [f.Event.update(name, f"First {name}.") for name in "ab"], wait=WAIT)
    assert client.held_reembedding("guarded") is None
    others = [f.Event.update(name, f"Second {name}.") for name in "ab"]
    with pytest.raises(f.Unprocessable) as raised:
        client.events("guarded", others, atomic=True, wait=WAIT)
    assert raised.value.code == "deferred"
    held = client.held_reembedding("guarded")
    assert held is not None and held.documents == 2
    assert client.confirm_reembedding("guarded") == held
    assert client.confirm_reembedding("guarded") is None


def test_a_page_of_the_feed_is_chosen_as_a_subscription_is(client):
    client.put("picked", "guide/a", "one", wait=WAIT)
    client.put("picked", "other", "two", wait=WAIT)
    changes = client.changes("picked", prefix="guide/", include=["text"]).changes
    updates = [one for one in changes if isinstance(one, f.IndexUpdate)]
    assert [(one.document_id, one.added[0].text) for one in updates] == [("guide/a", "one")]


def test_the_async_client_does_the_same(server, client, tmp_path):
    filled(client, "awaited")

    async def talk():
        async with f.AsyncClient(server.url) as awaited:
            exported = await awaited.export("awaited", tmp_path / "notes.ndjson")
            imported = await awaited.import_from("awaited-copy", tmp_path / "notes.ndjson")
            await awaited.backup(tmp_path / "all.zip")
            cost = await awaited.cost("awaited")
            migration = await awaited.migration("awaited")
            with pytest.raises(f.NotFound):
                await awaited.export("nowhere", io.BytesIO())
            return exported.documents, imported.vectors, cost.total.tokens > 0, migration.state

    assert asyncio.run(talk()) == (2, 2, True, "none")
    assert zipfile.ZipFile(tmp_path / "all.zip").namelist()
