"""A form sent after the sign-in ran out: ask for it again, and keep what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from programme.core.web import page
from programme.people import demo, sessions
from programme.people.forms import SignInForm
from programme.people.kept import Kept, sealed, typed
from programme.people.views.base import back, blueprint, cookie_token

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.blueprints import BlueprintSetupState


def expired_post() -> Response:
    """The sign-in form with the typed fields inside, sealed for the person who was signed in."""
    owner = sessions.owner(cookie_token())
    kept = Kept(request.full_path.rstrip("?"), typed(request.form.items(multi=True)))
    form = SignInForm(formdata=None)
    form.next.data = back()
    if owner and kept.fields:
        form.kept.data = sealed(owner, kept)
    return page(
        "people/sign_in.html",
        status=401,
        form=form,
        demo_people=demo.people(),
        expired=True,
        lost=[] if owner else kept.texts,
    )


@blueprint.record
def _join(state: BlueprintSetupState) -> None:
    app: Flask = state.app  # type: ignore[assignment] # Flask's own type is the scaffold
    app.extensions["expired_post"] = expired_post
