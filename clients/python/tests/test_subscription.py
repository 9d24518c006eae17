"""What a subscriber does when its connection is cut, refused or silent, against a server of a few lines."""

import asyncio
import json

import httpx
import pytest

import freshet_client as f

STATUS = {"name": "c", "state": "serving", "index_version": 4, "history": "h"}
HEARTBEAT = b": still here\n\n"


def update(position, document="d"):
    event = {"event_type": "update", "document_id": document, "index_version": 5, "timestamp": "t", "metadata": {}}
    tree = {"type": "index_update", "collection": "c", "position": position, "event": event}
    return f"id: {position}\nevent: index_update\ndata: {json.dumps(tree)}\n\n".encode()


def stream(*pieces):
    return httpx.Response(200, content=b"retry: 1000\n\n" + b"".join(pieces))


class Server:
    """Gives these answers to `changes`, one after the other, and the status whenever it is asked."""

    def __init__(self, *answers, status=STATUS):
        self.left, self.status = list(answers), status
        self.asked, self.pauses, self.placed = [], [], 0

    def answer(self, request):
        if not request.url.path.endswith("/changes"):
            self.placed += 1
            return httpx.Response(200, json=self.status)
        place = request.headers.get("last-event-id") or dict(request.url.params)
        self.asked.append(place)
        given = self.left.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    def subscribe(self, **since):
        client = f.Client(transport=httpx.MockTransport(self.answer))
        subscription = client.subscribe("c", **since)
        subscription._closed.wait = self.pauses.append
        subscription._course.backoff._chance = lambda: 1.0
        return subscription


def take(subscription, count):
    return [next(subscription) for _ in range(count)]


def test_it_goes_on_from_the_last_change_that_it_handed_over():
    server = Server(stream(update("h.5-1"), update("h.5-2")), stream(update("h.5-3")), stream())
    subscription = server.subscribe(since="h.4-")
    assert [change.position for change in take(subscription, 3)] == ["h.5-1", "h.5-2", "h.5-3"]
    assert server.asked == ["h.4-", "h.5-2"]
    assert subscription.position == "h.5-3"


def test_two_cuts_before_any_change_lose_nothing_and_ask_for_the_same_place():
    start = {"since_version": "4", "history": "h"}
    server = Server(stream(), httpx.ReadError("cut"), stream(HEARTBEAT), stream(update("h.5-1")))
    assert take(server.subscribe(), 1)[0].position == "h.5-1"
    assert server.asked == [start] * 4
    assert server.placed == 1
    assert server.pauses == [1, 2, 4]


def test_half_an_event_at_a_cut_is_not_handed_over_twice():
    server = Server(stream(update("h.5-1"), update("h.5-2")[:-1]), stream(update("h.5-2")))
    assert [one.position for one in take(server.subscribe(since="h.4-"), 2)] == ["h.5-1", "h.5-2"]
    assert server.asked[1] == "h.5-1"


def test_a_change_that_is_sent_again_is_passed_over():
    server = Server(stream(update("h.5-1")), stream(update("h.5-1"), update("h.5-2")))
    assert [one.position for one in take(server.subscribe(since="h.4-"), 2)] == ["h.5-1", "h.5-2"]


def test_a_type_that_is_not_known_is_passed_over_but_not_asked_for_again():
    news = b'id: h.5-1\nevent: news\ndata: {"type": "news", "position": "h.5-1"}\n\n'
    server = Server(stream(news), stream(update("h.5-2")))
    assert take(server.subscribe(since="h.4-"), 1)[0].position == "h.5-2"
    assert server.asked == ["h.4-", "h.5-1"]


def test_a_gap_is_said_and_the_feed_goes_on_behind_it():
    refused = httpx.Response(410, json={"code": "resume_expired", "detail": "d", "oldest_version": 3})
    server = Server(refused, stream(update("h.5-1")))
    gap, change = take(server.subscribe(since="old.1-"), 2)
    assert gap == f.Gap("c", oldest_version=3, index_version=4, history="h", detail="d")
    assert change.position == "h.5-1"
    assert server.asked == ["old.1-", {"since_version": "4", "history": "h"}]
    assert server.pauses == [0]


def test_what_the_server_asks_for_is_waited():
    later = httpx.Response(503, json={"code": "starting"}, headers={"Retry-After": "30"})
    server = Server(later, stream(update("h.5-1")))
    take(server.subscribe(since="h.4-"), 1)
    assert server.pauses == [31]


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_coming_again_cannot_mend_is_raised(status):
    server = Server(httpx.Response(status, json={"code": "some_code", "detail": "d"}))
    with pytest.raises(f.FreshetError, match="some_code: d"):
        next(server.subscribe(since="h.4-"))


def test_a_collection_that_was_deleted_is_waited_for():
    gone = httpx.Response(404, json={"code": "unknown_collection", "detail": "d"})
    server = Server(stream(update("h.5-1")), gone, gone, stream(update("h.6-1")))
    assert len(take(server.subscribe(since="h.4-"), 2)) == 2


def test_a_start_is_a_position_or_a_version():
    with pytest.raises(ValueError, match="since goes without"):
        f.Client().subscribe("c", since="h.4-", since_version=3)


def test_closed_it_ends():
    subscription = Server(stream(update("h.5-1"), update("h.5-2"))).subscribe(since="h.4-")
    next(subscription)
    subscription.close()
    assert list(subscription) == []


def test_the_async_subscriber_does_the_same():
    refused = httpx.Response(410, json={"code": "resume_expired", "detail": "d", "oldest_version": 3})
    server = Server(stream(update("h.5-1")), httpx.ReadError("cut"), refused, stream(update("h.9-1")))

    async def follow():
        async with f.AsyncClient(transport=httpx.MockTransport(server.answer)) as client:
            async with client.subscribe("c", since="h.4-") as changes:
                changes._course.backoff._chance = lambda: 0.0
                return [await anext(changes) for _ in range(3)]

    first, gap, last = asyncio.run(follow())
    assert (first.position, gap.oldest_version, last.position) == ("h.5-1", 3, "h.9-1")
    assert server.asked == ["h.4-", "h.5-1", "h.5-1", {"since_version": "4", "history": "h"}]


def test_chunks_that_came_before_their_update_are_put_together_with_it():
    part = {"type": "index_chunks", "collection": "c", "document_id": "d", "index_version": 5}
    part["added"] = [{"chunk_id": "c1", "ordinal": 0, "text": "one"}]
    piece = f"event: index_chunks\ndata: {json.dumps(part)}\n\n".encode()
    more = {"entered": True, "added": [{"chunk_id": "c2", "vector": [0.5]}], "order": ["c1", "c2"], "whole": True}
    plain = json.loads(update("h.5-1").split(b"data: ")[1])
    plain["event"] |= more
    whole = f"id: h.5-1\nevent: index_update\ndata: {json.dumps(plain)}\n\n".encode()

    server = Server(stream(piece), stream(piece, whole, update("h.5-2")))
    choice = dict(prefix="d", filter={"team": "billing"}, event_types=["insert"], include=["text", "vector"])
    first, second = take(server.subscribe(since_version=4, history="h", **choice), 2)

    assert [chunk.chunk_id for chunk in first.added] == ["c1", "c2"]
    assert (first.order, first.whole, first.entered, first.added[1].vector) == (("c1", "c2"), True, True, (0.5,))
    assert (second.added, second.whole) == ((), False)
    assert server.asked[1] == {
        "prefix": "d", "filter": '{"team": "billing"}', "event_types": "insert", "include": "text,vector",
        "since_version": "4", "history": "h",
    }  # fmt: skip
