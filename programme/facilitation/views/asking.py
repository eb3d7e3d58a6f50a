"""Who plans asks facilitators: on one activity, or for a whole cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import queries as activities
from programme.activities.policy import can_view
from programme.activities.queries.asking import asked_of
from programme.activities.views.base import days_of, label_of, prefix
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of, head_of
from programme.core import clock
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.facilitation import policy, queries, services
from programme.facilitation.views.base import blueprint, standings
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.models import Cohort


@blueprint.get("/hold/<int:key>/facilitatorer")
def cohort(key: int) -> Response:
    """What is to come, who is to facilitate it, and what they have answered."""
    found = load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)
    today = clock.today()
    asked = asked_of(found.id, today)
    return page(
        "facilitation/cohort.html",
        head=head_of(found, viewer(), "facilitation.cohort"),
        crumbs=crumbs_of(found, (_("Facilitators"), None)),
        cohort=found,
        prefix=prefix(),
        rows=[
            (each.id, label_of(each), days_of(each), standings(asked.get(each.id, ())))
            for each in queries.coming_led(found.id, today)
        ],
        people=_people(found),
    )


def _people(found: Cohort) -> list[tuple[int, str]]:
    """Who facilitates the cohort now."""
    members = cohorts.members_of(found.id)
    return [(m.person_id, m.name) for m in members if m.role.value == "facilitator"]


@blueprint.post("/hold/<int:key>/facilitatorer")
def ask_cohort(key: int) -> Response:
    """Ask those who are ticked, each about each activity."""
    found = load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)
    wanted = _wanted(request.form.getlist("who"))
    asked = sum(
        services.ask(activity, wanted[activity.id], by=viewer())
        for activity in queries.coming_led(found.id, clock.today())
        if activity.id in wanted
    )
    db.session.commit()
    _say(asked)
    return go("facilitation.cohort", key=key)


def _wanted(ticked: list[str]) -> dict[int, set[int]]:
    """Take "12-7" apart: activity 12, person 7."""
    wanted: dict[int, set[int]] = {}
    for each in ticked:
        activity_id, _dash, person_id = each.partition("-")
        wanted.setdefault(whole(activity_id) or 0, set()).add(whole(person_id) or 0)
    return wanted


@blueprint.post("/aktivitet/<int:key>/spoerg")
def ask(key: int) -> Response:
    """Ask these facilitators of one activity."""
    activity = load(activities.find_activity, key, policy.can_ask, can_view)
    wanted = [whole(each) or 0 for each in request.form.getlist("person")]
    try:
        asked = services.ask(activity, wanted, by=viewer())
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
        return go("activities.show", key=key, _anchor="facilitators")
    db.session.commit()
    _say(asked)
    return go("activities.show", key=key, _anchor="facilitators")


def _say(asked: int) -> None:
    if not asked:
        flash(_("Nobody was chosen, so nobody was asked."), "warning")
        return
    text = ngettext(
        "%(num)d question is mailed. The answer appears here.",
        "%(num)d questions are mailed. The answers appear here.",
        asked,
    )
    flash(text, "success")
