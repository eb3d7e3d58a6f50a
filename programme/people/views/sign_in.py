"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from programme.core.access import local_path, public
from programme.core.db import db, release
from programme.core.web import go, go_to, page
from programme.people import demo, kept, queries, services, sessions
from programme.people.forms import SignInForm
from programme.people.throttle import TooOftenError
from programme.people.views.base import (
    blueprint,
    cookie_token,
    device,
    forget,
    let_in,
    remote,
)

if TYPE_CHECKING:
    from flask import Response

    from programme.people.models import Person


@blueprint.get("/log-ind")
@public
def sign_in() -> Response:
    """Ask who it is; whoever is signed in goes on at once."""
    wanted = local_path(request.args.get("next"))
    if current_user.is_authenticated:
        return go_to(wanted or "/")
    form = SignInForm()
    form.next.data = wanted or ""
    return _asked(form)


@blueprint.post("/log-ind")
@public
def sign_in_now() -> Response:
    """Weigh e-mail and password, and begin a new sign-in."""
    form = SignInForm()
    if not form.validate():
        return _asked(form, 422)
    release()
    try:
        person = services.sign_in(_attempt(form))
    except TooOftenError as error:
        return _too_often(form, error)
    first = bool(person and _replace(person))
    db.session.commit()
    if person is None:
        form.form_errors.append(_("E-mail and password do not belong together."))
        return _asked(form, 422)
    return _enter(person, form, first=first)


@blueprint.post("/log-ind/demo")
@public
def sign_in_demo() -> Response:
    """Sign in as one of the demo's people."""
    email = request.form.get("email", "")
    person = queries.find_by_email(email) if email in [p.email for p in demo.people()] else None
    if person is None:
        abort(404)
    _replace(person)
    services.begin_sign_in(person, device=device())
    db.session.commit()
    let_in(person)
    return go_to("/")


@blueprint.post("/log-ud")
@public
def sign_out() -> Response:
    """End this sign-in; the browser forgets what it has stored of the pages."""
    services.sign_out(cookie_token())
    db.session.commit()
    forget()
    answer = go("people.sign_in")
    # Not "cookies": that would empty those of the neighbours under the same domain too.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _attempt(form: SignInForm) -> services.Attempt:
    return services.Attempt(
        email=form.email.data or "",
        password=form.password.data or "",
        address=remote(),
        remember=bool(form.remember.data),
        device=device(),
    )


def _replace(person: Person) -> bool:
    """End the sign-in that this browser carried; says whether it is the person's first."""
    sessions.end(cookie_token())
    return services.welcome(person)


def _enter(person: Person, form: SignInForm, *, first: bool) -> Response:
    strict = sessions.is_strict(person)
    let_in(person, remembered=bool(form.remember.data) and not strict)
    if form.remember.data and strict:
        flash(_("You are not remembered on this device, because you can change what others see."))
    text = kept.opened(form.kept.data, person.id)
    if text:
        return page("people/kept.html", kept=text)
    if first:
        return go("people.welcome")
    return go_to(local_path(form.next.data) or "/")


def _asked(form: SignInForm, status: int = 200) -> Response:
    return page(
        "people/sign_in.html",
        "sign_in_form",
        status,
        form=form,
        demo_people=demo.people(),
        expired=bool(form.kept.data),
        lost=[],
    )


def _too_often(form: SignInForm, error: TooOftenError) -> Response:
    form.form_errors.append(
        _("There were many attempts in a short time. Wait %(count)s seconds, and try again.",
          count=error.seconds)
    )  # fmt: skip
    answer = _asked(form, 429)
    answer.headers["Retry-After"] = str(error.seconds)
    return answer
