"""Show drafts to members, or throw a draft away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.activities.services.numbering import number_anew, part_of_series
from programme.activities.services.revising import note
from programme.audit import services as audit
from programme.cohorts import services as cohorts
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from programme.people.models import Person


def publish(cohort_id: int, *, by: Person | None) -> list[Activity]:
    """Publish all drafts of the cohort at one moment; returns those that were drafts."""
    drafts = list(
        db.session.scalars(
            select(Activity)
            .where(Activity.cohort_id == cohort_id, Activity.published_at.is_(None))
            .options(selectinload(Activity.named))
            .order_by(Activity.id)
        )
    )
    at = clock.now()
    for activity in drafts:
        activity.published_at = at
        activity.revised_at = max(at, activity.revised_at)
        note(activity, ChangeKind.PUBLISHED, by=by, at=at)
    cohorts.plan_changed(cohort_id)
    cohorts.people_changed({person.id for activity in drafts for person in activity.named})
    db.session.flush()
    return drafts


def delete_draft(activity: Activity, *, by: Person) -> None:
    """Throw away what no member has seen; what they have seen is cancelled instead."""
    if activity.is_published:
        raise RuleBrokenError(l_("Members have seen the activity. Cancel it instead."))
    gone = part_of_series(activity, is_gone=True)
    db.session.execute(delete(ActivityChange).where(ActivityChange.activity_id == activity.id))
    db.session.expire(activity, ["changes"])
    db.session.delete(activity)
    cohorts.plan_changed(activity.cohort_id)
    if gone:
        number_anew(activity.cohort_id, [gone.kind], gone=[gone])
    audit.record("deleted", "activity", activity.id, actor_id=by.id)
    db.session.flush()
