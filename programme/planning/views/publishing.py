"""Publish a plan: first who gets mail and what is left to look at, then all drafts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import queries as activities
from programme.activities.forms import AcceptForm
from programme.activities.plan_rows import in_order
from programme.activities.services import judging
from programme.activities.views.judged import Shown
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of
from programme.core import language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.planning import services
from programme.planning.views.base import blueprint

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.services.judging import Verdict
    from programme.cohorts.models import Cohort


@blueprint.route("/hold/<int:key>/offentliggoer", methods=["GET", "POST"])
def publish(key: int) -> Response:
    """Show who gets mail; on confirmation publish all drafts."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)
    form, verdict = AcceptForm(), judging.judge_drafts(cohort.id, language.short())
    seen, form.accepted.data = form.accepted.data or "", verdict.seal
    if not form.validate_on_submit():
        return _asked(cohort, form, verdict)
    reason = form.accept_reason.data or ""
    try:
        judging.check(verdict, reason=reason, seal=seen)
    except RuleBrokenError as error:
        form.refuse(error)
        return _asked(cohort, form, verdict)
    judging.accept(cohort.id, verdict, reason=reason, by=viewer())
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


def _asked(cohort: Cohort, form: AcceptForm, verdict: Verdict) -> Response:
    rows = in_order(activities.plan_rows(cohort.id))
    return page(
        "planning/publish.html",
        status=422 if form.errors else 200,
        crumbs=crumbs_of(cohort, (_("Publish"), None)),
        cohort=cohort,
        form=form,
        verdict=Shown(verdict, cohort.id),
        drafts=sum(not row.is_published for row in rows),
        undated=sum(row.starts_on is None for row in rows),
        people=services.recipients(cohort),
    )
