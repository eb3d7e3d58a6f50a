"""The page on which one chooses what comes by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.notifications import queries, remarks, services
from programme.notifications.forms import NoticesForm
from programme.notifications.views.base import blueprint
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/konto/beskeder")
def index() -> Response:
    """See what one gets mails about."""
    form = _form()
    form.show(queries.choice_of(viewer().id))
    return _asked(form)


@blueprint.post("/konto/beskeder")
def choose() -> Response:
    """Choose what one gets mails about."""
    form = _form()
    if not form.validate():
        return _asked(form, 422)
    try:
        services.choose(viewer(), form.chosen(), url_for("notifications.index"))
    except RuleBrokenError as error:
        form.refuse(error)
        return _asked(form, 422)
    db.session.commit()
    flash(_("Your choices are saved."), "success")
    return go("notifications.index")


def _form() -> NoticesForm:
    form = NoticesForm()
    locale = get_locale()
    days = locale.days["stand-alone"]["wide"] if locale else {}
    form.offer([days[number].capitalize() for number in services.WEEKDAYS])
    return form


def _asked(form: NoticesForm, status: int = 200) -> Response:
    person = viewer()
    chosen = queries.choice_of(person.id)
    return page(
        "notifications/index.html",
        status=status,
        form=form,
        person=person,
        chosen=chosen,
        remarks=remarks.remarks(person.id, chosen),
    )
