"""Move, cancel and restore activities, and take that back while nobody has been told yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.activities.plan import When
from programme.activities.queries import MOVING
from programme.activities.services import telling, together
from programme.activities.services.applying import apply, is_news, settle, take_away
from programme.activities.services.revising import hold
from programme.activities.services.writing import check_version, when_of
from programme.core import clock, formats
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.people.models import Person

UNDO_WITHIN: Final = telling.GRACE


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
    hold(activity)
    when = checks.when(when)
    if not is_news(activity, ChangeKind.MOVED, when):
        return None
    check_version(activity, version, shown(when), shown(when_of(activity)), address)
    return _made(activity, apply(activity, ChangeKind.MOVED, when, by=by, reason=reason))


def cancel(activity: Activity, *, reason: str = "", by: Person | None) -> ActivityChange | None:
    """Call the activity off. It stays in the plan, struck through. Twice is once."""
    return _turn(activity, ChangeKind.CANCELLED, reason, by)


def restore(activity: Activity, *, reason: str = "", by: Person | None) -> ActivityChange | None:
    """Let a cancelled activity take place after all. Twice is once."""
    return _turn(activity, ChangeKind.RESTORED, reason, by)


def undoable(activity: Activity) -> ActivityChange | None:
    """The latest move, cancelling or restoring, while it still can be taken back.

    What was made known together is taken back together: as long as all of it can.
    """
    change = _latest(activity)
    if change is None or not change.batch_id:
        return change
    whole = together.changes_of(change.batch_id)
    return change if all(_latest(each.activity) is each for each in whole) else None


def undo(change: ActivityChange, *, by: Person | None) -> Sequence[ActivityChange]:
    """Take the change back, and the mail about it. Calendars count it as one more change.

    Of changes that were made known together all are taken back, and wait as drafts again.
    """
    hold(change.activity)
    if change.undone_at:
        return []
    if undoable(change.activity) is not change:
        raise RuleBrokenError(l_("It is too late to undo: people have been told. Move it instead."))
    if change.batch_id:
        return together.undo(change.batch_id, by=by)
    take_away(change, by=by)
    settle([change.activity])
    telling.take_back(change)
    return [change]


def shown(when: When) -> dict[str, str]:
    """The days as the two columns of the conflict page."""
    if when.starts_on is None or when.ends_on is None:
        days = "–"
    else:
        days = formats.weekday_days(when.starts_on, when.ends_on)
    times = formats.times(when.start_time, when.end_time) if when.start_time else "–"
    return {str(l_("Date")): days, str(l_("Time")): times}


def _turn(
    activity: Activity, kind: ChangeKind, reason: str, by: Person | None
) -> ActivityChange | None:
    hold(activity)
    if not is_news(activity, kind):
        return None
    return _made(activity, apply(activity, kind, by=by, reason=reason))


def _made(activity: Activity, change: ActivityChange) -> ActivityChange:
    settle([activity])
    telling.tell(change)
    return change


def _latest(activity: Activity) -> ActivityChange | None:
    for change in activity.changes:
        if change.kind in MOVING and not change.undone_at:
            return change if clock.now() < change.at + UNDO_WITHIN else None
    return None
