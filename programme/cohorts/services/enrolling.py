"""Who takes part in a cohort, as what, from when until when. Rows are closed, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.audit import services as audit
from programme.cohorts.models import (
    LEARNERS,
    Cohort,
    CohortState,
    Enrolment,
    Participation,
    Role,
)
from programme.cohorts.services.grouping import leave_groups
from programme.cohorts.services.versions import hold_still, people_changed
from programme.cohorts.target import is_for, levels_of, own_level
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from programme.people.models import LeadershipLevel, Person

# One way of taking part at a time; who leads a day may take part besides.
TAKING_PART = LEARNERS | {Role.OTHER_LEVEL}


@dataclass(frozen=True, slots=True)
class NewEnrolment:
    """A place to be given. Participants have a level; appointed employees have an appointer.

    Who is of another level than the programme's takes part in one of the named ways.
    """

    person: Person
    role: Role
    level: LeadershipLevel | None = None
    appointed_by: Person | None = None
    appointed_on: date | None = None
    reason: str = ""
    participation: Participation | None = None


def enrol(cohort: Cohort, new: NewEnrolment, *, by: Person | None) -> Enrolment:
    """Give a person a place in a cohort; without a level the obvious one is taken."""
    return enrol_all(cohort, [new], by=by)[0]


def enrol_all(cohort: Cohort, new: Iterable[NewEnrolment], *, by: Person | None) -> list[Enrolment]:
    """Give many people places at once: the places held are asked for once, not once each."""
    hold_still(cohort.id)
    places = _open_places(cohort)
    if cohort.state is CohortState.CLOSED:
        raise RuleBrokenError(l_("The cohort is closed. Open it again before you add people."))
    made = []
    for each in new:
        if each.role in LEARNERS:
            _check_seat(cohort, places)
        made.append(_place(cohort, each, places, by))
        places.append(made[-1])
    return made


def change_role(enrolment: Enrolment, new: NewEnrolment, *, by: Person) -> Enrolment:
    """Give a member another role: the old place ends, a new one begins.

    A new row and not an edited one, because who becomes a facilitator today was not one when
    last month's entries were shared with the facilitators.
    """
    cohort = enrolment.cohort
    hold_still(cohort.id)
    if new.role in LEARNERS and enrolment.role not in LEARNERS:
        _check_seat(cohort, _open_places(cohort))
    enrolment.ended_at = clock.now()
    db.session.flush()
    if new.role not in LEARNERS:
        leave_groups(cohort.id, enrolment.person_id)
    return _place(cohort, new, _open_places(cohort), by)


def change_level(enrolment: Enrolment, level: LeadershipLevel, *, by: Person) -> None:
    """Move a participant to the other level, whose goals and activities follow.

    Of somebody who takes part beside the course it only tells where in the chain they are.
    """
    if enrolment.role is Role.PARTICIPANT:
        _check_level(enrolment.cohort, level)
        _check_target(enrolment.cohort, enrolment.person)
    enrolment.level = level
    people_changed([enrolment.person_id])
    audit.record("changed level", "enrolment", enrolment.id, actor_id=by.id)


def change_participation(enrolment: Enrolment, how: Participation, *, by: Person) -> None:
    """Say in which way somebody of another level takes part."""
    enrolment.participation = how
    audit.record("changed participation", "enrolment", enrolment.id, actor_id=by.id)


def end_enrolment(enrolment: Enrolment, *, by: Person) -> None:
    """End a place, and with it at once every right that hung on it. Twice is once."""
    if not enrolment.is_open:
        return
    enrolment.ended_at = clock.now()
    if enrolment.role in LEARNERS:
        leave_groups(enrolment.cohort_id, enrolment.person_id)
    people_changed([enrolment.person_id])
    audit.record("ended", "enrolment", enrolment.id, actor_id=by.id)


def proposed_level(cohort: Cohort, person: Person) -> LeadershipLevel | None:
    """The level that goes without saying: the person's, the title's, the programme's only one."""
    levels = cohort.programme.levels
    own = [person.level, person.job_title.default_level if person.job_title else None]
    fitting = [level for level in own if level is not None and (not levels or level in levels)]
    if fitting:
        return fitting[0]
    return levels[0] if len(levels) == 1 else cohort.programme.target_level


def role_for(cohort: Cohort, person: Person) -> Role:
    """The role that goes without saying: another level than the programme's is not taught."""
    return Role.PARTICIPANT if is_for(cohort.programme, own_level(person)) else Role.OTHER_LEVEL


def _open_places(cohort: Cohort) -> list[Enrolment]:
    """Asked anew after the cohort is held still: another writer may have been first."""
    return list(
        db.session.scalars(
            select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.ended_at.is_(None))
        )
    )


def _check_seat(cohort: Cohort, places: list[Enrolment]) -> None:
    taken = sum(place.role in LEARNERS for place in places)
    if cohort.capacity is not None and taken >= cohort.capacity:
        raise RuleBrokenError(
            l_("The cohort is full: it has %(number)d places.", number=cohort.capacity)
        )


def _place(
    cohort: Cohort, new: NewEnrolment, places: list[Enrolment], by: Person | None
) -> Enrolment:
    _check_free(new, places)
    enrolment = Enrolment(
        cohort=cohort,
        person=new.person,
        role=new.role,
        level=_level(cohort, new),
        appointed_by=_appointer(new, places),
        participation=_participation(new),
        joined_at=clock.now(),
    )
    if new.role is Role.APPOINTED_EMPLOYEE:
        enrolment.appointed_on = new.appointed_on or clock.today()
        enrolment.appointment_reason = new.reason
    db.session.add(enrolment)
    db.session.flush()
    people_changed([new.person.id])
    audit.record("enrolled", "enrolment", enrolment.id, actor_id=by.id if by else None)
    return enrolment


def _check_free(new: NewEnrolment, places: list[Enrolment]) -> None:
    """One may both learn and lead a day, but not hold the same place twice or learn as two."""
    held = {place.role for place in places if place.person_id == new.person.id}
    if new.role in held or (new.role in TAKING_PART and held & TAKING_PART):
        raise RuleBrokenError(
            l_("%(name)s is in the cohort already.", name=new.person.name), "person"
        )


def _level(cohort: Cohort, new: NewEnrolment) -> LeadershipLevel | None:
    """Levels sort leaders: employees and facilitators have none in a cohort."""
    if new.role is Role.OTHER_LEVEL:
        return new.level or own_level(new.person)
    if new.role is not Role.PARTICIPANT:
        return None
    _check_target(cohort, new.person)
    level = new.level or proposed_level(cohort, new.person)
    if level is None:
        raise RuleBrokenError(l_("Choose a leadership level."), "level")
    _check_level(cohort, level)
    return level


def _check_level(cohort: Cohort, level: LeadershipLevel) -> None:
    if not is_for(cohort.programme, level):
        raise RuleBrokenError(l_("The programme is not for this leadership level."), "level")


def _check_target(cohort: Cohort, person: Person) -> None:
    """Whoever is of another level takes part beside the programme, not in it."""
    own = own_level(person)
    if own is None or is_for(cohort.programme, own):
        return
    raise RuleBrokenError(
        l_(
            "%(name)s is %(own)s, and the programme is for %(levels)s. Choose the role"
            " “Other leadership level”.",
            name=person.name,
            own=own.name.lower(),
            levels=" / ".join(level.name.lower() for level in levels_of(cohort.programme)),
        ),
        "role",
    )


def _participation(new: NewEnrolment) -> Participation | None:
    if new.role is not Role.OTHER_LEVEL:
        return None
    return new.participation or Participation.INVITED


def _appointer(new: NewEnrolment, places: list[Enrolment]) -> Person | None:
    """An employee is appointed by a leader who takes part in the same cohort."""
    if new.role is not Role.APPOINTED_EMPLOYEE:
        return None
    leaders = {place.person_id for place in places if place.role is Role.PARTICIPANT}
    if new.appointed_by is None or new.appointed_by.id not in leaders:
        raise RuleBrokenError(
            l_("Choose the participant who has appointed the employee."), "appointed_by"
        )
    return new.appointed_by
