"""Add an activity, and write what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities import checks, labels, policy, queries, services
from programme.activities.forms import AcceptForm, EditForm, NewForm, TextsForm
from programme.activities.services import Choices, judging
from programme.activities.views.base import blueprint, crumbs, label_of
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
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.findings import Key
    from programme.activities.models import Activity
    from programme.activities.services.judging import Verdict
    from programme.cohorts.models import Cohort

UNDATED_DAYS = 2  # fields for the programme where no number of days is known


@blueprint.route("/hold/<int:key>/aktivitet/ny", methods=["GET", "POST"])
def new(key: int) -> Response:
    """Add an activity to a plan, as a draft."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)
    form = NewForm()
    form.offer(Choices.of(cohort), language.short())
    form.offer_days(UNDATED_DAYS)
    if not form.validate_on_submit():
        return _new(cohort, form, 422 if form.errors else 200)
    verdict = None
    try:
        plan = checks.plan(form.plan())
        verdict = judging.judge_new(cohort, plan.details, plan.when, language.short())
        _check(verdict, form)
        activity = services.plan(cohort, plan, by=viewer())
        made: dict[Key, int] = {judging.NEW: activity.id}
        reason = form.accept_reason.data or ""
        judging.accept(cohort.id, verdict, made, reason=reason, by=viewer())
    except RuleBrokenError as error:
        form.refuse(error)
        return _new(cohort, form, 422, verdict)
    db.session.commit()
    flash(_("%(label)s is in the plan as a draft.", label=label_of(activity)), "success")
    return go("activities.cohort_plan", key=cohort.id)


def _new(
    cohort: Cohort, form: NewForm, status: int = 200, verdict: Verdict | None = None
) -> Response:
    return page(
        "activities/new.html",
        status=status,
        crumbs=crumbs_of(cohort, (_("Add activity"), None)),
        cohort=cohort,
        form=form,
        verdict=Shown(verdict, cohort.id) if verdict else None,
    )


def _check(verdict: Verdict, form: AcceptForm) -> None:
    """Let the form pass, or have it ask about what has been found now."""
    seen, form.accepted.data = form.accepted.data or "", verdict.seal
    judging.check(verdict, reason=form.accept_reason.data or "", seal=seen)


@blueprint.route("/aktivitet/<int:key>/ret", methods=["GET", "POST"])
def edit(key: int) -> Response:
    """Write everything but the days; facilitators of the activity the texts alone."""
    activity = load(queries.find_activity, key, policy.can_prepare, policy.can_view)
    whole = policy.can_edit(viewer(), activity)
    form = _form(activity) if whole else TextsForm()
    form.offer_days(_days(activity))
    if request.method == "GET":
        form.version.data = str(activity.version)
        form.show_texts(services.texts_of(activity))
    if not form.validate_on_submit():
        return _edit(activity, form, 422 if form.errors else 200)
    verdict = None
    try:
        if isinstance(form, EditForm):
            verdict = judging.judge_change(
                activity, details=form.details(), locale=language.short()
            )
            _check(verdict, form)
        _save(activity, form, verdict)
    except RuleBrokenError as error:
        form.refuse(error)
        return _edit(activity, form, 422, verdict)
    db.session.commit()
    return go("activities.show", key=key)


def _form(activity: Activity) -> EditForm:
    form = EditForm()
    choices = Choices.of(activity.cohort, activity)
    form.offer(choices, language.short())
    if activity.audience is Audience.NAMED:
        name = labels.audience_name(activity.audience, language.short())
        form.audience.choices = [(activity.audience.value, name)]
    if request.method == "GET":
        details = services.details_of(activity)
        form.show_details(replace(details, goal_ids=choices.goals_now(details.goal_ids)))
    return form


def _save(activity: Activity, form: TextsForm, verdict: Verdict | None) -> None:
    version, by, address = form.seen(), viewer(), url_for("activities.edit", key=activity.id)
    if isinstance(form, EditForm) and verdict:
        details, texts = form.details(), form.texts()
        services.edit(activity, details, texts, version=version, by=by, address=address)
        reason = form.accept_reason.data or ""
        judging.accept(activity.cohort_id, verdict, reason=reason, by=by)
    else:
        services.prepare(activity, form.texts(), version=version, by=by, address=address)


def _days(activity: Activity) -> int:
    if activity.starts_on is None:
        return UNDATED_DAYS
    return checks.length(services.when_of(activity))


def _edit(
    activity: Activity, form: TextsForm, status: int, verdict: Verdict | None = None
) -> Response:
    return page(
        "activities/edit.html",
        status=status,
        crumbs=crumbs(activity, _("Edit")),
        activity=activity,
        label=label_of(activity),
        form=form,
        whole=isinstance(form, EditForm),
        verdict=Shown(verdict, activity.cohort_id) if verdict else None,
    )


@blueprint.post("/aktivitet/<int:key>/slet")
def delete(key: int) -> Response:
    """Throw a draft away."""
    activity = load(queries.find_activity, key, policy.can_edit, policy.can_view)
    cohort, label = activity.cohort_id, label_of(activity)
    services.delete_draft(activity, by=viewer())
    db.session.commit()
    flash(_("%(label)s is deleted.", label=label), "success")
    return go("activities.cohort_plan", key=cohort)
