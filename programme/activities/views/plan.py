"""A cohort's plan as coordinators and facilitators see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request
from markupsafe import Markup

from programme.activities.views.asked import Asked, View
from programme.activities.views.base import blueprint, offers
from programme.activities.views.plan_body import body_of
from programme.activities.views.plan_frame import Body
from programme.activities.views.timeline import timeline_of
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import CohortHead, crumbs_of, head_of
from programme.core.access import load
from programme.core.web import page, path_to, wants_fragment
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.models import Cohort


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
    address = path_to("planning.publish", key=cohort.id) if publishes else ""
    return replace(head, publish=address)
