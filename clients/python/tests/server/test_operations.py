"""Every operation, asked of a real server."""

import asyncio

import pytest

import freshet_client as f

WAIT = 60.0


def test_what_is_sent_is_found_read_listed_and_deleted(client):
    events = [
        f.Event.update("guide/intro.md", "# Refunds\n\nRefunds take five days.", metadata={"team": "billing"}),
        f.Event.update("guide/../odd ü?.md", "Shipping is free.", metadata={"team": "logistics"}),
    ]
    accepted = client.events("operations", events, wait=WAIT)
    assert (accepted.accepted, accepted.visible, accepted.chunks.added) == (2, True, 2)

    hits = client.search("operations", "how long does a refund take", k=1, include=["text", "metadata", "vector"])
    assert hits.hits[0].document_id == "guide/intro.md"
    assert hits.hits[0].headings == ("Refunds",)
    assert len(hits.hits[0].vector) == 384
    assert 0 < hits.hits[0].scores.vector <= 1

    document = client.get("operations", "guide/../odd ü?.md")
    assert (document.text, document.metadata, len(document.chunks)) == ("Shipping is free.", {"team": "logistics"}, 1)
    assert document.chunks[0].text == "Shipping is free."

    patched = client.patch("operations", "guide/intro.md", {"year": 2026, "team": None}, wait=WAIT)
    assert patched.tokens.embedded == 0
    filtered = client.documents("operations", filter={"year": {"$gte": 2026}})
    assert [one.document_id for one in filtered.documents] == ["guide/intro.md"]
    assert filtered.next is None

    client.delete("operations", "guide/../odd ü?.md", wait=WAIT)
    assert [one.document_id for one in client.all_documents("operations")] == ["guide/intro.md"]
    with pytest.raises(f.NotFound) as raised:
        client.get("operations", "guide/../odd ü?.md")
    assert raised.value.code == "unknown_document"


def test_bytes_are_taken_with_their_media_type(client):
    html = "<html><body><h1>Käse</h1><p>Gut.</p></body></html>".encode("latin-1")
    client.put("bytes", "page", html, media_type="text/html; charset=iso-8859-1", wait=WAIT)
    assert client.get("bytes", "page").text.startswith("# Käse")
    with pytest.raises(f.UnsupportedMediaType):
        client.put("bytes", "pdf", b"%PDF-1.7", media_type="application/pdf")


def test_a_dry_run_says_what_would_happen_and_changes_nothing(client):
    client.put_collection("dry")
    would = client.events_dry_run("dry", f.Event.update("a", "Some words."))
    assert (would.documents.inserted, would.chunks.added) == (1, 1)
    assert client.documents("dry").documents == ()


def test_replace_and_delete_by_selection_happen_in_one_version(client):
    pages = [f.Event.update(f"manual/{n}", f"Page {n}.", metadata={"odd": n % 2 == 1}) for n in range(6)]
    first = client.events("replaced", pages, atomic=True, wait=WAIT)
    replaced = client.events("replaced", pages[:4], replace={"prefix": "manual/"}, wait=WAIT)
    assert (replaced.deleted, replaced.index_version) == (2, first.index_version + 1)

    assert client.delete_where_dry_run("replaced", filter={"odd": True}).documents.deleted == 2
    with pytest.raises(f.Conflict) as raised:
        client.delete_where("replaced", filter={"odd": True}, expect=1)
    assert (raised.value.code, raised.value.problem["matched"]) == ("expect_exceeded", 2)
    assert client.delete_where("replaced", filter={"odd": True}, expect=2, wait=WAIT).deleted == 2

    versions = client.versions("replaced", limit=2)
    assert [one.cause for one in versions.versions][1] == "replace"
    assert versions.next == versions.versions[-1].index_version
    assert client.refresh("replaced", wait=WAIT).visible


def test_an_older_version_is_named_kept_and_searched(client):
    first = client.put("aged", "a", "The first wording.", wait=WAIT)
    client.put("aged", "a", "The second wording.", wait=WAIT)
    assert client.tag("aged", "before", first.index_version) == first.index_version
    assert client.tags("aged") == {"before": first.index_version}
    assert client.versions("aged").versions[1].tags == ("before",)

    hits = client.search("aged", "wording", at_version=first.index_version)
    assert (hits.index_version, [hit.text for hit in hits.hits]) == (first.index_version, ["The first wording."])
    assert client.untag("aged", "before") == first.index_version
    with pytest.raises(f.NotFound) as raised:
        client.untag("aged", "before")
    assert raised.value.code == "unknown_tag"


def test_a_stream_of_events_of_any_length_is_loaded_and_its_bad_lines_are_told(client):
    def events():
        for n in range(3000):
            yield f.Event("fly", "bad") if n == 1000 else f.Event.update(f"page-{n}", f"Page number {n % 7}.")

    loaded = client.load("loaded", events())
    assert (loaded.accepted, loaded.rejected) == (2999, 1)
    assert (loaded.errors[0].line, loaded.errors[0].code) == (1001, "invalid_event_type")


def test_you_read_your_own_writes(client):
    accepted = client.put("own", "a", "The word is zirconium.")
    hits = client.search("own", "zirconium", mode="keyword", min_sequence=accepted.sequence, wait=WAIT)
    assert [hit.document_id for hit in hits.hits] == ["a"]


def test_what_is_wrong_is_named(client):
    with pytest.raises(f.BadRequest) as raised:
        client.events("wrong", [{"event_type": "update", "document_id": "a", "text": "x", "colour": "green"}])
    assert (raised.value.code, raised.value.pointer) == ("unknown_field", "/events/0/colour")
    with pytest.raises(f.NotFound) as raised:
        client.status("nowhere")
    assert raised.value.code == "unknown_collection"
    with pytest.raises(f.ConnectionFailed) as raised:
        f.Client("http://127.0.0.1:9").collections()
    assert not raised.value.sent


def test_a_collection_is_made_set_up_listed_and_deleted(client):
    made = client.put_collection("made", {"freshness_target": "1s"})
    assert made.raw["settings"]["freshness_target"] == "1s"
    assert "made" in [one.name for one in client.collections()]
    assert client.status("made").history == made.history
    client.put("made", "a", "Some words.", wait=WAIT)
    assert client.delete_collection("made").documents == 1
    with pytest.raises(f.NotFound):
        client.status("made")


def test_the_lists_of_trouble_are_empty_on_a_healthy_server(client):
    assert client.is_live()
    assert client.readiness()["knowledge_base"] == "serving"
    assert client.withheld("knowledge_base").withheld == ()
    assert client.release_withheld("knowledge_base") == 0
    assert client.dead_letters("knowledge_base").dead_letters == ()
    assert client.retry_dead_letters("knowledge_base") == 0
    assert client.discard_dead_letters("knowledge_base") == 0
    assert client.skipped("knowledge_base").skipped == ()


def test_the_feed_is_read_in_pages(client):
    client.events("paged", [f.Event.update(name, f"Page {name}.") for name in "abc"], atomic=True, wait=WAIT)
    first = client.changes("paged", limit=2)
    rest = client.changes("paged", since=first.next)
    updates = [one for one in first.changes + rest.changes if isinstance(one, f.IndexUpdate)]
    assert sorted(one.document_id for one in updates) == ["a", "b", "c"]
    assert isinstance(rest.changes[-1], f.BatchComplete)
    assert client.changes("paged", since=rest.next) == f.Changes((), rest.next)
    with pytest.raises(f.ResumeExpired) as raised:
        client.changes("paged", since_version=99)
    assert (raised.value.oldest_version, raised.value.index_version) == (1, 1)


def test_the_async_client_does_the_same(server):
    async def events():
        for n in range(200):
            yield f.Event.update(f"page-{n}", f"Page number {n % 7}.")

    async def talk():
        async with f.AsyncClient(server.url) as client:
            async with client.subscribe("knowledge_base") as changes:
                loaded = await client.load("knowledge_base", events())
                seen = set()
                async for change in changes:
                    if isinstance(change, f.IndexUpdate):
                        seen.add(change.document_id)
                    if len(seen) == 200:
                        break
                hits = await client.search("knowledge_base", "page", min_sequence=loaded.sequence, wait=WAIT)
                listed = [one.document_id async for one in client.all_documents("knowledge_base")]
                return loaded.accepted, len(hits.hits), seen == set(listed)

    assert asyncio.run(talk()) == (200, 10, True)


def test_versions_are_compared_and_gone_back_to(client):
    for text in ("one", "two"):
        client.put("back", "a", text, wait=WAIT)
    client.put("back", "b", "new", wait=WAIT)

    assert [change.event_type for change in client.history("back", "a").history] == ["update", "insert"]
    difference = client.diff("back", 1, 3)
    assert [one.document_id for one in difference.documents] == ["a", "b"]
    assert [piece.text for piece in difference.documents[0].chunks.added] == ["two"]
    assert [piece.text for piece in difference.documents[0].chunks.removed] == ["one"]
    assert client.get("back", "a", at_version=1).text == "one"
    assert [one.document_id for one in client.all_documents("back", at_version=1)] == ["a"]

    back = client.rollback("back", 1, reason="a bad import")
    assert (back.index_version, back.visible, back.tokens.embedded, back.unchanged) == (4, True, 0, False)
    assert client.get("back", "a").text == "one"
    assert client.rollback("back", 3, document_ids=["b"]).documents.inserted == 1
    nothing = client.rollback("back", 3, prefix="b", discard_waiting=True)
    assert nothing.discarded is not None and nothing.discarded.events == 0
    assert (client.held("back").held, client.release_held("back")) == ((), 0)
    with pytest.raises(f.Conflict) as raised:
        client.rollback("back", 99)
    assert raised.value.code == "version_not_retained"


def test_a_collection_is_compared_with_its_stores(client):
    client.put("compared", "a", "text", wait=WAIT)
    told = client.reconcile("compared", dry_run=True, wait=WAIT)
    assert (told.state, told.dry_run, told.is_over, told.drift) == ("done", True, True, 0)
    mended = client.reconcile("compared", wait=WAIT)
    assert (mended.rows_total, mended.balanced) == (1, True)
    assert client.reconciling("compared").finished_at == mended.finished_at


def test_the_async_client_has_the_same_operations():
    def public(kind):
        return {name for name in dir(kind) if not name.startswith("_")}

    assert public(f.Client) - {"close"} == public(f.AsyncClient) - {"aclose"}


def test_what_is_purged_is_in_no_version(client):
    client.put("forgotten", "customers/1", "Secret.", wait=WAIT)
    purged = client.purge("forgotten", prefix="customers/", expect=1, reason="erasure request")
    assert (purged.documents, purged.index_version) == (1, 2)
    with pytest.raises(f.NotFound):
        client.get("forgotten", "customers/1", at_version=1)


def test_a_webhook_is_made_listed_paused_and_removed(client):
    client.put_collection("hooked")
    made = client.put_webhook("hooked", "cache", {"url": "https://app.example/hooks", "prefix": "guide/"})
    assert made.secret.startswith("whsec_")
    assert client.put_webhook("hooked", "cache", {"paused": True}).state == "paused"
    assert client.webhook("hooked", "cache").state == "paused"
    assert [(hook.name, hook.secret) for hook in client.webhooks("hooked").webhooks] == [("cache", None)]
    client.delete_webhook("hooked", "cache")
    assert client.webhooks("hooked").webhooks == ()


def test_a_subscriber_chooses_what_comes_and_what_is_sent_with_it(client):
    client.put_collection("chosen")
    with client.subscribe("chosen", prefix="guide/", include=["text"]) as changes:
        client.put("chosen", "other", "two", wait=WAIT)
        client.put("chosen", "guide/a", "one", wait=WAIT)
        assert isinstance(next(changes), f.BatchComplete)
        update = next(changes)
    assert (update.document_id, update.added[0].text, update.whole) == ("guide/a", "one", False)
