"""Propose dates: the three best for one activity, and one for each of a cohort in need of one."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import policy as activity_policy
from programme.activities import queries as activities
from programme.activities.views.base import crumbs, days_of, label_of
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.models import CohortState
from programme.cohorts.views.head import crumbs_of
from programme.core import language
from programme.core.access import load, local_path
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.text import l_
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.planning import queries, services
from programme.planning.forms import SuggestionsForm, WeekdaysForm
from programme.planning.suggesting import suggest_all as dates_for_all
from programme.planning.suggesting import suggest_one as dates_for_one
from programme.planning.suggestion_lines import SuggestionLine, suggestion_lines
from programme.planning.views.base import blueprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response

    from programme.cohorts.models import Cohort
    from programme.planning.suggesting import Answer, Question

_UNCHECKED = {"csrf": False}  # a form that only asks
_ACCEPTED = re.compile(r"accept_([0-9]{1,9})")


@blueprint.get("/aktivitet/<int:key>/datoforslag")
def suggest(key: int) -> Response:
    """The three best dates for one activity; each leads to its move, to be looked at."""
    activity = load(
        activities.find_activity, key, activity_policy.can_edit, activity_policy.can_view
    )
    form = _weekdays(WeekdaysForm(request.args, meta=_UNCHECKED))
    question = services.question_of(activity.cohort, language.short(), form.chosen())
    lines = _lines(activity.cohort, question, [dates_for_one(question, key)])
    back = local_path(request.args.get("next")) or ""
    return page(
        "planning/suggest.html",
        crumbs=crumbs(activity, _("Suggest dates")),
        activity=activity,
        label=label_of(activity),
        now=days_of(activity),
        line=lines[0] if lines else None,
        form=form,
        back=back,
        move=url_for("activities.move", key=key, next=back or None),
    )


@blueprint.get("/hold/<int:key>/datoforslag")
def suggest_all(key: int) -> Response:
    """A date for each activity that has none, or none that can be meant."""
    cohort = _load(key)
    return _proposals(cohort, SuggestionsForm(request.args, meta=_UNCHECKED))


@blueprint.post("/hold/<int:key>/datoforslag")
def accept_suggestions(key: int) -> Response:
    """Set the dates that were said yes to, all at once."""
    cohort, form = _load(key), SuggestionsForm()
    wanted = _wanted(cohort)
    if not wanted:
        form.form_errors.append(str(l_("Tick at least one of the dates.")))
    if not form.validate_on_submit() or not wanted:
        return _proposals(cohort, form)
    as_draft = "later" in request.form
    manner = services.Manner(
        reason=form.reason.data or "",
        as_draft=as_draft,
        address=url_for("planning.suggest_all", key=key),
    )
    try:
        number = services.move_all(cohort, wanted, manner, by=viewer(), locale=language.short())
    except RuleBrokenError as error:
        form.refuse(error)
        return _proposals(cohort, form)
    db.session.commit()
    flash(_said(number, as_draft=as_draft), "success")
    return go("activities.cohort_plan", key=key)


def _load(key: int) -> Cohort:
    return load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)


def _weekdays(form: WeekdaysForm) -> WeekdaysForm:
    form.name_days(language.short())
    return form


def _proposals(cohort: Cohort, form: SuggestionsForm) -> Response:
    form.name_days(language.short())
    question = services.question_of(cohort, language.short(), form.chosen())
    answers = dates_for_all(question, services.in_need(question))
    return page(
        "planning/suggestions.html",
        "suggestions",
        422 if form.errors else 200,
        crumbs=crumbs_of(cohort, (_("Suggest dates"), None)),
        cohort=cohort,
        lines=_lines(cohort, question, answers),
        form=form,
        has_readers=cohort.state is CohortState.PUBLISHED,
        ticked=_ticked() if request.method == "POST" else None,
    )


def _lines(cohort: Cohort, question: Question, answers: Iterable[Answer]) -> list[SuggestionLine]:
    plan = {each.key for each in question.plan}
    return suggestion_lines(
        question,
        [answer for answer in answers if answer.key in plan],
        queries.versions_of(cohort.id),
        queries.overseen(viewer().id),
        language.short(),
    )


def _ticked() -> frozenset[int]:
    found = (_ACCEPTED.fullmatch(name) for name in request.form)
    return frozenset(int(match[1]) for match in found if match)


def _wanted(cohort: Cohort) -> list[services.Yes]:
    """What was ticked, with the day and the version that stood beside it."""
    wanted = []
    for activity in queries.activities_of(cohort.id, _ticked()):
        day = _day(request.form.get(f"day_{activity.id}", ""))
        if day:
            version = whole(request.form.get(f"version_{activity.id}")) or 0
            wanted.append(services.Yes(activity, day, version))
    return wanted


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _said(number: int, *, as_draft: bool) -> str:
    if as_draft:
        return ngettext("%(num)d move waits as a draft.", "%(num)d moves wait as drafts.", number)
    return ngettext(
        "%(num)d activity has a new date.", "%(num)d activities have new dates.", number
    )
