"""Who was there when: marks, apologies and what was caught up elsewhere, as one table. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from programme.attendance.models import Presence


class Mark(StrEnum):
    """What stands in a cell."""

    PRESENT = "present"
    LATE = "late"
    PART = "part"
    ABSENT = "absent"
    APOLOGY = "apology"
    CAUGHT_UP = "caught_up"
    UNMARKED = "unmarked"
    NOT_MEANT = "not_meant"


THERE = frozenset({Mark.PRESENT, Mark.LATE, Mark.PART, Mark.CAUGHT_UP})
MISSED = frozenset({Mark.ABSENT, Mark.APOLOGY})
_PRESENT = frozenset({Presence.PRESENT, Presence.LATE, Presence.PART})

Key = tuple[int, date, int]  # activity, day, person


@dataclass(frozen=True, slots=True)
class Held:
    """A day of an activity; `number` counts its days from 1 to `of`."""

    activity_id: int
    day: date
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody took the place of a missed activity in another one, and was there on these days."""

    person_id: int
    missed_id: int
    days: int
    present_on: frozenset[int]

    def covers(self, held: Held) -> bool:
        """The same day of the two where they are equally long, else any of them."""
        if self.days == held.of:
            return held.number in self.present_on
        return bool(self.present_on)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a table is made of."""

    marks: Mapping[Key, Presence]
    apologies: frozenset[tuple[int, int]]  # activity, person
    meant: frozenset[tuple[int, int]]  # activity, person
    elsewhere: Sequence[Elsewhere] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One person's days; `present` of `noted` days."""

    person_id: int
    cells: tuple[Mark, ...]

    @property
    def present(self) -> int:
        """Days on which the person was there, or has caught up."""
        return sum(cell in THERE for cell in self.cells)

    @property
    def noted(self) -> int:
        """Days of which anything is known."""
        return sum(cell in THERE or cell in MISSED for cell in self.cells)


def held_days(
    activity_id: int, starts_on: date | None, ends_on: date | None, today: date
) -> list[Held]:
    """The days of an activity until today."""
    if starts_on is None:
        return []
    count = ((ends_on or starts_on) - starts_on).days + 1
    days = [starts_on + timedelta(days=number) for number in range(count)]
    return [
        Held(activity_id, day, number, count) for number, day in enumerate(days, 1) if day <= today
    ]


def lines(person_ids: Iterable[int], held: Sequence[Held], facts: Facts) -> list[Line]:
    """A line a person, in the order given."""
    covered = {(each.person_id, each.missed_id): each for each in facts.elsewhere}

    def cell(day: Held, key: int) -> Mark:
        return _cell(day, key, facts, covered.get((key, day.activity_id)))

    return [Line(key, tuple(cell(day, key) for day in held)) for key in person_ids]


def missed(line: Line, held: Sequence[Held]) -> dict[int, list[date]]:
    """The days that were missed and not caught up, by activity."""
    found: dict[int, list[date]] = {}
    for day, cell in zip(held, line.cells, strict=True):
        if cell in MISSED:
            found.setdefault(day.activity_id, []).append(day.day)
    return found


def _cell(held: Held, person_id: int, facts: Facts, elsewhere: Elsewhere | None) -> Mark:
    presence = facts.marks.get((held.activity_id, held.day, person_id))
    if presence in _PRESENT:
        return Mark(presence.value)
    if elsewhere and elsewhere.covers(held):
        return Mark.CAUGHT_UP
    if presence is Presence.ABSENT:
        return Mark.ABSENT
    return _without_mark((held.activity_id, person_id), facts)


def _without_mark(key: tuple[int, int], facts: Facts) -> Mark:
    if key not in facts.meant:
        return Mark.NOT_MEANT
    return Mark.APOLOGY if key in facts.apologies else Mark.UNMARKED
