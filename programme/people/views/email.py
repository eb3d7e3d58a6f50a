"""Changing one's e-mail address: asked for here, answered from the old address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _

from programme.core.access import public
from programme.core.db import db, release
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people import services
from programme.people.forms import ChangeEmailForm
from programme.people.viewer import viewer
from programme.people.views.base import blueprint, remote, unseen

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/konto/email")
def email() -> Response:
    """Ask for the new address and the password."""
    return _asked(ChangeEmailForm())


@blueprint.post("/konto/email")
def change_email() -> Response:
    """Note the new address; the old one is asked by mail."""
    form = ChangeEmailForm()
    if not form.validate():
        return _asked(form, 422)
    person = viewer()
    address, stored = person.email, person.password_hash
    release()
    try:
        services.check_current_password(address, stored, form.current_password.data or "", remote())
        services.request_email_change(viewer(), form.email.data or "")
    except RuleBrokenError as error:
        release()
        form.refuse(error)
        return _asked(form, 422)
    db.session.commit()
    flash(_("We have written to your present address. Answer there, and the new one holds."))
    return go("people.account")


@blueprint.post("/konto/email/fortryd")
def withdraw_email_change() -> Response:
    """Drop one's own wish for another address."""
    services.withdraw_email_change(viewer())
    db.session.commit()
    flash(_("You keep your present address."), "success")
    return go("people.account")


@blueprint.get("/konto/email/<token>")
@public
def answer_email_change(token: str) -> Response:
    """Show what is asked; nothing changes until a button is pressed."""
    change = services.find_email_change(token)
    if change is None:
        return unseen(page("people/link_gone.html", status=404))
    return unseen(page("people/answer_email_change.html", change=change, token=token))


@blueprint.post("/konto/email/<token>")
@public
def settle_email_change(token: str) -> Response:
    """Yes or no, from whoever holds the old address."""
    change = services.find_email_change(token)
    if change is None:
        return unseen(page("people/link_gone.html", status=404))
    agreed = request.form.get("answer") == "yes"
    settle = services.confirm_email_change if agreed else services.refuse_email_change
    settle(change)
    db.session.commit()
    return unseen(page("people/email_change_settled.html", agreed=agreed))


def _asked(form: ChangeEmailForm, status: int = 200) -> Response:
    return page("people/email.html", status=status, form=form, person=viewer())
