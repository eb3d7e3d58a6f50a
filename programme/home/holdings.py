"""What a person holds, by one question to the database: it decides what the menu offers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from programme.activities.models import activity_person
from programme.calendars.models import FeedAddress
from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment, Role
from programme.conversations.models import FeedbackRequest
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal
from programme.people.models import CoordinatorGrant, Person
from programme.programmes.models import programme_goal_set
from programme.reminders.models import FollowUpAnswer

if TYPE_CHECKING:
    from sqlalchemy import Select

    from programme.people.models import Person as Viewer

ME: Final = bindparam("person_id", type_=Integer())


@dataclass(frozen=True, slots=True)
class Holdings:
    """The parts that a person plays anywhere; one person may play several."""

    learns: bool = False
    has_learned: bool = False
    has_goals: bool = False
    facilitates: bool = False
    manages: bool = False
    coordinates: bool = False
    administers: bool = False
    is_fetched: bool = False  # by a calendar program
    is_invited: bool = False  # by name, or as another leadership level than the course's
    is_appointed: bool = False  # and has not confirmed it yet
    is_asked: bool = False  # for feedback, and has not answered
    is_followed: bool = False  # asked after the course, and has not answered
    cohorts_version: int = 0  # with the person's own it says whether the own plan still holds

    @property
    def has_log(self) -> bool:
        """The log stays one's own when the course is over."""
        return self.has_learned


def holdings_of(person: Viewer) -> Holdings:
    """Everything at once, because every page asks."""
    row = db.session.execute(_statement(), {ME.key: person.id}).one()
    *parts, cohorts_version = row
    learns, has_learned, has_goals, facilitates, manages, coordinates, *rest = map(bool, parts)
    fetched, is_invited, is_appointed, is_asked, is_followed = rest
    return Holdings(
        learns=learns,
        has_learned=has_learned,
        has_goals=has_goals,
        facilitates=facilitates,
        manages=manages,
        coordinates=coordinates,
        administers=person.is_administrator,
        is_fetched=fetched,
        is_invited=is_invited,
        is_appointed=is_appointed,
        is_asked=is_asked,
        is_followed=is_followed,
        cohorts_version=cohorts_version,
    )


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Built once: to put it together anew costs several times what it costs to ask."""
    return select(
        _enrolled(LEARNERS, now=True),
        _enrolled(LEARNERS, now=False),
        or_(_enrolled({Role.PARTICIPANT}, now=True), _has_goals()),
        _enrolled({Role.FACILITATOR}, now=True),
        _manages_learners(),
        exists().where(CoordinatorGrant.person_id == ME),
        exists().where(
            FeedAddress.person_id == ME,
            FeedAddress.closed_at.is_(None),
            FeedAddress.last_fetched_at.is_not(None),
        ),
        or_(
            _enrolled({Role.OTHER_LEVEL}, now=True),
            exists().where(activity_person.c.person_id == ME),
        ),
        exists().where(
            Enrolment.person_id == ME,
            Enrolment.role == Role.APPOINTED_EMPLOYEE,
            Enrolment.ended_at.is_(None),
            Enrolment.accepted_at.is_(None),
            Cohort.id == Enrolment.cohort_id,
            Cohort.state != CohortState.DRAFT,
        ),
        exists().where(
            FeedbackRequest.asked_id == ME,
            FeedbackRequest.withdrawn_at.is_(None),
            FeedbackRequest.replied_at.is_(None),
            FeedbackRequest.declined_at.is_(None),
        ),
        exists().where(FollowUpAnswer.person_id == ME, FollowUpAnswer.answered_on.is_(None)),
        _cohorts_version(),
    )


def _cohorts_version() -> ScalarSelect[int]:
    """The sum of versions that only rise: it changes with any of them."""
    joined = select(Enrolment.cohort_id).where(
        Enrolment.person_id == ME, Enrolment.ended_at.is_(None)
    )
    total = func.coalesce(func.sum(Cohort.plan_version), 0)
    return select(total).where(Cohort.id.in_(joined)).scalar_subquery()


def _enrolled(roles: set[Role] | frozenset[Role], *, now: bool) -> ColumnElement[bool]:
    open_now = [Enrolment.ended_at.is_(None)] if now else []
    return exists().where(Enrolment.person_id == ME, Enrolment.role.in_(roles), *open_now)


def _has_goals() -> ColumnElement[bool]:
    """An appointed employee meets goals only where the programme has any."""
    link = programme_goal_set.c
    return exists().where(
        Enrolment.person_id == ME,
        Enrolment.ended_at.is_(None),
        Enrolment.role == Role.APPOINTED_EMPLOYEE,
        Cohort.id == Enrolment.cohort_id,
        link.programme_id == Cohort.programme_id,
        CompetenceGoal.goal_set_id == link.goal_set_id,
    )


def _manages_learners() -> ColumnElement[bool]:
    employee = aliased(Person)
    return exists().where(
        employee.line_manager_id == ME,
        Enrolment.person_id == employee.id,
        Enrolment.role.in_(LEARNERS),
        Enrolment.ended_at.is_(None),
    )
