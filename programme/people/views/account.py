"""One's own account: what is known, language, password, sign-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, session
from flask_babel import gettext as _
from flask_login import current_user

from programme.core.access import load, public
from programme.core.db import db, release
from programme.core.errors import RuleBrokenError
from programme.core.language import SESSION_KEY
from programme.core.web import go, go_to, page
from programme.people import passwords, policy, queries, services, sessions
from programme.people.forms import ChangePasswordForm
from programme.people.models import Locale
from programme.people.throttle import TooOftenError
from programme.people.viewer import viewer
from programme.people.views.base import back, blueprint, cookie_token, remote, settings

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/konto")
def account() -> Response:
    """What the site knows of the person, and what the person may change."""
    person = viewer()
    return page(
        "people/account.html",
        person=person,
        change=queries.find_open_email_change(person),
        sign_ins=sessions.living(person, idle_minutes=settings().idle_minutes),
        here=sessions.hashed(cookie_token()),
    )


@blueprint.post("/konto/sprog")
@public
def choose_language() -> Response:
    """Change the language: of the person, or of this browser when nobody is signed in."""
    try:
        locale = Locale(request.form.get("locale", ""))
    except ValueError:
        return go_to(back())
    if current_user.is_authenticated:
        services.choose_language(viewer(), locale)
        db.session.commit()
    else:
        session[SESSION_KEY] = locale.value
    return go_to(back())


@blueprint.get("/konto/adgangskode")
def password() -> Response:
    """Ask for the present and the new password."""
    return _asked(ChangePasswordForm())


@blueprint.post("/konto/adgangskode")
def change_password() -> Response:
    """Change the password; other devices are signed out."""
    form = ChangePasswordForm()
    if not form.validate():
        return _asked(form, 422)
    person = viewer()
    email, stored = person.email, person.password_hash
    about = services.known_texts(person)
    release()
    try:
        services.check_current_password(email, stored, form.current_password.data or "", remote())
        hashed = passwords.new_hash(form.password.data or "", about)
    except RuleBrokenError as error:
        form.refuse(error)
        return _asked(form, 422)
    services.change_password(viewer(), hashed, keep=cookie_token())
    db.session.commit()
    flash(_("Your password has been changed, and other devices are signed out."), "success")
    return go("people.account")


@blueprint.post("/konto/login/<int:key>/slut")
def end_sign_in(key: int) -> Response:
    """Sign out on another device."""
    row = load(sessions.find_one, key, policy.can_end_sign_in)
    services.end_sign_in(viewer(), row.id)
    db.session.commit()
    flash(_("That device is signed out."), "success")
    return go("people.account")


@blueprint.errorhandler(TooOftenError)
def too_often(error: TooOftenError) -> Response:
    """Somebody guesses at a password from inside a sign-in."""
    answer = page("errors/429.html", status=429, code=429, error_id=None)
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _asked(form: ChangePasswordForm, status: int = 200) -> Response:
    return page("people/password.html", status=status, form=form, person=viewer())
