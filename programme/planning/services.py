"""Make a cohort with its plan, and publish it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from programme.activities import checks
from programme.activities import policy as activity_policy
from programme.activities import services as activities
from programme.activities.models import Activity
from programme.audit import services as audit
from programme.cohorts import services as cohorts
from programme.cohorts.models import Cohort, CohortState, Enrolment
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.outbox import services as outbox
from programme.people.models import Organisation, Person
from programme.planning import policy, queries
from programme.planning.proposals import as_plan, propose
from programme.programmes.models import Programme

PUBLISHED: Final = "planning/published"
LONGEST_NAME: Final = 120
NOT_YOURS: Final = l_("You cannot make a cohort of this programme for this organisation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPlan:
    """A cohort to be made from a programme's plan.

    `moved` gives items of the plan by key another first day; `key` is the form's own: with the
    same one twice, one cohort is made.
    """

    programme: Programme
    organisation: Organisation
    name: str
    starts_on: date
    moved: Mapping[str, date]
    key: str


def create(new: CohortPlan, *, by: Person) -> Cohort:
    """Make a draft of a cohort with all its activities, or find the one made a moment ago."""
    if not policy.can_create(by, new.programme.id, new.organisation.id):
        raise RuleBrokenError(NOT_YOURS, "organisation")
    made = queries.find_made(new.key)
    if made:
        return made
    try:
        with db.session.begin_nested():
            return _create(new, by)
    except IntegrityError:
        made = queries.find_made(new.key)
        if made is None:
            raise
        return made


def publish(cohort: Cohort, *, by: Person | None) -> list[Activity]:
    """Show all drafts to the members and mail each the whole of their dates, once.

    Returns what was published; nothing when there were no drafts.
    """
    drafts = activities.publish(cohort.id, by=by)
    if not drafts:
        return []
    if cohort.state is CohortState.DRAFT:
        cohort.state = CohortState.PUBLISHED
        cohort.published_at = clock.now()
    db.session.flush()
    for person in recipients(cohort):
        outbox.queue(
            PUBLISHED,
            person.id,
            {"cohort": cohort.id},
            dedupe=f"plan:{cohort.id}:{drafts[0].id}:{person.id}",
        )
    audit.record("published", "cohort", cohort.id, actor_id=by.id if by else None)
    return drafts


def recipients(cohort: Cohort) -> list[Person]:
    """Who gets the mail: those in whose plan anything stands, drafts included; by name."""
    plan = db.session.scalars(
        select(Activity)
        .where(Activity.cohort_id == cohort.id)
        .options(selectinload(Activity.levels), selectinload(Activity.facilitators))
    ).all()
    places = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .options(selectinload(Enrolment.person))
        .order_by(Person.name, Person.id)
    )
    return list(
        dict.fromkeys(
            place.person
            for place in places
            if any(activity_policy.is_in_plan(activity, place) for activity in plan)
        )
    )


def _create(new: CohortPlan, by: Person) -> Cohort:
    name = checks.line(new.name, "name", LONGEST_NAME)
    if not name:
        raise RuleBrokenError(l_("Give the cohort a name."), "name")
    holidays = new.organisation.school_holidays
    proposal = propose(new.programme, new.starts_on, holidays, new.moved)
    cohort = cohorts.create_cohort(
        cohorts.NewCohort(
            new.programme, new.organisation, name, new.starts_on, ends_on=proposal.ends_on
        ),
        by=by,
    )
    cohort.creation_key = new.key
    db.session.flush()
    activities.plan_all(cohort, [as_plan(row) for row in proposal.rows], by=by)
    return cohort
