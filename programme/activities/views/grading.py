"""How stern the plan check is with a cohort's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities import queries
from programme.activities.forms import grades_form
from programme.activities.grade_words import GROUPS
from programme.activities.services.grading import grade
from programme.activities.views.base import blueprint
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of, head_of
from programme.core.access import load
from programme.core.db import db
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response


@blueprint.route("/hold/<int:key>/indstillinger/plankontrol", methods=["GET", "POST"])
def plan_check(key: int) -> Response:
    """Choose for each kind of finding whether it stops, warns, is shown only, or is left out."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)
    form = grades_form()()
    form.offer()
    if request.method == "GET":
        form.show(queries.grades_of(cohort.id))
        form.least_days.data = cohort.least_days_between
    if form.validate_on_submit():
        grade(cohort, form.grades(), form.least_days.data, by=viewer())
        db.session.commit()
        flash(_("The plan check is saved."), "success")
        return go("activities.plan_check", key=key)
    settings = url_for("cohorts.settings", key=key)
    return page(
        "activities/plan_check.html",
        status=422 if form.errors else 200,
        head=head_of(cohort, viewer(), "cohorts.settings"),
        crumbs=crumbs_of(cohort, (_("Settings"), settings), (_("Plan check"), None)),
        cohort=cohort,
        form=form,
        groups=[(str(name), [code.value for code in codes]) for name, codes in GROUPS],
    )
