"""What mailed links open: choosing the first password, or a new one for a forgotten one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _

from programme.core.access import public
from programme.core.db import db, release
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people import passwords, services
from programme.people.forms import ChoosePasswordForm, ForgottenForm
from programme.people.models import LinkPurpose
from programme.people.throttle import TooOftenError
from programme.people.views.base import blueprint, device, let_in, remote, unseen

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/glemt-adgangskode")
@public
def forgotten() -> Response:
    """Ask whose password is forgotten."""
    return page("people/forgotten.html", form=ForgottenForm(), sent=False)


@blueprint.post("/glemt-adgangskode")
@public
def send_reset() -> Response:
    """Say the same to everybody, whether there is such an account or not."""
    form = ForgottenForm()
    if not form.validate():
        return page("people/forgotten.html", status=422, form=form, sent=False)
    release()
    try:
        services.request_reset(form.email.data or "", remote())
    except TooOftenError as error:
        form.form_errors.append(_("There were many attempts in a short time. Try again later."))
        answer = page("people/forgotten.html", status=429, form=form, sent=False)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    db.session.commit()
    return page("people/forgotten.html", form=form, sent=True)


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> Response:
    """Show the form of an invitation; nothing changes until it is sent."""
    return unseen(_shown(token, LinkPurpose.INVITATION, ChoosePasswordForm()))


@blueprint.post("/invitation/<token>")
@public
def accept_invitation(token: str) -> Response:
    """Set the first password, and let the person in."""
    return unseen(_chosen(token, LinkPurpose.INVITATION))


@blueprint.get("/ny-adgangskode/<token>")
@public
def reset(token: str) -> Response:
    """Show the form for a new password; nothing changes until it is sent."""
    return unseen(_shown(token, LinkPurpose.RESET, ChoosePasswordForm()))


@blueprint.post("/ny-adgangskode/<token>")
@public
def reset_now(token: str) -> Response:
    """Set the new password; the person signs in with it."""
    return unseen(_chosen(token, LinkPurpose.RESET))


def _shown(
    token: str, purpose: LinkPurpose, form: ChoosePasswordForm, status: int = 200
) -> Response:
    link = services.find_link(token, purpose)
    if link is None:
        return page("people/link_gone.html", status=404)
    return page(
        "people/choose_password.html",
        status=status,
        form=form,
        person=link.person,
        token=token,
        invited=purpose is LinkPurpose.INVITATION,
    )


def _chosen(token: str, purpose: LinkPurpose) -> Response:
    form = ChoosePasswordForm()
    link = services.find_link(token, purpose)
    if link is None or not form.validate():
        return _shown(token, purpose, form, 422)
    about = services.known_texts(link.person)
    release()
    try:
        hashed = passwords.new_hash(form.password.data or "", about)
    except RuleBrokenError as error:
        form.refuse(error)
        return _shown(token, purpose, form, 422)
    return _use(token, purpose, hashed)


def _use(token: str, purpose: LinkPurpose, hashed: str) -> Response:
    person = services.use_link(token, purpose, hashed)
    invited = purpose is LinkPurpose.INVITATION
    if person and invited:
        services.welcome(person)
        services.begin_sign_in(person, device=device())
    db.session.commit()
    if person is None:
        return page("people/link_gone.html", status=404)
    if invited:
        let_in(person)
        return go("people.welcome")
    flash(_("Your password has been changed. Sign in with the new one."), "success")
    return go("people.sign_in")
