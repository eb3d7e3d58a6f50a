"""What every change has in common: the calendar's counters, and a line in the change list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.cohorts import services as cohorts
from programme.cohorts.services.versions import hold_still
from programme.core import clock
from programme.core.db import db

if TYPE_CHECKING:
    from datetime import datetime

    from programme.people.models import Person

# Calendar programs compare in whole seconds and take only what is strictly newer.
_STEP: Final = timedelta(seconds=1)


def hold(activity: Activity) -> None:
    """Let one at a time change the cohort's plan, and see what the one before has saved."""
    hold_still(activity.cohort_id)
    db.session.refresh(activity)


def revise(activity: Activity) -> None:
    """Count a change that readers can see, and let the calendars of those it meets be built anew.

    Who is named may be outside the cohort, whose version says nothing of their calendars then.
    """
    if activity.is_published:
        activity.sequence += 1
        activity.revised_at = max(clock.now(), activity.revised_at + _STEP)
    cohorts.plan_changed(activity.cohort_id)
    if activity.named:
        cohorts.people_changed([person.id for person in activity.named])


def note(
    activity: Activity,
    kind: ChangeKind,
    *,
    by: Person | None,
    reason: str = "",
    at: datetime | None = None,
) -> ActivityChange:
    """Add a line to the change list, with the days and times as they are before the change."""
    change = ActivityChange(
        activity=activity,
        kind=kind,
        by_id=by.id if by else None,
        at=at or clock.now(),
        reason=reason,
        old_starts_on=activity.starts_on,
        old_ends_on=activity.ends_on,
        old_start_time=activity.start_time,
        old_end_time=activity.end_time,
        old_moved_from=activity.moved_from,
        old_window_from=activity.window_from,
        old_window_to=activity.window_to,
    )
    db.session.add(change)
    return change
