"""Forms of sign-in and of one's own account: syntax only, rules stand in the services."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, PasswordField

from programme.core.forms import Form, Needed, Readable
from programme.core.text import l_

LONGEST_EMAIL = 254


def _email(label: Any, autocomplete: str) -> EmailField:  # noqa: ANN401 - a lazy text
    checks = [Needed(), Readable(LONGEST_EMAIL, one_line=True)]
    return EmailField(label, checks, render_kw={"autocomplete": autocomplete})


def _password(label: Any, autocomplete: str) -> PasswordField:  # noqa: ANN401 - a lazy text
    return PasswordField(label, [Needed()], render_kw={"autocomplete": autocomplete})


def _tick(label: Any) -> BooleanField:  # noqa: ANN401 - a lazy text
    return BooleanField(label)


class SignInForm(Form):
    """`kept` carries signed texts over an expired sign-in, `next` the page that was wanted."""

    email = _email(l_("E-mail"), "username")
    password = _password(l_("Password"), "current-password")
    remember = _tick(l_("Remember me on this device for 30 days"))
    next = HiddenField()
    kept = HiddenField()


class ForgottenForm(Form):
    """Whose password is forgotten."""

    email = _email(l_("E-mail"), "username")


class ChoosePasswordForm(Form):
    """A new password, by a mailed link."""

    password = _password(l_("New password"), "new-password")


class ChangePasswordForm(Form):
    """A new password in place of one that is known."""

    current_password = _password(l_("Present password"), "current-password")
    password = _password(l_("New password"), "new-password")


class ChangeEmailForm(Form):
    """A new address, asked for by somebody who knows the password."""

    email = _email(l_("New e-mail address"), "email")
    current_password = _password(l_("Present password"), "current-password")


class PresentPasswordForm(Form):
    """Before something leaves that only its owner may have: a browser may be left signed in."""

    current_password = _password(l_("Present password"), "current-password")
