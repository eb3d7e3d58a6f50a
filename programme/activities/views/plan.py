"""A cohort's plan as coordinators and facilitators see it, and the list of its changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request, url_for
from flask_babel import gettext as _

from programme.activities import queries
from programme.activities.change_lines import change_lines
from programme.activities.views.base import blueprint, offers, prefix
from programme.activities.views.plan_body import View, body_of
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import CohortHead, crumbs_of, head_of
from programme.core import language
from programme.core.access import load
from programme.core.forms import whole
from programme.core.web import page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.models import Cohort

CHANGES_A_PAGE = 100


@blueprint.get("/hold/<int:key>")
def cohort_plan(key: int) -> Response:
    """The plan as a list, as twelve small months a year, or as goals by activities."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    may_edit = cohort_policy.can_edit(viewer(), cohort)
    body = body_of(cohort, _view(), may_edit=may_edit)
    return page(
        "activities/cohort_plan.html",
        head=_head(cohort, has_drafts=body.has_drafts),
        crumbs=crumbs_of(cohort),
        cohort=cohort,
        may_edit=may_edit,
        offers=offers([cohort.id]) if may_edit else [],
        body=body.with_token(),
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


def _view() -> View:
    try:
        return View(request.args.get("vis", View.LIST))
    except ValueError:
        return View.LIST


def _head(cohort: Cohort, *, has_drafts: bool) -> CohortHead:
    """The head of the plan: a plan whose cohort is published may have drafts again."""
    head = head_of(cohort, viewer(), "activities.cohort_plan")
    publishes = has_drafts and head.add_activity
    address = url_for("planning.publish", key=cohort.id) if publishes else ""
    return replace(head, publish=address)
