"""Facilitators answer: by a mailed link without signing in, or signed in on the activity's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request
from flask_babel import gettext as _

from programme.activities import queries as activities
from programme.activities.policy import can_view
from programme.activities.views.base import days_of, label_of
from programme.core import clock
from programme.core.access import load, public
from programme.core.db import db, release
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.facilitation import policy, queries, services
from programme.facilitation.forms import AnswerForm, given
from programme.facilitation.views.base import blueprint
from programme.people import throttle
from programme.people.viewer import viewer
from programme.people.views.base import remote, unseen

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import FacilitatorRequest


@blueprint.get("/svar/<token>")
@public
def link(token: str) -> Response:
    """Show what is asked; nothing changes until a button is pressed."""
    found = queries.find_request_by_token(token)
    form = AnswerForm(formdata=None, note=found.note if found else "")
    return unseen(_shown(found, token, form))


@blueprint.post("/svar/<token>")
@public
def answer_link(token: str) -> Response:
    """Take the answer of whoever holds the link; a link that opens nothing is not counted."""
    found = queries.find_request_by_token(token)
    if found is None or not policy.is_open(found, clock.now()):
        return unseen(_gone())
    release()
    try:
        throttle.attempt(throttle.link_limits(token, remote()))
    except throttle.TooOftenError as error:
        answer = page("errors/429.html", status=429)
        answer.headers["Retry-After"] = str(error.seconds)
        return unseen(answer)
    return unseen(_taken(token, AnswerForm()))


def _taken(token: str, form: AnswerForm) -> Response:
    pressed = given(request.form.get("answer"))
    if pressed is None or not form.validate():
        return _shown(queries.find_request_by_token(token), token, form, 422)
    found = services.answer_by_link(token, pressed, form.note.data or "")
    if found is None:
        return _gone()
    db.session.commit()
    flash(_("Thank you. Your answer is noted."), "success")
    return go("facilitation.link", token=token)


def _shown(
    found: FacilitatorRequest | None, token: str, form: AnswerForm, status: int = 200
) -> Response:
    if found is None or not policy.is_open(found, clock.now()):
        return _gone()
    return page(
        "facilitation/answer.html",
        status=status,
        asked=found,
        activity=found.activity,
        label=label_of(found.activity),
        when=days_of(found.activity),
        form=form,
        token=token,
    )


def _gone() -> Response:
    return page("facilitation/link_gone.html", status=404)


@blueprint.post("/aktivitet/<int:key>/svar")
def answer(key: int) -> Response:
    """Answer for oneself, signed in."""
    activity = load(activities.find_activity, key, policy.can_answer, can_view)
    found = queries.find_request(activity.id, viewer().id) or abort(404)
    form, pressed = AnswerForm(), given(request.form.get("answer"))
    if pressed is None or not form.validate():
        flash(_("Your answer could not be read. Try again."), "warning")
        return go("activities.show", key=key)
    try:
        services.answer(found, pressed, form.note.data or "")
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
        return go("activities.show", key=key)
    db.session.commit()
    flash(_("Thank you. Your answer is noted."), "success")
    return go("activities.show", key=key)
