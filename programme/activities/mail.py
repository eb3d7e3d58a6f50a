"""The mails about activities that were moved, cancelled or restored: one, or several together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from programme.activities import elsewhere, labels, policy, queries
from programme.activities.models import Activity, ActivityChange, ChangeBatch, ChangeKind
from programme.activities.services import later, together
from programme.activities.services.inviting import INVITED, invitable
from programme.activities.services.telling import CHANGED, CHANGED_TOGETHER
from programme.cohorts import policy as cohorts
from programme.cohorts import queries as cohort_queries
from programme.core import clock
from programme.core.db import db
from programme.people.letters import Context, letter, link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time

    from programme.people.models import Person


@letter(CHANGED)
def changed(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell what is true now, beside what was before the first change that nobody was told of."""
    item = _told(person, keys["activity"], keys["change"])
    if item is None:
        return None
    return {
        "news": item.news,
        "label": item.label,
        "activity": item.activity,
        "before": item.before,
        "reason": item.reason,
        "address": link("activities.show", key=item.activity.id),
    }


@dataclass(frozen=True, slots=True)
class News:
    """One of several changes: what is true now, and the change before which people last knew."""

    news: str
    label: str
    activity: Activity
    before: ActivityChange
    reason: str


@letter(CHANGED_TOGETHER)
def changed_together(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell the changes that concern the person, and no others."""
    batch = db.session.get(ChangeBatch, keys["batch"])
    changes = together.changes_of(keys["batch"])
    told = [item for change in changes if (item := _item(person, change, keys))]
    if batch is None or not told:
        return None
    return {
        "told": told,
        "notes": [batch.note] if batch.note else [],
        "cohort": told[0].activity.cohort.name,
        "address": link("activities.my_plan"),
    }


@dataclass(frozen=True, slots=True)
class Invitation:
    """An activity to which somebody is invited by name."""

    label: str
    starts_on: date | None
    ends_on: date | None
    start_time: time | None
    end_time: time | None
    place: str


@letter(INVITED)
def invited(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell what is ahead, of all that the person is invited to by now."""
    cohort = cohort_queries.find_cohort(keys["cohort"])
    items = [
        Invitation(
            labels.label(each.kind, each.number, each.title, person.locale.value),
            each.starts_on,
            each.ends_on,
            each.start_time,
            each.end_time,
            each.place,
        )
        for each in invitable(keys["cohort"])
        if _is_ahead(person, each)
    ]
    if cohort is None or not items:
        return None
    return {"items": items, "cohort": cohort.name, "address": link("activities.my_plan")}


def _is_ahead(person: Person, activity: Activity) -> bool:
    if not policy.is_named(activity, person.id) or not policy.is_shown(activity):
        return False
    return not activity.is_cancelled and (
        activity.ends_on is None or activity.ends_on >= clock.today()
    )


def told_later(person: Person, keys: Mapping[str, int]) -> list[News]:
    """What has changed far ahead of what concerns the person, by date."""
    told = [
        item
        for activity_id, first in later.activities_in(keys).items()
        if (item := _told(person, activity_id, first))
    ]
    return sorted(told, key=lambda item: (item.activity.starts_on or date.max, item.activity.id))


def notes_later(keys: Mapping[str, int]) -> list[str]:
    """What was written to the changes that were made known together."""
    batches = (db.session.get(ChangeBatch, key) for key in later.batches_in(keys))
    return [batch.note for batch in batches if batch is not None and batch.note]


def _item(person: Person, change: ActivityChange, keys: Mapping[str, int]) -> News | None:
    if change.undone_at or _is_told_later(change):
        return None
    first = keys.get(later.before(change.activity_id), change.id)
    return _told(person, change.activity_id, first)


def _told(person: Person, activity_id: int, first_key: int) -> News | None:
    """What is true now, or None where that is what the person knows."""
    activity = queries.find_activity(activity_id)
    first = db.session.get(ActivityChange, first_key)
    if activity is None or first is None or not _concerns(person, activity):
        return None
    news = _news(activity, first)
    if news is None or elsewhere.is_told(person.id, activity.id, first.at):
        return None
    label = labels.label(activity.kind, activity.number, activity.title, person.locale.value)
    return News(news, label, activity, first, _reason(activity, first))


def _is_told_later(change: ActivityChange) -> bool:
    """Whether the activity was among changes once more, whose mail has taken this one over."""
    return any(
        later.batch_id and later.id > change.id and not later.undone_at
        for later in change.activity.changes
    )


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
