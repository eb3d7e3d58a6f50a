"""What a plan is judged among: other plans, seats, rooms, busy times, answers, settings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from programme.activities import labels
from programme.activities.findings import Accepted, FindingCode
from programme.activities.models import Severity
from programme.activities.placed import Busy, Frame, Placed, Seat, Space, World, cohort_key
from programme.activities.queries.around import NAMES, TIES, activities, everything
from programme.activities.suggestions import Ground
from programme.cohorts.models import LEARNERS, Role
from programme.core import clock
from programme.core.db import db

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Row

    from programme.activities.findings import Key

    Ties = dict[str, dict[int, list[int]]]

_CODES: Final = frozenset(FindingCode)
_PEOPLE: Final = ("facilitator", "named", "person", "seat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Around which cohorts, and what besides: who and where else, and in which days."""

    cohort_ids: Collection[int]
    person_ids: Collection[int] = ()
    venue_ids: Collection[int] = ()
    first: date | None = None
    last: date | None = None
    locale: str = "da"

    def values(self) -> dict[str, Any]:
        """For the statements' parameters."""
        return {
            "cohorts": list(self.cohort_ids),
            "persons": list(self.person_ids),
            "venues": list(self.venue_ids),
            "first": self.first or date.max,
            "last": self.last or date.min,
        }


def world_for(asked: Asked) -> World:
    """Everything that could clash with the plans of these cohorts, their own plans included.

    A plan that is to be brings along who leads it, where, and between which days.
    """
    values = asked.values()
    found = db.session.execute(activities(), values).all()
    around = _around(values)
    others = tuple(_placed(row, around.ties, asked.locale) for row in found)
    led = {key for each in others for key in each.facilitator_ids} | set(asked.person_ids)
    return World(
        today=clock.today(),
        others=others,
        cohorts={row.cohort_id: Frame(name=row.name) for row in found} | _frames(around),
        seats=_seats(around.of["seat"]),
        names={row.b: row.name for kind in _PEOPLE for row in around.of[kind]},
        venues={row.a: Space(row.name, row.c) for row in around.of["venue"]},
        rooms={row.a: Space(row.name, row.c) for row in around.of["room"]},
        away=_busy(row for row in around.of["away"] if row.b in led),
        taken=_busy(around.of["taken"]),
        declined={(row.a, row.b): _times(row) for row in around.of["declined"]},
        accepted=_accepted(around.of["accepted"]),
    )


def _placed(row: Row[*tuple[Any, ...]], ties: Ties, locale: str) -> Placed:
    return Placed(
        key=row.id,
        label=labels.label(row.kind, row.number, row.title, locale),
        **{name: getattr(row, name) for name in NAMES},
        facilitator_ids=frozenset(ties["facilitator"].get(row.id, ())),
        named_ids=frozenset(ties["named"].get(row.id, ())),
        level_ids=frozenset(ties["level"].get(row.id, ())),
        objective_ids=frozenset(ties["objective"].get(row.id, ())),
    )


def _seats(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, tuple[Seat, ...]]:
    seats: defaultdict[int, list[Seat]] = defaultdict(list)
    for row in rows:
        if Role(row.code) in LEARNERS:
            seats[row.a].append(Seat(row.b, Role(row.code), row.c))
    return {cohort: tuple(places) for cohort, places in seats.items()}


def _frames(around: _Around) -> dict[int, Frame]:
    grades: defaultdict[int, dict[FindingCode, Severity]] = defaultdict(dict)
    for row in around.of["grade"]:
        if row.name in _CODES:
            grades[row.a][FindingCode(row.name)] = Severity(row.code)
    aims: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for row in sorted(around.of["aim"], key=lambda row: row.c):
        aims[row.a][row.b] = row.name
    return {
        row.a: Frame(
            name=row.name,
            ground=Ground.of(row.first, row.last, row.code),
            grades=grades[row.a],
            least_days=row.c or 0,
            objectives=aims[row.b],
        )
        for row in around.of["cohort"]
    }


def _busy(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, tuple[Busy, ...]]:
    busy: defaultdict[int, list[Busy]] = defaultdict(list)
    for row in rows:
        busy[row.b].append(_times(row))
    return {key: tuple(times) for key, times in busy.items()}


def _times(row: Row[*tuple[Any, ...]]) -> Busy:
    return Busy(row.first, row.last, row.begins, row.ends)


def _accepted(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[tuple[Key, str, str], Accepted]:
    """What was accepted in the cohorts, the last time counting."""
    return {
        (row.a or cohort_key(row.b), row.code, row.subject): Accepted(
            row.name or "", row.at, row.reason
        )
        for row in sorted(rows, key=lambda row: row.c)
    }


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around activities, by kind; `ties` are what they are tied to, by activity."""

    of: defaultdict[str, list[Row[*tuple[Any, ...]]]]
    ties: Ties


def _around(values: Mapping[str, Any]) -> _Around:
    of: defaultdict[str, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    ties: Ties = {kind: {} for kind in TIES}
    for row in db.session.execute(everything(), values):
        of[row.kind].append(row)
        if row.kind in ties:
            ties[row.kind].setdefault(row.a, []).append(row.b)
    return _Around(of, ties)
