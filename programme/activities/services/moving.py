"""Move, cancel and restore activities, and take that back while nobody has been told yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.activities import checks
from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.activities.plan import When
from programme.activities.queries import MOVING
from programme.activities.services import telling
from programme.activities.services.revising import note, revise
from programme.activities.services.writing import check_version, when_of, write_when
from programme.core import clock, formats
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from programme.people.models import Person

UNDO_WITHIN: Final = telling.GRACE
_LONGEST_REASON: Final = 500


def move(
    activity: Activity,
    when: When,
    *,
    reason: str = "",
    version: int,
    by: Person | None,
    address: str = "",
) -> ActivityChange | None:
    """Give the activity other days or times; None when they are what they were."""
    when = checks.when(when)
    old = when_of(activity)
    if when == old:
        return None
    if activity.is_cancelled:
        raise RuleBrokenError(l_("The activity is cancelled. Restore it before you move it."))
    check_version(activity, version, _shown(when), _shown(old), address)
    change = _change(activity, ChangeKind.MOVED, by, reason)
    activity.moved_from = _moved_from(activity, when)
    write_when(activity, when)
    return _settle(activity, change)


def cancel(activity: Activity, *, reason: str = "", by: Person | None) -> ActivityChange | None:
    """Call the activity off. It stays in the plan, struck through. Twice is once."""
    if activity.is_cancelled:
        return None
    if not activity.is_published:
        raise RuleBrokenError(l_("Nobody has seen the draft yet. Delete it instead."))
    change = _change(activity, ChangeKind.CANCELLED, by, reason)
    activity.cancelled_at = clock.now()
    return _settle(activity, change)


def restore(activity: Activity, *, reason: str = "", by: Person | None) -> ActivityChange | None:
    """Let a cancelled activity take place after all. Twice is once."""
    if not activity.is_cancelled:
        return None
    change = _change(activity, ChangeKind.RESTORED, by, reason)
    activity.cancelled_at = None
    return _settle(activity, change)


def undoable(activity: Activity) -> ActivityChange | None:
    """The latest move, cancelling or restoring, while it still can be taken back."""
    for change in activity.changes:
        if change.kind in MOVING and not change.undone_at:
            return change if clock.now() < change.at + UNDO_WITHIN else None
    return None


def undo(change: ActivityChange, *, by: Person | None) -> None:
    """Take the change back, and the mail about it. Calendars count it as one more change."""
    activity = change.activity
    if change.undone_at:
        return
    if undoable(activity) is not change:
        raise RuleBrokenError(l_("It is too late to undo: people have been told. Move it instead."))
    if change.kind is ChangeKind.MOVED:
        _move_back(activity, change)
    else:
        restored = change.kind is ChangeKind.RESTORED
        activity.cancelled_at = clock.now() if restored else None
    change.undone_at = clock.now()
    change.undone_by_id = by.id if by else None
    revise(activity)
    _renumber(activity)
    telling.take_back(change)
    db.session.flush()


def _change(activity: Activity, kind: ChangeKind, by: Person | None, reason: str) -> ActivityChange:
    return note(activity, kind, by=by, reason=checks.line(reason, "reason", _LONGEST_REASON))


def _settle(activity: Activity, change: ActivityChange) -> ActivityChange:
    revise(activity)
    _renumber(activity)
    db.session.flush()
    telling.tell(change)
    return change


def _moved_from(activity: Activity, when: When) -> date | None:
    """The day that people first knew; None for what nobody knew, or what is back in its place."""
    known = activity.moved_from or activity.starts_on
    if not activity.is_published or when.starts_on is None:
        return None
    return None if known == when.starts_on else known


def _move_back(activity: Activity, change: ActivityChange) -> None:
    for name in ("moved_from", *When.__dataclass_fields__):
        setattr(activity, name, getattr(change, f"old_{name}"))


def _renumber(activity: Activity) -> None:
    """Number the sessions of a series in the order of their days; their logs stay with them."""
    if activity.kind is not ActivityKind.COURSE_SESSION or activity.number is None:
        return
    db.session.flush()
    series = db.session.scalars(
        select(Activity).where(
            Activity.cohort_id == activity.cohort_id,
            Activity.kind == ActivityKind.COURSE_SESSION,
            Activity.number.is_not(None),
        )
    ).all()
    numbers = sorted(each.number for each in series if each.number)
    for number, each in zip(numbers, sorted(series, key=_place_in_series), strict=True):
        if each.number != number:
            each.number = number
            if each is not activity:  # which has been counted already
                revise(each)


def _place_in_series(activity: Activity) -> tuple[date, int]:
    return activity.starts_on or activity.window_from or date.max, activity.number or 0


def _shown(when: When) -> dict[str, str]:
    """The days as the two columns of the conflict page."""
    if when.starts_on is None or when.ends_on is None:
        days = "–"
    else:
        days = formats.weekday_days(when.starts_on, when.ends_on)
    times = formats.times(when.start_time, when.end_time) if when.start_time else "–"
    return {str(l_("Date")): days, str(l_("Time")): times}
