"""What a plan is judged among: other plans, seats, rooms, busy times, answers, settings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from programme.activities import labels
from programme.activities.findings import Accepted, FindingCode
from programme.activities.models import (
    Activity,
    FacilitatorAnswer,
    FacilitatorRequest,
    FindingOverride,
    FindingSetting,
    activity_facilitator,
    activity_level,
    activity_objective,
    activity_person,
)
from programme.activities.placed import Busy, Frame, Placed, Seat, Space, World, cohort_key
from programme.activities.suggestions import Ground
from programme.cohorts.models import LEARNERS, Cohort, Enrolment
from programme.core import clock
from programme.core.db import db
from programme.people.models import Organisation, Person
from programme.programmes.models import ProgrammeObjective
from programme.venues.models import BusyTime, Room, Venue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, FromClause, Row, Select

    from programme.activities.findings import Key

    Links = dict[str, dict[int, list[int]]]

_PLAIN: Final = (
    Activity.cohort_id,
    Activity.kind,
    Activity.marker,
    Activity.starts_on,
    Activity.ends_on,
    Activity.start_time,
    Activity.end_time,
    Activity.window_from,
    Activity.window_to,
    Activity.audience,
    Activity.venue_id,
    Activity.room_id,
    Activity.part_of_id,
)
_NAMES: Final = tuple(str(column.key) for column in _PLAIN)
_COHORTS: Final[BindParameter[int]] = bindparam("cohorts", expanding=True)
_PERSONS: Final[BindParameter[int]] = bindparam("persons", expanding=True)
_VENUES: Final[BindParameter[int]] = bindparam("venues", expanding=True)
_CODES: Final = frozenset(FindingCode)


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
    found = db.session.execute(_activities(), values).all()
    links, names = _links(values)
    others = tuple(_placed(row, links, asked.locale) for row in found)
    cohorts = {row.cohort_id: Frame(name=row.name) for row in found}
    seats = _seats(cohorts.keys() | set(asked.cohort_ids), names)
    persons = {key for each in others for key in each.facilitator_ids} | set(asked.person_ids)
    venues = {each.venue_id for each in others if each.venue_id} | set(asked.venue_ids)
    things = _things(venues, values["cohorts"])
    busy = _busy(persons, venues, values["cohorts"])
    return World(
        today=clock.today(),
        others=others,
        cohorts=cohorts | _frames(values["cohorts"], things["objective"]),
        seats=seats,
        names=names,
        venues={key: Space(name, seats) for key, name, seats in things["venue"]},
        rooms={key: Space(name, seats) for key, name, seats in things["room"]},
        away={key: tuple(each for _of, each in times) for key, times in busy["person"].items()},
        taken={key: tuple(each for _of, each in times) for key, times in busy["venue"].items()},
        declined={(of, key): each for key, times in busy["declined"].items() for of, each in times},
        accepted=_accepted(values["cohorts"]),
    )


def _placed(row: Row[*tuple[Any, ...]], links: Links, locale: str) -> Placed:
    key = row.id
    return Placed(
        key=key,
        label=labels.label(row.kind, row.number, row.title, locale),
        facilitator_ids=frozenset(links["facilitator"].get(key, ())),
        named_ids=frozenset(links["named"].get(key, ())),
        level_ids=frozenset(links["level"].get(key, ())),
        objective_ids=frozenset(links["objective"].get(key, ())),
        **{name: getattr(row, name) for name in _NAMES},
    )


@cache
def _activities() -> Select[*tuple[Any, ...]]:
    return (
        select(Activity.id, Activity.number, Activity.title, *_PLAIN, Cohort.name)
        .join(Activity.cohort)
        .where(Activity.id.in_(_wanted()))
        .order_by(Activity.id)
    )


def _links(values: Mapping[str, Any]) -> tuple[Links, dict[int, str]]:
    """What the activities are tied to, by kind and activity; and the names of persons."""
    links: Links = {kind: {} for kind in ("facilitator", "named", "level", "objective")}
    names: dict[int, str] = {}
    for kind, activity, key, name in db.session.execute(_tied(), values):
        if name:
            names[key] = name
        if activity:
            links[kind].setdefault(activity, []).append(key)
    return links, names


@cache
def _tied() -> CompoundSelect[*tuple[Any, ...]]:
    wanted = _wanted().cte("wanted")
    tables = {
        "facilitator": activity_facilitator,
        "named": activity_person,
        "level": activity_level,
        "objective": activity_objective,
    }
    arms = []
    for kind, table in tables.items():
        key = next(column for column in table.c if column.key != "activity_id")
        person = key.key == "person_id"
        arm = select(
            literal(kind), table.c.activity_id, key, Person.name if person else literal("")
        )
        arm = arm.select_from(table).join(wanted, wanted.c.id == table.c.activity_id)
        arm = arm.join(Person, Person.id == key) if person else arm
        arms.append(arm.where(_stays(table)) if kind == "named" else arm)
    asked = select(literal(""), literal(0), Person.id, Person.name).where(Person.id.in_(_PERSONS))
    return union_all(*arms, asked)


def _stays(table: FromClause) -> ColumnElement[bool]:
    """As `policy.is_named`: who has left the cohort is named in vain."""
    place = exists().where(
        Enrolment.cohort_id == Activity.cohort_id,
        Enrolment.person_id == table.c.person_id,
        Activity.id == table.c.activity_id,
    )
    here = place.where(Enrolment.ended_at.is_(None)).correlate(table)
    return or_(here, ~place.where(Enrolment.ended_at.is_not(None)).correlate(table))


def _wanted() -> Select[int]:
    """The keys of the cohorts' own activities, and of all that could get in their way."""
    own = aliased(Activity)
    theirs = (own.cohort_id.in_(_COHORTS), own.cancelled_at.is_(None))
    first = select(func.min(own.starts_on)).where(*theirs).scalar_subquery()
    last = select(func.max(own.ends_on)).where(*theirs).scalar_subquery()
    meanwhile = or_(
        and_(Activity.ends_on >= first, Activity.starts_on <= last),
        and_(Activity.ends_on >= bindparam("first"), Activity.starts_on <= bindparam("last")),
    )
    return select(Activity.id).where(
        Activity.cancelled_at.is_(None),
        or_(Activity.cohort_id.in_(_COHORTS), and_(meanwhile, _touches())),
    )


def _touches() -> ColumnElement[bool]:
    """Whether an activity has a person or a place in common with the cohorts."""
    own = aliased(Activity)
    led, named = activity_facilitator.alias(), activity_person.alias()
    people = union(
        select(Enrolment.person_id).where(
            Enrolment.cohort_id.in_(_COHORTS), Enrolment.ended_at.is_(None)
        ),
        select(led.c.person_id)
        .join(own, own.id == led.c.activity_id)
        .where(own.cohort_id.in_(_COHORTS)),
        select(named.c.person_id)
        .join(own, own.id == named.c.activity_id)
        .where(own.cohort_id.in_(_COHORTS)),
        select(Person.id).where(Person.id.in_(_PERSONS)),
    ).cte("people")
    keys = select(people.c[0])
    other = aliased(Enrolment)
    return or_(
        Activity.id.in_(
            select(activity_facilitator.c.activity_id).where(
                activity_facilitator.c.person_id.in_(keys)
            )
        ),
        Activity.id.in_(
            select(activity_person.c.activity_id).where(activity_person.c.person_id.in_(keys))
        ),
        Activity.cohort_id.in_(
            select(other.cohort_id).where(
                other.person_id.in_(keys), other.ended_at.is_(None), other.role.in_(LEARNERS)
            )
        ),
        Activity.venue_id.in_(select(own.venue_id).where(own.cohort_id.in_(_COHORTS))),
        Activity.venue_id.in_(_VENUES),
    )


def _seats(cohorts: Collection[int], names: dict[int, str]) -> dict[int, tuple[Seat, ...]]:
    """The learners' places by cohort; whoever holds any place has a name afterwards."""
    found = db.session.execute(
        select(
            Enrolment.cohort_id,
            Enrolment.person_id,
            Enrolment.role,
            Enrolment.level_id,
            Person.name,
        )
        .join(Enrolment.person)
        .where(Enrolment.cohort_id.in_(cohorts), Enrolment.ended_at.is_(None))
        .order_by(Enrolment.cohort_id, Enrolment.id)
    )
    seats: dict[int, list[Seat]] = {}
    for cohort, person, role, level, name in found:
        names[person] = name
        if role in LEARNERS:
            seats.setdefault(cohort, []).append(Seat(person, role, level))
    return {cohort: tuple(places) for cohort, places in seats.items()}


def _frames(
    cohorts: Collection[int], objectives: Iterable[tuple[int, str, int | None]]
) -> dict[int, Frame]:
    served: dict[int | None, dict[int, str]] = {}
    for key, name, programme in objectives:
        served.setdefault(programme, {})[key] = name
    found = db.session.execute(
        select(
            *(Cohort.id, Cohort.name, Cohort.starts_on, Cohort.ends_on, Cohort.programme_id),
            *(Cohort.least_days_between, Organisation.school_holidays),
            *(FindingSetting.code, FindingSetting.severity),
        )
        .join(Cohort.organisation)
        .outerjoin(FindingSetting, FindingSetting.cohort_id == Cohort.id)
        .where(Cohort.id.in_(cohorts))
        .order_by(Cohort.id)
    )
    return {key: _frame(list(rows), served) for key, rows in groupby(found, key=lambda row: row.id)}


def _frame(rows: list[Row[*tuple[Any, ...]]], served: Mapping[int | None, dict[int, str]]) -> Frame:
    first = rows[0]
    return Frame(
        name=first.name,
        ground=Ground.of(first.starts_on, first.ends_on, first.school_holidays),
        grades={FindingCode(row.code): row.severity for row in rows if row.code in _CODES},
        least_days=first.least_days_between or 0,
        objectives=served.get(first.programme_id, {}),
    )


def _things(
    venues: Collection[int], cohorts: Collection[int]
) -> defaultdict[str, list[tuple[int, str, int | None]]]:
    """Venues and rooms with their seats, objectives with their programme."""
    programmes = select(Cohort.programme_id).where(Cohort.id.in_(cohorts))
    found: Iterable[Any] = db.session.execute(
        union_all(
            select(literal("venue"), Venue.id, Venue.name, Venue.capacity).where(
                Venue.id.in_(venues)
            ),
            select(literal("room"), Room.id, Room.name, Room.capacity).where(
                Room.venue_id.in_(venues)
            ),
            select(
                literal("objective"),
                ProgrammeObjective.id,
                ProgrammeObjective.short_name,
                ProgrammeObjective.programme_id,
            ).where(ProgrammeObjective.programme_id.in_(programmes)),
        ).order_by(literal_column("1"), literal_column("2"))
    )
    things = defaultdict(list)
    for kind, key, name, number in found:
        things[kind].append((key, name, number))
    return things


def _busy(
    persons: Collection[int], venues: Collection[int], cohorts: Collection[int]
) -> dict[str, dict[int, list[tuple[int, Busy]]]]:
    """Times by kind and by whom or what they are of; a declined one with its activity."""
    times = (BusyTime.starts_on, BusyTime.ends_on, BusyTime.start_time, BusyTime.end_time)
    request = FacilitatorRequest
    asked = (request.starts_on, request.ends_on, request.start_time, request.end_time)
    found: Iterable[Any] = db.session.execute(
        union_all(
            select(literal("person"), literal(0), BusyTime.person_id, *times).where(
                BusyTime.person_id.in_(persons)
            ),
            select(literal("venue"), literal(0), BusyTime.venue_id, *times).where(
                BusyTime.venue_id.in_(venues)
            ),
            select(literal("declined"), request.activity_id, request.person_id, *asked)
            .join(request.activity)
            .where(Activity.cohort_id.in_(cohorts), request.answer == FacilitatorAnswer.DECLINED),
        )
    )
    busy: dict[str, dict[int, list[tuple[int, Busy]]]] = {"person": {}, "venue": {}, "declined": {}}
    for kind, activity, key, *when in found:
        busy[kind].setdefault(key, []).append((activity, Busy(*when)))
    return busy


def _accepted(cohorts: Collection[int]) -> dict[tuple[Key, str, str], Accepted]:
    """What was accepted in these cohorts, the last time counting."""
    found = db.session.execute(
        select(
            FindingOverride.activity_id,
            FindingOverride.cohort_id,
            FindingOverride.code,
            FindingOverride.subject,
            Person.name,
            FindingOverride.at,
            FindingOverride.reason,
        )
        .outerjoin(FindingOverride.by)
        .where(FindingOverride.cohort_id.in_(cohorts))
        .order_by(FindingOverride.id)
    )
    return {
        (activity or cohort_key(cohort), code, subject): Accepted(name or "", at, reason)
        for activity, cohort, code, subject, name, at, reason in found
    }
