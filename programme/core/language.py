"""Which language a request is answered in: the person's, else the one chosen in the session."""

from __future__ import annotations

from flask import has_request_context, session
from flask_babel import get_locale
from flask_login import current_user

LOCALES = {"da": "da_DK", "en": "en_GB"}
SESSION_KEY = "locale"


def chosen() -> str:
    """The Babel locale. `da_DK`, because plain `da` counts weeks in the American way."""
    if not has_request_context():
        return LOCALES["da"]
    if current_user.is_authenticated:
        return LOCALES[current_user.locale.value]
    return LOCALES.get(str(session.get(SESSION_KEY)), LOCALES["da"])


def short() -> str:
    """`da` or `en`, for our own date formats."""
    locale = get_locale()
    return locale.language if locale else "da"
