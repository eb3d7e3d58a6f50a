"""Changes that wait to be made known together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities.models import Activity, ActivityChange, DraftChange
from programme.activities.plan_lines import DraftMark
from programme.core.db import db

if TYPE_CHECKING:
    from collections.abc import Iterable


def find_draft(activity_id: int) -> DraftChange | None:
    """What has been drafted for an activity."""
    return db.session.scalar(select(DraftChange).where(DraftChange.activity_id == activity_id))


def drafts_of(cohort_id: int) -> list[DraftChange]:
    """A cohort's drafts with all that is looked at in their activities, by day as they stand."""
    return list(
        db.session.scalars(
            select(DraftChange)
            .join(DraftChange.activity)
            .where(Activity.cohort_id == cohort_id)
            .options(
                joinedload(DraftChange.activity, innerjoin=True).options(
                    joinedload(Activity.cohort, innerjoin=True),
                    selectinload(Activity.levels),
                    selectinload(Activity.facilitators),
                    selectinload(Activity.named),
                ),
                joinedload(DraftChange.by),
            )
            .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
            .execution_options(populate_existing=True)
        )
    )


def batch_sizes(keys: Iterable[int]) -> dict[int, int]:
    """How many changes were made known together, by the key of the batch."""
    wanted = list(keys)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(ActivityChange.batch_id, func.count(ActivityChange.id))
        .where(ActivityChange.batch_id.in_(wanted))
        .group_by(ActivityChange.batch_id)
    )
    return {key: count for key, count in rows if key}


def draft_marks(cohort_id: int) -> list[DraftMark]:
    """What waits in a cohort, for its plan."""
    rows = db.session.execute(
        select(
            DraftChange.activity_id, DraftChange.kind, DraftChange.starts_on, DraftChange.ends_on
        )
        .join(DraftChange.activity)
        .where(Activity.cohort_id == cohort_id)
        .order_by(DraftChange.activity_id)
    )
    return [DraftMark(*row) for row in rows]
