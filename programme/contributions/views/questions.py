"""Questions of both groups before a dialogue: on the activity's page, and on one to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash
from flask_babel import gettext as _

from programme.activities import policy as activities
from programme.activities import queries as activity_queries
from programme.activities.panels import Panel, Place, register
from programme.activities.views.base import crumbs, days_of, label_of
from programme.cohorts.labels import said
from programme.contributions import policy, queries, services
from programme.contributions.forms import QuestionForm
from programme.contributions.labels import GROUPS
from programme.contributions.views.base import blueprint
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import Activity
    from programme.people.models import Person


@blueprint.get("/aktivitet/<int:key>/spoergsmaal")
def questions(key: int) -> Response:
    """All questions on one page, to read and to print."""
    activity = load(
        activity_queries.find_activity, key, policy.can_read_questions, activities.can_view
    )
    return _page(activity, QuestionForm())


@blueprint.post("/aktivitet/<int:key>/spoergsmaal")
def ask(key: int) -> Response:
    """Put one."""
    activity = load(activity_queries.find_activity, key, policy.can_ask, activities.can_view)
    form = QuestionForm()
    if form.validate():
        try:
            services.ask(activity, form.text.data, by=viewer())
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Your question stands on the list."), "success")
            return go("activities.show", key=key, _anchor="questions")
    return _page(activity, form, 422)


@blueprint.post("/spoergsmaal/<int:key>/traek-tilbage")
def take_back(key: int) -> Response:
    """Take one's own back."""
    question = load(queries.find_question, key, policy.can_take_back)
    services.take_back(question, by=viewer())
    db.session.commit()
    flash(_("Your question is withdrawn."), "success")
    return go("activities.show", key=question.activity_id, _anchor="questions")


def _page(activity: Activity, form: QuestionForm, status: int = 200) -> Response:
    return page(
        "contributions/questions.html",
        status=status,
        crumbs=crumbs(activity, _("Questions for the dialogue")),
        activity=activity,
        label=label_of(activity),
        when=days_of(activity),
        **_values(activity, viewer(), form),
    )


def _values(activity: Activity, person: Person, form: QuestionForm) -> dict[str, Any]:
    return {
        "questions": queries.questions_to(activity.id),
        "groups": said(GROUPS),
        "me": person.id,
        "form": form if policy.can_ask(person, activity) and services.is_open(activity) else None,
        "is_open": services.is_open(activity),
    }


def _panel(activity: Activity, person: Person) -> Panel | None:
    if not policy.can_read_questions(person, activity):
        return None
    return Panel(Place.MAIN, "contributions/_panel.html", _values(activity, person, QuestionForm()))


register("contributions_questions", _panel)
