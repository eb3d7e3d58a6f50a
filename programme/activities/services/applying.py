"""What a move, a cancelling or a restoring does to activities, before anybody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.activities.plan import When
from programme.activities.services.numbering import number_anew
from programme.activities.services.revising import note, revise
from programme.activities.services.writing import when_of, write_when
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from programme.people.models import Person

_LONGEST_REASON: Final = 500


def is_news(activity: Activity, kind: ChangeKind, when: When | None = None) -> bool:
    """Whether the change would change anything. What cannot be is refused."""
    if kind is ChangeKind.RESTORED:
        return activity.is_cancelled
    if kind is ChangeKind.CANCELLED:
        if not activity.is_published and not activity.is_cancelled:
            raise RuleBrokenError(l_("Nobody has seen the draft yet. Delete it instead."))
        return not activity.is_cancelled
    if when == when_of(activity):
        return False
    if activity.is_cancelled:
        raise RuleBrokenError(l_("The activity is cancelled. Restore it before you move it."))
    return True


def reason_of(text: str) -> str:
    """A reason as it is kept."""
    return checks.line(text, "reason", _LONGEST_REASON)


def apply(
    activity: Activity,
    kind: ChangeKind,
    when: When | None = None,
    *,
    by: Person | None,
    reason: str,
    at: datetime | None = None,
) -> ActivityChange:
    """Move, cancel or restore, with a line in the change list."""
    change = note(activity, kind, by=by, reason=reason_of(reason), at=at)
    if when is not None:
        activity.moved_from = _moved_from(activity, when)
        write_when(activity, when)
    else:
        activity.cancelled_at = clock.now() if kind is ChangeKind.CANCELLED else None
    return change


def take_away(change: ActivityChange, *, by: Person | None) -> None:
    """Put the activity back as it was before the change."""
    activity = change.activity
    if change.kind is ChangeKind.MOVED:
        for name in ("moved_from", *When.__dataclass_fields__):
            setattr(activity, name, getattr(change, f"old_{name}"))
    else:
        restored = change.kind is ChangeKind.RESTORED
        activity.cancelled_at = clock.now() if restored else None
    change.undone_at = clock.now()
    change.undone_by_id = by.id if by else None


def settle(activities: Sequence[Activity]) -> None:
    """Count what has been changed together, once each, and number its series anew.

    What is off keeps its number, and so do the others while it is: a cancelling moves nobody up.
    """
    for activity in activities:
        revise(activity)
    kinds = {activity.kind for activity in activities}
    for cohort_id in {activity.cohort_id for activity in activities}:
        number_anew(cohort_id, kinds, counted=activities)
    db.session.flush()


def _moved_from(activity: Activity, when: When) -> date | None:
    """The day that people first knew; None for what nobody knew, or what is back in its place."""
    known = activity.moved_from or activity.starts_on
    if not activity.is_published or when.starts_on is None:
        return None
    return None if known == when.starts_on else known
