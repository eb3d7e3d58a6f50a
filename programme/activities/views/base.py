"""What the views of activities share: the blueprint, addresses for rows, words for changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import labels, queries, services
from programme.activities.line_items import KINDS
from programme.activities.line_shapes import shape
from programme.activities.models import ChangeKind
from programme.cohorts import policy as cohort_policy
from programme.cohorts.views.head import crumbs_of
from programme.core import clock, formats, language
from programme.core.web import path_to
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.activities.models import Activity, ActivityChange
    from programme.activities.plan import When

blueprint = Blueprint("activities", __name__)

# The shape that tells a kind on Forløbslinjen, in a viewBox of 20 by 20.
GLYPHS: Final = {kind: shape(kind, 10.0, 10.0, 7.0) for kind in KINDS}


def prefix() -> str:
    """The address of an activity's page up to its key: rows put it together themselves."""
    return path_to("activities.show", key=0)[:-1]


def label_of(activity: Activity) -> str:
    """Return "Seminar 4 | Ledelse af PLF" in the viewer's language."""
    return labels.label(activity.kind, activity.number, activity.title, language.short())


def days_of(activity: Activity) -> str:
    """Return when the activity is, in full."""
    return when_text(services.when_of(activity))


def when_text(when: When) -> str:
    """Return "torsdag den 3.–fredag den 4. december 2026 kl. 9.00–15.30", or where it may lie."""
    locale = language.short()
    if when.starts_on and when.ends_on:
        days = formats.weekday_days(when.starts_on, when.ends_on, locale)
        if when.start_time:
            days += " " + formats.times(when.start_time, when.end_time, locale)
        return days
    if when.window_from and when.window_to:
        window = formats.days(when.window_from, when.window_to, locale)
        return _("may lie %(dates)s", dates=window)
    return _("No date yet")


def crumbs(activity: Activity, *further: str) -> list[tuple[str, str | None]]:
    """The way down to an activity's page, or to one below it: over the plan one comes from."""
    address = path_to("activities.show", key=activity.id) if further else None
    steps: list[tuple[str, str | None]] = [(label_of(activity), address)]
    steps += [(text, None) for text in further]
    if cohort_policy.can_oversee(viewer(), activity.cohort):
        return crumbs_of(activity.cohort, *steps)
    return [(_("My plan"), path_to("activities.my_plan")), *steps]


@dataclass(frozen=True, slots=True)
class Offer:
    """A change that can be taken back: what was done, when people hear of it, and by which key."""

    key: int
    change: int
    text: str
    told_at: str


def offers(cohort_ids: Iterable[int]) -> list[Offer]:
    """What can be taken back in these cohorts; what was made known together is one offer."""
    since = clock.now() - services.UNDO_WITHIN
    found = queries.undo_offers(cohort_ids, since)
    batches = Counter(change.batch_id for change in found if change.batch_id)
    sizes = queries.batch_sizes(batches)
    first = {change.batch_id: change for change in reversed(found) if change.batch_id}
    whole = [first[key] for key in batches if batches[key] == sizes[key]]
    alone = [change for change in found if not change.batch_id]
    shown = sorted([*alone, *whole], key=lambda change: -change.id)
    return [_offer(change, sizes.get(change.batch_id or 0, 1)) for change in shown]


def offer(change: ActivityChange) -> Offer:
    """The change as an offer to take it back, with all that was made known with it."""
    sizes = queries.batch_sizes([change.batch_id] if change.batch_id else [])
    return _offer(change, sizes.get(change.batch_id or 0, 1))


def _offer(change: ActivityChange, count: int) -> Offer:
    told_at = (change.at + services.UNDO_WITHIN).astimezone(clock.COPENHAGEN).time()
    told = formats.clock(told_at, language.short()) if change.activity.is_published else ""
    text = said(change)
    if count > 1:
        text = ngettext(
            "%(num)d change is published.", "%(num)d changes are published together.", count
        )
    return Offer(change.activity_id, change.id, text, told)


def said(change: ActivityChange) -> str:
    """A change that has just been made, as a sentence."""
    activity = change.activity
    label = label_of(activity)
    if change.kind is ChangeKind.MOVED:
        return _("%(label)s is moved to %(days)s.", label=label, days=days_of(activity))
    if change.kind is ChangeKind.CANCELLED:
        return _("%(label)s is cancelled.", label=label)
    return _("%(label)s takes place after all.", label=label)
