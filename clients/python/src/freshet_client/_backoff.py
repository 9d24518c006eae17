"""How long a client pauses before it comes again."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Optional


class Backoff:
    """Pauses that double from ``first`` to ``longest`` seconds, each drawn anew from zero to that bound, so
    that clients which were cut together do not come back together. Only a connection that lasted ``stable``
    seconds starts over: one that is cut again and again keeps the pause long. Not for several threads."""

    def __init__(
        self,
        first: float = 1.0,
        longest: float = 60.0,
        stable: float = 60.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.first = first
        self._longest = longest
        self._stable = stable
        self._chance = chance
        self._failures = 0

    def pause(self, lasted: float = 0.0, hint: Optional[float] = None) -> float:
        """Seconds to wait after a connection that lasted so long. ``hint`` is what the server asked for: never
        less than that, and spread behind it."""
        if lasted >= self._stable:
            self._failures = 0
        bound = min(self._longest, self.first * 2.0 ** min(self._failures, 32))
        self._failures += 1
        return (hint or 0.0) + bound * self._chance()
