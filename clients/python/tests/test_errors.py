"""Which exception an answer becomes, and what is tried again."""

import inspect
import json

import httpx
import pytest

import freshet_client as f


def client(*answers, **settings):
    """A client whose server gives these answers, one after the other, and its requests."""
    left, seen = list(answers), []

    def answer(request):
        seen.append(request)
        given = left.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    return f.Client(transport=httpx.MockTransport(answer), **settings), seen


def problem(status, code, headers=None, **more):
    tree = {"type": f"urn:freshet:problem:{code}", "title": "t", "status": status, "detail": "d", "code": code, **more}
    return httpx.Response(status, json=tree, headers=headers)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, f.BadRequest), (401, f.AccessDenied), (403, f.AccessDenied), (404, f.NotFound), (405, f.BadRequest),
        (409, f.Conflict), (410, f.ResumeExpired), (413, f.TooLarge), (415, f.UnsupportedMediaType),
        (422, f.Unprocessable), (429, f.RateLimited), (500, f.ServerError), (503, f.Unavailable),
        (504, f.NotYetVisible), (507, f.DiskFull),
    ],
)  # fmt: skip
def test_each_status_is_an_exception_of_its_own(status, kind):
    calls, _ = client(problem(status, "some_code", pointer="/events/0", matched=3))
    with pytest.raises(f.FreshetError) as raised:
        calls.status("c")
    error = raised.value
    assert type(error) is kind
    assert (error.status, error.code, error.detail, error.pointer) == (status, "some_code", "d", "/events/0")
    assert error.problem["matched"] == 3


def test_retry_after_is_read_as_seconds_and_as_a_date():
    calls, _ = client(
        problem(503, "starting", {"Retry-After": "7"}),
        problem(429, "rate_limited", {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}),
        problem(503, "stopping", {"Retry-After": "soon"}),
    )
    for wanted in (7.0, 0.0, None):
        with pytest.raises(f.FreshetError) as raised:
            calls.status("c")
        assert raised.value.retry_after == wanted


def test_the_page_of_a_proxy_is_an_error_too():
    calls, _ = client(httpx.Response(502, text="<h1>Bad gateway</h1>"), httpx.Response(200, text="<h1>Hello</h1>"))
    for _ in range(2):
        with pytest.raises(f.ServerError):
            calls.status("c")


def test_a_field_that_is_not_known_is_kept_and_breaks_nothing():
    calls, _ = client(httpx.Response(200, json={"name": "c", "index_version": 3, "colour": "green"}))
    status = calls.status("c")
    assert (status.index_version, status.raw["colour"]) == (3, "green")


def test_nothing_is_tried_again_unasked():
    calls, seen = client(problem(503, "starting"))
    with pytest.raises(f.Unavailable):
        calls.status("c")
    assert len(seen) == 1


@pytest.fixture
def no_pause(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)


CUT = httpx.ReadError("cut")
ACCEPTED = httpx.Response(202, json={"accepted": 1, "sequence": 1})


def test_reads_are_tried_again_where_asked_for(no_pause):
    calls, seen = client(CUT, problem(503, "unavailable"), httpx.Response(200, json={"name": "c"}), retries=2)
    assert calls.status("c").name == "c"
    assert len(seen) == 3


def test_events_are_sent_again_only_where_the_server_knows_a_repeat(no_pause):
    calls, seen = client(CUT, ACCEPTED, retries=1)
    assert calls.events("c", f.Event.update("a", "x", event_id="1")).accepted == 1
    assert len(seen) == 2

    calls, seen = client(CUT, ACCEPTED, retries=1)
    with pytest.raises(f.ConnectionFailed) as raised:
        calls.events("c", [f.Event.update("a", "x", event_id="1"), f.Event.update("b", "x")])
    assert raised.value.sent
    assert len(seen) == 1


@pytest.mark.parametrize("answer", [httpx.ConnectError("refused"), problem(429, "rate_limited"), problem(503, "starting")])
def test_what_was_not_taken_is_sent_again(no_pause, answer):
    calls, seen = client(answer, ACCEPTED, retries=1)
    assert calls.put("c", "a", "x").accepted == 1
    assert len(seen) == 2


def test_what_is_sent_is_what_was_said():
    calls, seen = client(ACCEPTED)
    calls.events("a b", f.Event("update", "ü/1", content=b"\x00", metadata={}), atomic=True, wait=1.5)
    assert seen[0].url.raw_path == b"/v1/collections/a%20b/events?wait=visible&timeout=1500ms"
    event = {"event_type": "update", "document_id": "ü/1", "content_base64": "AA==", "metadata": {}}
    assert json.loads(seen[0].content) == {"events": [event], "atomic": True}


def test_a_call_without_a_word_from_the_server_ends():
    calls, seen = client(ACCEPTED, timeout=3)
    calls.put("c", "a", "x", wait=20)
    assert seen[0].extensions["timeout"] == {"connect": 3, "read": 23, "write": 23, "pool": 23}


def test_both_clients_offer_the_same():
    def offered(kind):
        return {
            name.replace("aclose", "close"): list(inspect.signature(method).parameters)
            for name, method in inspect.getmembers(kind, inspect.isfunction)
            if not name.startswith("_")
        }

    assert offered(f.Client) == offered(f.AsyncClient)
    assert offered(f.Subscription) == offered(f.AsyncSubscription)
