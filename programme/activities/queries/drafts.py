"""Changes that wait to be made known together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities.models import Activity, ChangeBatch, DraftChange
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


def count_drafts(cohort_id: int) -> int:
    """How many of the cohort's changes wait."""
    return (
        db.session.scalar(
            select(func.count(DraftChange.id))
            .join(DraftChange.activity)
            .where(Activity.cohort_id == cohort_id)
        )
        or 0
    )


def batches(keys: Iterable[int]) -> dict[int, ChangeBatch]:
    """What was made known together, by key."""
    found = db.session.scalars(select(ChangeBatch).where(ChangeBatch.id.in_(list(keys))))
    return {batch.id: batch for batch in found}
