"""Pauses: doubling, spread, and when they start over."""

from freshet_client._backoff import Backoff


def test_pauses_double_from_one_second_to_sixty():
    longest = Backoff(chance=lambda: 1.0)
    assert [longest.pause() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_pause_is_drawn_from_zero_to_its_bound():
    drawn = iter([0.0, 0.5, 0.25])
    spread = Backoff(chance=lambda: next(drawn))
    assert [spread.pause() for _ in range(3)] == [0, 1, 1]


def test_only_a_connection_that_lasted_a_minute_starts_over():
    backoff = Backoff(chance=lambda: 1.0)
    assert [backoff.pause(), backoff.pause(lasted=59.9), backoff.pause(lasted=60.0)] == [1, 2, 1]


def test_a_hint_is_waited_for_and_clients_are_spread_behind_it():
    backoff = Backoff(chance=lambda: 0.5)
    assert backoff.pause(hint=120.0) == 120.5


def test_a_thousand_failures_do_not_overflow():
    backoff = Backoff(chance=lambda: 1.0)
    assert [backoff.pause() for _ in range(2000)][-1] == 60
