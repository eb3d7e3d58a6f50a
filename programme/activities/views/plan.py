"""A cohort's plan as coordinators and facilitators see it, and the list of its changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from programme.activities import queries
from programme.activities.change_lines import change_lines
from programme.activities.views.asked import Asked, View
from programme.activities.views.base import blueprint, offers, prefix
from programme.activities.views.plan_body import body_of
from programme.activities.views.plan_frame import Body
from programme.activities.views.timeline import timeline_of
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import CohortHead, crumbs_of, head_of
from programme.core import language
from programme.core.access import load
from programme.core.forms import whole
from programme.core.web import page, wants_fragment
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.models import Cohort

CHANGES_A_PAGE = 100


@blueprint.get("/hold/<int:key>")
def cohort_plan(key: int) -> Response:
    """The plan as a list, as small months, on a timeline or as goals by activities."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    may_edit = cohort_policy.can_edit(viewer(), cohort)
    asked = Asked.of(key, request.args)
    part = timeline_of if asked.view is View.TIMELINE else body_of
    body = part(cohort, asked, may_edit=may_edit)
    if wants_fragment():
        return _view_alone(body)
    return page(
        "activities/cohort_plan.html",
        head=_head(cohort, has_drafts=body.has_drafts),
        crumbs=crumbs_of(cohort),
        cohort=cohort,
        may_edit=may_edit,
        offers=offers([cohort.id]) if may_edit else [],
        above=Markup(body.above),  # noqa: S704 - a rendered template
        body=body.html,
        around="",
        count="",
    )


@blueprint.get("/hold/<int:key>/aendringer")
def changes(key: int) -> Response:
    """What was changed, when, by whom and why, the newest first."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    before = whole(request.args.get("foer"))
    found = queries.changes_of(cohort.id, CHANGES_A_PAGE + 1, before)
    shown = found[:CHANGES_A_PAGE]
    older = url_for("activities.changes", key=key, foer=shown[-1].id) if shown != found else ""
    return page(
        "activities/changes.html",
        head=head_of(cohort, viewer(), "activities.changes"),
        crumbs=crumbs_of(cohort, (_("Changes"), None)),
        cohort=cohort,
        changes=change_lines(shown, prefix(), language.short()),
        newest=url_for("activities.changes", key=key) if before else "",
        older=older,
    )


def _view_alone(body: Body) -> Response:
    """The view, and what changes with it above; the address without what was left empty."""
    answer = page(
        "activities/cohort_plan.html",
        "plan_body",
        body=body.html,
        around=Markup(body.around),  # noqa: S704 - a rendered template
        count=body.count,
    )
    answer.headers["HX-Push-Url"] = body.address
    return answer


def _head(cohort: Cohort, *, has_drafts: bool) -> CohortHead:
    """The head of the plan: a plan whose cohort is published may have drafts again."""
    head = head_of(cohort, viewer(), "activities.cohort_plan")
    publishes = has_drafts and head.add_activity
    address = url_for("planning.publish", key=cohort.id) if publishes else ""
    return replace(head, publish=address)
