"""Which language a request is answered in: the person's, else the one chosen in the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask, g, has_request_context, session
from flask_babel import get_locale, get_translations
from flask_login import current_user

if TYPE_CHECKING:
    from babel import Locale
    from babel.support import NullTranslations

LOCALES = {"da": "da_DK", "en": "en_GB"}
SESSION_KEY = "locale"

_KNOWN: Final = "lederforloeb_translations"  # beside Flask-Babel's own, for the request
_NOTHING: Final = (None, None)
_loaded: dict[Locale, NullTranslations] = {}


def register(app: Flask) -> None:
    """Let templates translate by the quick way: a page asks a hundred times."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of its extension
        lambda message: _translations().gettext(message),
        lambda one, many, n: _translations().ngettext(one, many, n),
        newstyle=True,
    )


def _translations() -> NullTranslations:
    """What Flask-Babel's own function gives, without asking it three times for its context."""
    space = vars(g._get_current_object()).get("_flask_babel") if g else None  # type: ignore[truthy-bool]  # noqa: SLF001
    locale = getattr(space, "babel_locale", None)
    known: tuple[Locale | None, NullTranslations | None] = getattr(space, _KNOWN, _NOTHING)
    if known[1] is not None and known[0] is locale:  # by ==, the two would be taken apart
        return known[1]
    return _found(locale or get_locale(), space)


def _found(locale: Locale | None, space: object) -> NullTranslations:
    if locale is None:
        return get_translations()
    if locale not in _loaded:
        _loaded[locale] = get_translations()
    if space is not None:
        setattr(space, _KNOWN, (locale, _loaded[locale]))
    return _loaded[locale]


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
