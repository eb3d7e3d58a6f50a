"""A member answers: coming, or an apology; on pages of their own, and from the activity's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities.panels import Panel, Place, register
from programme.activities.views.base import crumbs, days_of, label_of
from programme.attendance import policy, queries, services
from programme.attendance.forms import ApologyForm, ComingForm
from programme.attendance.labels import PRESENCES
from programme.attendance.views.base import blueprint, load_activity
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import Activity
    from programme.people.models import Person


@blueprint.route("/aktivitet/<int:key>/kommer", methods=["GET", "POST"])
def coming(key: int) -> Response:
    """Say that one comes, and what the venue has to know."""
    activity = load_activity(key, policy.can_answer)
    form = ComingForm()
    form.ask(activity)
    return _answered(activity, form, "attendance.coming", "attendance/coming.html")


@blueprint.route("/aktivitet/<int:key>/afbud", methods=["GET", "POST"])
def apology(key: int) -> Response:
    """Send an apology before the day."""
    activity = load_activity(key, policy.can_answer)
    return _answered(activity, ApologyForm(), "attendance.apology", "attendance/apology.html")


def _answered(
    activity: Activity, form: ComingForm | ApologyForm, endpoint: str, template: str
) -> Response:
    address = url_for(endpoint, key=activity.id)
    if request.method == "GET":
        form.show(queries.find_answer(activity.id, viewer().id))
    elif form.validate():
        try:
            kept = services.answer(
                activity, form.new(), version=form.seen(), by=viewer(), address=address
            )
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_said(is_coming=kept.is_coming), "success")
            return go("activities.show", key=activity.id)
    return page(
        template,
        status=422 if form.errors else 200,
        crumbs=crumbs(activity, _("Your answer")),
        activity=activity,
        label=label_of(activity),
        when=days_of(activity),
        form=form,
        address=address,
        is_open=_is_open(activity),
    )


def _said(*, is_coming: bool) -> str:
    if is_coming:
        return _("You have answered that you are coming.")
    return _("Your apology is sent.")


def _is_open(activity: Activity) -> bool:
    ahead = activity.starts_on is not None and activity.starts_on > clock.today()
    return ahead and not activity.is_cancelled


def _panel(activity: Activity, person: Person) -> Panel | None:
    """What a member is asked, has answered, or was noted as."""
    if activity.starts_on is None or not policy.can_answer(person, activity):
        return None
    if not _is_open(activity):
        return _afterwards(activity, person)
    answer = queries.find_answer(activity.id, person.id)
    asks_more = activity.asks_overnight or activity.asks_diet
    is_asked = activity.answers_until is not None or asks_more
    return Panel(
        Place.TOP if is_asked or answer else Place.ASIDE,
        "attendance/_answer.html",
        {
            "answer": answer,
            "is_asked": is_asked,
            "asks_more": asks_more,
            "until": activity.answers_until,
            "is_late": bool(activity.answers_until and activity.answers_until < clock.today()),
        },
    )


def _afterwards(activity: Activity, person: Person) -> Panel | None:
    marks = queries.own_marks(activity.id, person.id)
    if not marks:
        return None
    days = [(day, PRESENCES[presence], note) for day, presence, note in marks]
    return Panel(Place.ASIDE, "attendance/_own_marks.html", {"days": days})


register("attendance_answer", _panel)
