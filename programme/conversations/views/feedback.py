"""Ask for feedback on one focus, answer, and read the answers one has been given."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.conversations import policy, queries, services
from programme.conversations.forms import AnswerForm, AskForm
from programme.conversations.views.base import blueprint
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.guideposts import queries as guideposts
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.conversations.models import FeedbackRequest


@blueprint.get("/feedback")
def feedback() -> Response:
    """What one has been asked, and what one has asked others."""
    person = viewer()
    asked = queries.asked_of(person.id)
    return page(
        "conversations/feedback.html",
        waiting=[one for one in asked if one.is_open],
        answered=[one for one in asked if not one.is_open],
        own=queries.requests_by(person.id),
        may_ask=bool(queries.may_be_asked(person)),
    )


@blueprint.route("/feedback/ny", methods=["GET", "POST"])
def ask() -> Response:
    """Choose a focus and whom to ask."""
    form = AskForm()
    form.offer(queries.may_be_asked(viewer()), guideposts.chosen(viewer().id))
    if request.method == "GET":
        form.key.data = secrets.token_urlsafe(16)
    if form.validate_on_submit():
        try:
            made = services.ask(viewer(), form.new())
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_asked(len(made)), "success")
            return go("conversations.feedback")
    return page(
        "conversations/ask.html",
        status=422 if form.errors else 200,
        form=form,
        crumbs=_crumbs((_("Ask for feedback"), None)),
    )


@blueprint.route("/feedback/<int:key>", methods=["GET", "POST"])
def request_for_feedback(key: int) -> Response:
    """The question: with the answer for who asked, with room for one for who is asked."""
    if request.method == "POST":
        found = load(queries.find_request, key, policy.can_answer, policy.can_see_request)
    else:
        found = load(queries.find_request, key, policy.can_see_request)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            services.answer(found, form.reply.data or "")
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Your feedback is sent. %(name)s alone can read it.", name=found.asker.name))
            return go("conversations.feedback")
    return _shown(found, form)


@blueprint.post("/feedback/<int:key>/nej")
def decline(key: int) -> Response:
    """Say that one cannot answer."""
    found = load(queries.find_request, key, policy.can_answer, policy.can_see_request)
    services.decline(found)
    db.session.commit()
    flash(_("You have said that you cannot answer now."))
    return go("conversations.feedback")


@blueprint.post("/feedback/<int:key>/traek-tilbage")
def withdraw(key: int) -> Response:
    """Take the question back."""
    found = load(queries.find_request, key, policy.can_withdraw, policy.can_see_request)
    services.withdraw(found)
    db.session.commit()
    flash(_("The question has been taken back."))
    return go("conversations.feedback")


def _shown(found: FeedbackRequest, form: AnswerForm) -> Response:
    is_asker = policy.can_read_reply(viewer(), found)
    name = found.asked.name if is_asker else found.asker.name
    return page(
        "conversations/request.html",
        status=422 if form.errors else 200,
        found=found,
        reply=found.reply if is_asker else "",
        is_asker=is_asker,
        form=form if policy.can_answer(viewer(), found) else None,
        crumbs=_crumbs((name, None)),
    )


def _crumbs(*further: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Feedback"), url_for("conversations.feedback")), *further]


def _asked(count: int) -> str:
    return ngettext("%(num)d person is asked.", "%(num)d people are asked.", count)
