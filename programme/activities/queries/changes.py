"""What was changed of a plan, and what of it can be taken back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased, joinedload

from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.core.db import db

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Select

MOVING = frozenset({ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.RESTORED})


def changes_of(cohort_id: int, limit: int, before: int | None = None) -> list[ActivityChange]:
    """The change list of a cohort, the newest first, from below the change `before`."""
    statement = (
        select(ActivityChange)
        .join(ActivityChange.activity)
        .where(Activity.cohort_id == cohort_id)
        .options(
            joinedload(ActivityChange.activity, innerjoin=True),
            joinedload(ActivityChange.by),
            joinedload(ActivityChange.undone_by),
        )
        .order_by(ActivityChange.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(ActivityChange.id < before)
    return list(db.session.scalars(statement))


def undo_offers(cohort_ids: Iterable[int], since: datetime) -> list[ActivityChange]:
    """The latest moves, cancellings and restorings after `since` that stand, one an activity."""
    return list(
        db.session.scalars(_undo_offers(), {"cohort_ids": list(cohort_ids), "since": since})
    )


@cache
def _undo_offers() -> Select[ActivityChange]:
    """Put together once: an alias costs more than the answer, and every plan page asks."""
    later = aliased(ActivityChange)
    overtaken = exists().where(
        later.activity_id == ActivityChange.activity_id,
        later.id > ActivityChange.id,
        later.kind.in_(MOVING),
        later.undone_at.is_(None),
    )
    return (
        select(ActivityChange)
        .join(ActivityChange.activity)
        .where(
            Activity.cohort_id.in_(bindparam("cohort_ids", expanding=True)),
            ActivityChange.at > bindparam("since"),
            ActivityChange.kind.in_(MOVING),
            ActivityChange.undone_at.is_(None),
            ~overtaken,
        )
        .options(joinedload(ActivityChange.activity, innerjoin=True))
        .order_by(ActivityChange.id.desc())
    )
