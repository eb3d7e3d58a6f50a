"""What an activity must come after, and what must come after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from programme.activities.findings import Key
from programme.activities.placed import Placed, bounds
from programme.programmes.content import Audience, Marker

_DAY: Final = timedelta(days=1)
_Before = Callable[[Placed, Placed], bool]
_MARKERS: Final = frozenset({Marker.OPENING, Marker.CLOSING})


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The last day of what comes before, and the first of what comes after, if anything does."""

    before: date | None = None
    after: date | None = None

    @property
    def earliest(self) -> date | None:
        """The first day on which it may begin."""
        return self.before + _DAY if self.before else None

    @property
    def latest(self) -> date | None:
        """The last day on which it may end."""
        return self.after - _DAY if self.after else None

    def keeps_order(self, there: Placed) -> bool:
        """Whether an activity in this place lies between them."""
        first, last = bounds(there)
        return (self.before is None or first > self.before) and (
            self.after is None or last < self.after
        )


def neighbours_of(
    target: Placed, others: Iterable[Placed], numbers: Mapping[Key, int], *, by_date: bool
) -> Neighbours:
    """Who stands around the activity in its cohort's plan.

    `by_date`: who stands around it now. Otherwise its place says nothing, and the numbers of its
    series, the opening and the closing tell where it belongs.
    """
    fixed = [each for each in others if each.starts_on and each.audience is not Audience.NAMED]
    comes_before = _by_date if by_date and target.starts_on else _by_number(numbers)
    before = [bounds(each)[1] for each in fixed if comes_before(each, target)]
    after = [bounds(each)[0] for each in fixed if comes_before(target, each)]
    return Neighbours(max(before, default=None), min(after, default=None))


def _by_date(one: Placed, other: Placed) -> bool:
    if one.marker is Marker.CLOSING or other.marker is Marker.OPENING:
        return False
    return bounds(one)[1] < bounds(other)[0]


def _by_number(numbers: Mapping[Key, int]) -> _Before:
    def comes_before(one: Placed, other: Placed) -> bool:
        if not _MARKERS.isdisjoint({one.marker, other.marker}):
            return one.marker is Marker.OPENING or other.marker is Marker.CLOSING
        mine, theirs = numbers.get(one.key), numbers.get(other.key)
        return one.kind is other.kind and mine is not None and theirs is not None and mine < theirs

    return comes_before
