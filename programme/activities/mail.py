"""The mail about an activity that was moved, cancelled or restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import labels, policy, queries
from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.activities.services.telling import CHANGED
from programme.cohorts import policy as cohorts
from programme.core.db import db
from programme.people.letters import Context, letter, link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person


@letter(CHANGED)
def changed(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell what is true now, beside what was before the first change that nobody was told of."""
    activity = queries.find_activity(keys["activity"])
    first = db.session.get(ActivityChange, keys["change"])
    if activity is None or first is None or not _concerns(person, activity):
        return None
    news = _news(activity, first)
    if news is None:
        return None
    return {
        "news": news,
        "label": labels.label(activity.kind, activity.number, activity.title, person.locale.value),
        "activity": activity,
        "before": first,
        "reason": _reason(activity, first),
        "address": link("activities.show", key=activity.id),
    }


def _concerns(person: Person, activity: Activity) -> bool:
    return policy.is_shown(activity) and (
        policy.is_named(activity, person.id)
        or any(
            policy.is_in_plan(activity, place)
            for place in cohorts.open_enrolments(person, activity.cohort)
        )
    )


def _news(activity: Activity, first: ActivityChange) -> str | None:
    """Moved, cancelled, restored, or None where all is as people know it."""
    was_cancelled = first.kind is ChangeKind.RESTORED
    if activity.is_cancelled:
        return None if was_cancelled else "cancelled"
    if was_cancelled:
        return "restored"
    names = ("starts_on", "ends_on", "start_time", "end_time", "window_from", "window_to")
    same = all(getattr(activity, name) == getattr(first, f"old_{name}") for name in names)
    return None if same else "moved"


def _reason(activity: Activity, first: ActivityChange) -> str:
    """What was given as reason last, of the changes that hold."""
    reasons = (
        change.reason
        for change in activity.changes
        if change.id >= first.id and not change.undone_at and change.reason
    )
    return next(reasons, "")
