"""Publish a plan: first who gets mail and what is left to look at, then all drafts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import queries as activities
from programme.activities.plan_lines import write
from programme.activities.plan_rows import in_order, judge
from programme.activities.suggestions import Ground
from programme.activities.views.base import prefix
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of
from programme.core import clock, language
from programme.core.access import load
from programme.core.db import db
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.planning import services
from programme.planning.views.base import blueprint

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.models import Cohort


@blueprint.route("/hold/<int:key>/offentliggoer", methods=["GET", "POST"])
def publish(key: int) -> Response:
    """Show who gets mail; on confirmation publish all drafts."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)
    if request.method == "GET":
        return _asked(cohort)
    published = len(services.publish(cohort, by=viewer()))
    db.session.commit()
    if published:
        text = ngettext(
            "%(num)d activity is published.", "%(num)d activities are published.", published
        )
        flash(text, "success")
    else:
        flash(_("There were no drafts to publish."))
    return go("activities.cohort_plan", key=key)


def _asked(cohort: Cohort) -> Response:
    rows = in_order(activities.plan_rows(cohort.id))
    ground = Ground.of(cohort.starts_on, cohort.ends_on, cohort.organisation.school_holidays)
    flagged = [each for each in judge(rows, ground, clock.today()) if each.is_flagged]
    return page(
        "planning/publish.html",
        crumbs=crumbs_of(cohort, (_("Publish"), None)),
        cohort=cohort,
        drafts=sum(not row.is_published for row in rows),
        undated=sum(row.starts_on is None for row in rows),
        flagged=write(flagged, prefix(), language.short()),
        people=services.recipients(cohort),
    )
