"""Pieces that other features' pages fetch: counts for a cohort, own entries on an activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort

from programme.activities import labels
from programme.cohorts import policy as cohorts
from programme.cohorts.queries import find_cohort
from programme.core import language
from programme.core.access import load
from programme.core.web import page
from programme.learning_logs import queries
from programme.learning_logs.views.base import KEY, blueprint
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response


@blueprint.get(f"/hold/<{KEY}:key>/tal")
def cohort_counts(key: int) -> Response:
    """How many have written since the last gathering: a number, never a name."""
    cohort = load(find_cohort, key, cohorts.can_oversee, sees=cohorts.can_view)
    counts = queries.writer_counts(key)
    since = labels.short_label(*counts.since, language.short()) if counts.since else ""
    return page(
        "learning_logs/counts.html",
        fragment="cohort_counts",
        cohort=cohort,
        counts=counts,
        since=since,
    )


@blueprint.get(f"/aktivitet/<{KEY}:key>/indlaeg")
def about_activity(key: int) -> Response:
    """One's own entries on an activity."""
    activity = queries.allowed_activity(viewer().id, key)
    rows = queries.about_activity(viewer().id, key)
    if activity is None and not rows:
        abort(404)
    return page(
        "learning_logs/about_activity.html", fragment="own_entries", rows=rows, activity_id=key
    )
