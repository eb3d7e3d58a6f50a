"""What was changed of a plan, and what of it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from programme.activities.models import Activity, ActivityChange, ChangeBatch, ChangeKind
from programme.core.db import db

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Days:
    """From when to when."""

    starts_on: date | None
    ends_on: date | None
    start_time: time | None
    end_time: time | None


MOVING = frozenset({ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.RESTORED})


def changes_of(
    cohort_id: int, limit: int, before: int | None = None, kind: ChangeKind | None = None
) -> list[ActivityChange]:
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
        .order_by(ActivityChange.at.desc(), ActivityChange.id.desc())
        .limit(limit)
    )
    last = db.session.get(ActivityChange, before) if before else None
    if last is not None:
        same = and_(ActivityChange.at == last.at, ActivityChange.id < last.id)
        statement = statement.where(or_(ActivityChange.at < last.at, same))
    if kind is not None:
        statement = statement.where(ActivityChange.kind == kind)
    return list(db.session.scalars(statement))


def days_after(changes: Iterable[ActivityChange]) -> dict[int, Days]:
    """The days to which each of these moves led, by its key: those before the next change.

    Of what was taken back nobody knows any more.
    """
    moves = [c for c in changes if c.kind is ChangeKind.MOVED and not c.undone_at]
    later = aliased(ActivityChange)
    following = (
        select(func.min(later.id))
        .where(later.activity_id == ActivityChange.activity_id, later.id > ActivityChange.id)
        .scalar_subquery()
    )
    following_change = aliased(ActivityChange)
    rows = db.session.execute(
        select(
            ActivityChange.id,
            following_change.old_starts_on,
            following_change.old_ends_on,
            following_change.old_start_time,
            following_change.old_end_time,
        )
        .join(following_change, following_change.id == following)
        .where(ActivityChange.id.in_([change.id for change in moves]))
    )
    known = {row[0]: Days(*row[1:]) for row in rows}
    return {change.id: known.get(change.id) or _days_of(change.activity) for change in moves}


def notes_of(changes: Iterable[ActivityChange]) -> dict[int, str]:
    """What was said to all about changes that were made known together, by the batch's key."""
    keys = {change.batch_id for change in changes if change.batch_id}
    if not keys:
        return {}
    rows = db.session.execute(
        select(ChangeBatch.id, ChangeBatch.note).where(ChangeBatch.id.in_(keys))
    )
    return {row.id: row.note for row in rows}


def _days_of(activity: Activity) -> Days:
    return Days(activity.starts_on, activity.ends_on, activity.start_time, activity.end_time)


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
