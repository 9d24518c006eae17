"""What a server describes, the client can ask for. What it leaves out stands here, with its reason."""

import inspect
import io
import re

import httpx

from freshet_client import Client, Event

NOT_ASKED = {
    "GET /": "for people",
    "GET /page/{file}": "for people",
    "GET /docs": "for people",
    "GET /openapi.json": "for tools",
    "GET /asyncapi.json": "for tools",
    "GET /metrics": "for Prometheus",
    "GET /v1/stream": "a WebSocket; subscribe reads server-sent events",
    "GET /v1/collections/{c}/documents/{id}": "get takes ids that a proxy would rewrite",
    "PUT /v1/collections/{c}/documents/{id}": "as get",
    "PATCH /v1/collections/{c}/documents/{id}": "as get",
    "DELETE /v1/collections/{c}/documents/{id}": "as get",
    "GET /v1/collections/{c}/documents": "documents takes a filter, too",
    "GET /v1/collections/{c}/search": "search takes all of it, too",
}

GIVEN = {
    "given": [Event("delete", "a")],
    "events": [Event("delete", "a")],
    "content": "text",
    "metadata": {"team": "billing"},
    "settings": {},
    "act": "pause",
    "document_ids": ["a"],
    "from_version": 1,
    "to_version": 2,
    "tokens": 10,
}

# Of these one must be said.
CHOSEN = {"delete_where": {"prefix": "a"}}


def described(server):
    paths = httpx.get(server.url + "/openapi.json").json()["paths"]
    verbs = ("get", "put", "post", "patch", "delete")
    return {f"{verb.upper()} {path}" for path, item in paths.items() for verb in item if verb in verbs}


def is_for(asked, operation):
    verb, path = operation.split(" ")
    return re.fullmatch(verb + " " + re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path)), asked) is not None


def given(parameter):
    if parameter.name == "file":
        return io.BytesIO(b"x")
    return GIVEN.get(parameter.name, "a")


def ask(method):
    required = [each for each in inspect.signature(method).parameters.values() if each.default is each.empty]
    positional = [given(each) for each in required if each.kind is not each.KEYWORD_ONLY]
    named = {each.name: given(each) for each in required if each.kind is each.KEYWORD_ONLY}
    answer = method(*positional, **named, **CHOSEN.get(method.__name__, {}))
    if inspect.isgenerator(answer):
        next(answer, None)


def test_every_operation_is_asked_for(server):
    asked = set()

    def answer(request):
        asked.add(f"{request.method} {request.url.path}")
        return httpx.Response(200, json={})

    with Client(transport=httpx.MockTransport(answer)) as client:
        for name, method in inspect.getmembers(client, inspect.ismethod):
            if not name.startswith("_") and name not in ("close", "subscribe"):
                try:
                    ask(method)
                except Exception:  # an empty answer is no answer to most
                    pass

    left = {operation for operation in described(server) if not any(is_for(each, operation) for each in asked)}
    assert left == set(NOT_ASKED)
