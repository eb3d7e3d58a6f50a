"""Days as whole numbers: what lies before a row in a plan, and what that leaves of its freedom."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEVER: Final = -(10**9)


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of something, as ordinals."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many days after the first the last is."""
        return self.last - self.first

    def mirrored(self) -> Span:
        """The same where time runs the other way."""
        return Span(-self.last, -self.first)


@dataclass(frozen=True, slots=True)
class Floor:
    """The first day that keeps the order, and the first that keeps the distance as well."""

    order: int
    distance: int

    @property
    def day(self) -> int:
        """The first day that keeps both."""
        return max(self.order, self.distance)


class Before:
    """What lay before each row in the source, folded up while the rows pass in that order.

    `placed` is filled by the caller with the new spans; a row of `keys` is asked about once,
    after all that began before it have been placed. All rows together cost as much as sorting them.
    """

    def __init__(
        self,
        keys: Sequence[int],
        source: Mapping[int, Span],
        placed: Mapping[int, Span],
        least: int,
    ) -> None:
        self._source, self._placed, self._least = source, placed, least
        self._by_end = sorted(keys, key=lambda key: (source[key].last, key))
        self._by_start = sorted(keys, key=lambda key: (source[key].first, key))
        self._begun = self._ended = self._distant = 0
        self._latest_first = self._latest_last = self._distant_last = NEVER
        self._close: deque[tuple[int, int]] = deque()

    def floor(self, key: int) -> Floor:
        """What the rows before this one ask of its first day."""
        first = self._source[key].first
        self._fold_begun(first)
        self._fold_ended(first)
        order = max(self._latest_first, self._latest_last + 1)
        return Floor(order, self._distance(first) if self._least else NEVER)

    def _fold_begun(self, first: int) -> None:
        """Who began earlier still does so, or on the same day at the latest."""
        while self._source[key := self._by_start[self._begun]].first < first:
            self._latest_first = max(self._latest_first, self._placed[key].first)
            self._begun += 1

    def _fold_ended(self, first: int) -> None:
        while self._source[key := self._by_end[self._ended]].last < first:
            self._latest_last = max(self._latest_last, self._placed[key].last)
            self._note_close(key)
            self._ended += 1

    def _note_close(self, key: int) -> None:
        """Keep what may still ask for more than its followers in the queue do."""
        delay = self._placed[key].last - self._source[key].last
        while self._close and self._close[-1][1] <= delay:
            self._close.pop()
        self._close.append((self._source[key].last, delay))

    def _distance(self, first: int) -> int:
        """Rows that were closer than the least distance keep the one they had."""
        bound = first - self._least
        while self._distant < self._ended:
            key = self._by_end[self._distant]
            if self._source[key].last > bound:
                break
            self._distant_last = max(self._distant_last, self._placed[key].last)
            self._distant += 1
        while self._close and self._close[0][0] <= bound:
            self._close.popleft()
        distant = self._distant_last + self._least if self._distant_last > NEVER else NEVER
        return max(distant, first + self._close[0][1]) if self._close else distant
