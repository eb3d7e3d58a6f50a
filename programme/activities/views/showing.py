"""The page of one activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from programme.activities import labels, policy, queries, services
from programme.activities.change_lines import change_lines
from programme.activities.panels import Place, panels
from programme.activities.rhythm import days_after
from programme.activities.views.base import blueprint, crumbs, days_of, label_of, offer, prefix
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.core import formats, language
from programme.core.access import load
from programme.core.web import page
from programme.people.viewer import viewer
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.change_lines import ChangeLine
    from programme.activities.models import Activity
    from programme.people.models import Person


@blueprint.get("/aktivitet/<int:key>")
def show(key: int) -> Response:
    """When and where, with whom, what to prepare, what happens, what to try afterwards."""
    activity = load(queries.find_activity, key, policy.can_view)
    person, texts = viewer(), services.texts_of(activity)
    may_edit = policy.can_edit(person, activity)
    undoable = services.undoable(activity) if may_edit else None
    return page(
        "activities/show.html",
        crumbs=crumbs(activity),
        activity=activity,
        label=label_of(activity),
        when=days_of(activity),
        texts=texts,
        about=labels.definite(activity.kind, language.short()),
        is_meeting=activity.kind in labels.MEETINGS,
        audience=labels.audience_name(activity.audience, language.short()),
        follows=_follows(activity),
        participants=_participants(activity),
        changes=_changes(activity),
        may_edit=may_edit,
        may_prepare=policy.can_prepare(person, activity),
        may_oversee=cohort_policy.can_oversee(person, activity.cohort),
        learns=_learns(person, activity),
        offers=[offer(undoable)] if undoable else [],
        panels=panels(activity, person),
        Place=Place,
    )


def _learns(person: Person, activity: Activity) -> bool:
    """Whether it is something to write about: for who is named too, if they have a log."""
    places = cohort_policy.open_enrolments(person, activity.cohort)
    if any(policy.is_meant_for(activity, place) for place in places):
        return True
    return policy.is_named(activity, person.id) and bool(cohorts.cohorts_of_learner(person))


def _participants(activity: Activity) -> list[Person]:
    """Those who are meant by their place or by name."""
    places = queries.enrolments_of(activity.cohort_id)
    meant = [place.person for place in places if policy.is_meant_for(activity, place)]
    named = [person for person in activity.named if policy.is_named(activity, person.id)]
    return list(dict.fromkeys([*meant, *named]))


def _changes(activity: Activity) -> list[ChangeLine]:
    """What members have met: moves, cancellings and restorings that stand."""
    shown = [
        change
        for change in activity.changes
        if change.kind in queries.MOVING
        and not change.undone_at
        and activity.published_at
        and change.at >= activity.published_at
    ]
    lines = change_lines(shown, prefix(), language.short())
    return [part for line in lines for part in line.parts or (line,)]


def _follows(activity: Activity) -> str:
    """Return "28 dage efter Seminar 1" for a network meeting."""
    if activity.kind is not ActivityKind.NETWORK_MEETING or activity.starts_on is None:
        return ""
    earlier = queries.find_before(activity, ActivityKind.SEMINAR)
    after = days_after(earlier, activity) if earlier else None
    if earlier is None or after is None:
        return ""
    locale = language.short()
    return _(
        "%(days)s after %(label)s",
        days=formats.days_count(after, locale),
        label=labels.short_label(earlier.kind, earlier.number, locale),
    )
