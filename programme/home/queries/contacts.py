"""Whom to turn to: the coordinators of the cohorts that one has to do with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment, Role
from programme.cohorts.queries import Contact, enrolled_as
from programme.core.db import db
from programme.people.models import CoordinatorGrant, Person

if TYPE_CHECKING:
    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class CohortContacts:
    """A cohort and who coordinates it."""

    name: str
    people: list[Contact] = field(default_factory=list)


def contacts_of(person_id: int) -> list[CohortContacts]:
    """Those nearest to each cohort and alone: one's own cohorts, or those of one's people."""
    found: dict[int, tuple[int, CohortContacts]] = {}
    for cohort_id, cohort, nearness, *contact in db.session.execute(_statement(person_id)):
        nearest, contacts = found.setdefault(cohort_id, (nearness, CohortContacts(cohort)))
        if nearness == nearest and Contact(*contact) not in contacts.people:
            contacts.people.append(Contact(*contact))
    return [contacts for _nearness, contacts in found.values()]


def _statement(person_id: int) -> Select[*tuple[Any, ...]]:
    grant = CoordinatorGrant
    nearness = case(
        (grant.cohort_id == Cohort.id, 0), (grant.programme_id == Cohort.programme_id, 1), else_=2
    )
    covers = or_(
        grant.cohort_id == Cohort.id,
        grant.programme_id == Cohort.programme_id,
        grant.organisation_id == Cohort.organisation_id,
    )
    return (
        select(Cohort.id, Cohort.name, nearness, Person.name, Person.email, Person.phone)
        .join(grant, covers)
        .join(Person, Person.id == grant.person_id)
        .where(Person.disabled_at.is_(None), _has_to_do_with(person_id))
        .order_by(Cohort.starts_on.desc(), Cohort.id, nearness, Person.name, Person.id)
    )


def _has_to_do_with(person_id: int) -> ColumnElement[bool]:
    report = aliased(Person)
    manages = exists().where(
        report.line_manager_id == person_id,
        Enrolment.person_id == report.id,
        Enrolment.cohort_id == Cohort.id,
        Enrolment.ended_at.is_(None),
        Enrolment.role.in_(LEARNERS),
    )
    runs = Cohort.state != CohortState.DRAFT
    return or_(
        and_(runs, or_(enrolled_as(person_id, LEARNERS | {Role.OTHER_LEVEL}), manages)),
        enrolled_as(person_id, frozenset({Role.FACILITATOR})),
    )
