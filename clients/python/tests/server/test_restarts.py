"""Subscribers while their server is stopped, killed and started again."""

import asyncio
import threading

import pytest

import freshet_client as f
from conftest import Server

ROUNDS = 2
SECONDS_MAX = 300


@pytest.fixture
def own():
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.delete()


def versions_of(changes):
    return [change.index_version for change in changes if isinstance(change, f.BatchComplete)]


async def within(following):
    return await asyncio.wait_for(following, SECONDS_MAX)


def put(server, first, count):
    with f.Client(server.url, timeout=SECONDS_MAX, retries=10) as client:
        for n in range(first, first + count):
            assert client.put("knowledge_base", f"page-{n}", f"Page number {n}.", wait=60).visible


def check(seen):
    """Each change once, in order, and every document that was put."""
    positions = [change.position for change in seen]
    assert len(set(positions)) == len(positions)
    assert versions_of(seen) == list(range(1, len(versions_of(seen)) + 1))
    updates = [change.document_id for change in seen if isinstance(change, f.IndexUpdate)]
    assert updates == [f"page-{n}" for n in range((ROUNDS + 1) * 3)]


def test_each_change_is_handed_over_once_and_in_order_through_stops_and_kills(own):
    seen, done = [], threading.Event()
    client = f.Client(own.url)
    subscription = client.subscribe("knowledge_base", since_version=0)

    def follow():
        for change in subscription:
            seen.append(change)
            if isinstance(change, f.BatchComplete) and len(seen) >= (ROUNDS + 1) * 6:
                done.set()

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    put(own, 0, 3)
    for turn in range(1, ROUNDS + 1):
        own.stop() if turn % 2 else own.kill()
        own.start()
        put(own, turn * 3, 3)
    assert done.wait(SECONDS_MAX)
    check(seen)

    # It waits for a change that does not come, and is closed from another thread.
    subscription.close()
    thread.join(SECONDS_MAX)
    assert not thread.is_alive()


def test_the_async_subscriber_goes_on_from_a_stored_position_through_a_stop(own):
    async def follow(since, wanted, later):
        async with f.AsyncClient(own.url) as client, client.subscribe("knowledge_base", **since) as changes:
            work = asyncio.create_task(asyncio.to_thread(later))
            taken = []
            async for change in changes:
                taken.append(change)
                if len(versions_of(taken)) == wanted:
                    break
            await work
            return taken

    def restart_and_put():
        own.stop()
        own.start()
        put(own, 2, 2)

    put(own, 0, 2)
    first = asyncio.run(within(follow({"since_version": 0}, 1, lambda: None)))
    second = asyncio.run(within(follow({"since": first[-1].position}, 3, restart_and_put)))
    updates = [change.document_id for change in first + second if isinstance(change, f.IndexUpdate)]
    assert updates == ["page-0", "page-1", "page-2", "page-3"]
    assert versions_of(first + second) == [1, 2, 3, 4]


def test_an_async_subscriber_that_waits_is_closed_by_another_task(own):
    async def follow():
        async with f.AsyncClient(own.url) as client:
            subscription = client.subscribe("knowledge_base")
            waiting = asyncio.create_task(anext(subscription, "ended"))
            while subscription._response is None:
                await asyncio.sleep(0.01)
            await subscription.aclose()
            return await waiting

    assert asyncio.run(within(follow())) == "ended"


def test_a_collection_that_is_deleted_and_made_again_is_a_gap(own):
    with f.Client(own.url) as client, client.subscribe("knowledge_base") as changes:
        put(own, 0, 1)
        assert isinstance(next(changes), f.IndexUpdate)
        assert isinstance(next(changes), f.BatchComplete)
        client.delete_collection("knowledge_base")
        gap = next(changes)
        assert isinstance(gap, f.Gap)
        assert gap.history == client.status("knowledge_base").history
        put(own, 1, 1)
        assert next(changes).document_id == "page-1"
