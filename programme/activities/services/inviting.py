"""Invite somebody of another leadership level to chosen activities, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from programme.activities import policy
from programme.activities.models import Activity
from programme.activities.queries import common
from programme.activities.services.telling import GRACE
from programme.audit import services as audit
from programme.cohorts import services as cohorts
from programme.cohorts.models import Role
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.outbox import services as outbox

if TYPE_CHECKING:
    from collections.abc import Collection

    from programme.cohorts.models import Enrolment
    from programme.people.models import Person

INVITED: Final = "activities/invited"


def invitable(cohort_id: int) -> list[Activity]:
    """What somebody can be invited to: all that the cohort has in common, by date."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(Activity.cohort_id == cohort_id, common())
            .options(selectinload(Activity.named))
            .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
        )
    )


def invite(place: Enrolment, keys: Collection[int], *, by: Person) -> None:
    """Let the person see these activities of the cohort, and none of its others.

    Whoever takes part in the course has the plan by that place, and is not invited besides.
    """
    if place.role is not Role.OTHER_LEVEL or not place.is_open:
        raise RuleBrokenError(l_("Only other leadership levels are invited by name."))
    person, told = place.person, []
    for activity in invitable(place.cohort_id):
        was, shall = person in activity.named, activity.id in keys
        if shall and not was:
            activity.named.append(person)
            told += [activity.id] if policy.is_shown(activity) else []
        elif was and not shall:
            activity.named.remove(person)
    cohorts.people_changed([person.id])
    audit.record("invited by name", "enrolment", place.id, actor_id=by.id)
    if told:
        outbox.queue(
            INVITED,
            person.id,
            {"cohort": place.cohort_id},
            dedupe=f"invited:{person.id}:{'-'.join(map(str, told))}",
            due_at=clock.now() + GRACE,
        )
