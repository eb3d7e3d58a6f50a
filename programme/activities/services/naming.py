"""Plan what is for some persons alone, who stand on it by name: a shadowing pair's day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities.models import ChangeKind
from programme.activities.services.revising import note
from programme.activities.services.writing import plan
from programme.cohorts import services as cohorts
from programme.core import clock
from programme.core.db import db
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.activities.models import Activity
    from programme.activities.plan import ActivityPlan
    from programme.cohorts.models import Cohort
    from programme.people.models import Person


def plan_for(
    cohort: Cohort,
    new: ActivityPlan,
    persons: Iterable[Person],
    *,
    part_of: Activity | None,
    by: Person | None,
) -> Activity:
    """Add an activity for these persons and for nobody else; they see it at once.

    `part_of` is the plan's own item that it carries out for them.
    """
    activity = plan(cohort, new, by=by)
    activity.audience = Audience.NAMED
    activity.named = list(persons)
    activity.part_of_id = part_of.id if part_of else None
    at = clock.now()
    activity.published_at = at
    activity.revised_at = max(at, activity.revised_at)
    note(activity, ChangeKind.PUBLISHED, by=by, at=at)
    cohorts.people_changed([person.id for person in activity.named])
    db.session.flush()
    return activity
