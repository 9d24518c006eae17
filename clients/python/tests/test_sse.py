"""Server-sent events, however the bytes are cut."""

import pytest

from freshet_client import _sse
from freshet_client._sse import EventStream, ServerSentEvent

STREAM = 'retry: 2500\n\nid: a-1\nevent: index_update\ndata: {"text": "Käse 🧀"}\n\n: still here\n\nid: a-2\r\ndata: one\r\ndata: two\r\n\r\n'
EVENTS = [ServerSentEvent("index_update", '{"text": "Käse 🧀"}', "a-1"), ServerSentEvent("message", "one\ntwo", "a-2")]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_events_are_read_however_the_bytes_are_cut(size, end):
    stream = EventStream()
    sent = STREAM.replace("\r\n", "\n").replace("\n", end).encode() + b"\n"
    events = [event for at in range(0, len(sent), size) for event in stream.feed(sent[at : at + size])]
    assert events == EVENTS
    assert stream.retry == 2.5


def test_half_an_event_is_none():
    stream = EventStream()
    assert list(stream.feed(b"id: a-1\ndata: half\n")) == []


def test_a_byte_order_mark_is_passed_over():
    assert [event.data for event in EventStream().feed(b"\xef\xbb\xbfdata: x\n\n")] == ["x"]


def test_a_retry_that_is_no_number_is_passed_over():
    stream = EventStream()
    list(stream.feed(b"retry: soon\n\n"))
    assert stream.retry is None


def test_a_line_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(_sse, "CHARACTERS_MAX", 10)
    with pytest.raises(ValueError, match="a line of more than 10"):
        list(EventStream().feed(b"data: 0123456789"))
