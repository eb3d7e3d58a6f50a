"""Publish a plan: all drafts at once, and one mail to each with all of their dates."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from programme.activities import policy as activity_policy
from programme.activities import services as activities
from programme.activities.models import Activity
from programme.audit import services as audit
from programme.cohorts.models import Cohort, CohortState, Enrolment
from programme.core import clock
from programme.core.db import db
from programme.outbox import services as outbox
from programme.people.models import Person

PUBLISHED: Final = "planning/published"


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
        .options(
            selectinload(Activity.levels),
            selectinload(Activity.facilitators),
            selectinload(Activity.named),
        )
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
    told = [
        place.person
        for place in places
        if any(
            activity_policy.is_in_plan(activity, place)
            or activity_policy.is_named(activity, place.person_id)
            for activity in plan
        )
    ]
    return list(dict.fromkeys(told))
