"""Ask a colleague for a visit, answer one, call one off."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import abort, flash, url_for
from flask_babel import gettext as _

from programme.core import clock
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import is_page_key
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.visits import policy, queries, services
from programme.visits.forms import VisitForm
from programme.visits.views.base import blueprint

if TYPE_CHECKING:
    from flask import Response


@blueprint.route("/besoeg", methods=["GET", "POST"])
def index() -> Response:
    """One's visits, and room to ask for one more."""
    form, colleagues = VisitForm(), queries.colleagues(viewer().id)
    form.offer(colleagues)
    if form.validate_on_submit() and form.visit_on.data:
        key = form.key.data or ""
        if not is_page_key(key):
            abort(400)
        try:
            services.ask(viewer(), form.host.data, form.visit_on.data, form.focus.data, key)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Your colleague is asked by mail."), "success")
            return go("visits.index")
    form.key.data = form.key.data or secrets.token_urlsafe(16)
    return page(
        "visits/index.html",
        status=422 if form.errors else 200,
        crumbs=[(_("Learning log"), url_for("learning_logs.index")), (_("Visit a colleague"), "")],
        form=form if colleagues else None,
        visits=queries.visits_of(viewer().id),
        me=viewer().id,
        today=clock.today(),
    )


@blueprint.post("/besoeg/<int:key>/ja")
def accept(key: int) -> Response:
    """Say yes."""
    services.accept(load(queries.find_visit, key, policy.can_answer, sees=policy.can_see))
    db.session.commit()
    flash(_("The visit stands in both your plans now."), "success")
    return go("visits.index")


@blueprint.post("/besoeg/<int:key>/nej")
def decline(key: int) -> Response:
    """Say no."""
    services.decline(load(queries.find_visit, key, policy.can_answer, sees=policy.can_see))
    db.session.commit()
    flash(_("Your colleague is told."), "success")
    return go("visits.index")


@blueprint.post("/besoeg/<int:key>/aflys")
def call_off(key: int) -> Response:
    """Call it off."""
    services.call_off(load(queries.find_visit, key, policy.can_call_off), by=viewer())
    db.session.commit()
    flash(_("The visit is called off."), "success")
    return go("visits.index")
