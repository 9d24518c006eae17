"""Whoever knows one client knows the other."""

import inspect

import pytest

from freshet_client import AsyncClient, Client

NAMED_OTHERWISE = {"close": "aclose"}


def operations(client):
    return {name: member for name, member in inspect.getmembers(client, callable) if not name.startswith("_")}


def parameters(method):
    return [(each.name, each.kind, each.default) for each in inspect.signature(method).parameters.values()]


def test_both_clients_offer_the_same():
    assert {NAMED_OTHERWISE.get(name, name) for name in operations(Client)} == set(operations(AsyncClient))


@pytest.mark.parametrize("name", sorted(operations(Client)))
def test_each_takes_the_same(name):
    other = operations(AsyncClient)[NAMED_OTHERWISE.get(name, name)]
    assert parameters(operations(Client)[name]) == parameters(other)
