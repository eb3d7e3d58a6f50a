"""Set the questions after a course; answer one in one's own log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.reminders import policy, queries, services
from programme.reminders.forms import FollowUpForm
from programme.reminders.services import MONTHS
from programme.reminders.views.base import blueprint

if TYPE_CHECKING:
    from flask import Response

    from programme.reminders.models import FollowUpAnswer


@blueprint.route("/hold/<int:key>/opfoelgning", methods=["GET", "POST"])
def questions(key: int) -> Response:
    """What a cohort's participants are asked 3, 6 and 12 months after the end."""
    cohort = load(cohorts.find_cohort, key, policy.can_set, sees=cohort_policy.can_view)
    form = FollowUpForm()
    if form.validate_on_submit():
        try:
            services.set_questions(
                cohort,
                form.wanted(),
                form.seen(),
                by=viewer(),
                address=url_for("reminders.questions", key=key),
            )
        except RuleBrokenError as error:
            db.session.rollback()
            form.refuse(error)
            cohort = load(cohorts.find_cohort, key, policy.can_set)
        else:
            db.session.commit()
            flash(_("The questions are saved."), "success")
            return go("reminders.questions", key=key)
    found = queries.follow_ups_of(key)
    if request.method == "GET":
        form.show(found)
    counts = queries.answer_counts([each.id for each in found])
    return page(
        "reminders/questions.html",
        status=422 if form.errors or form.form_errors else 200,
        crumbs=crumbs_of(cohort, (_("Questions after the end"), None)),
        cohort=cohort,
        form=form,
        months=MONTHS,
        counts={each.months_after: counts[each.id] for each in found},
        is_set=bool(found),
    )


@blueprint.get("/opfoelgning/<int:key>")
def show(key: int) -> Response:
    """The question, to who has been asked it."""
    asked = _asked(key)
    question = queries.find_follow_up(asked.follow_up_id) or abort(404)
    return page(
        "reminders/show.html",
        crumbs=[(_("Learning log"), url_for("learning_logs.index")), (question.cohort.name, "")],
        question=question,
        is_begun=asked.entry_id is not None,
    )


@blueprint.post("/opfoelgning/<int:key>")
def answer(key: int) -> Response:
    """Begin the answer as an entry, or go on with it."""
    entry = services.answer(_asked(key), viewer())
    db.session.commit()
    return go("learning_logs.edit", key=entry.id)


def _asked(key: int) -> FollowUpAnswer:
    return load(lambda one: queries.is_asked(one, viewer().id), key, policy.can_answer)
