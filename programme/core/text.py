"""Texts for people, said where no request is at hand and translated when shown."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape


class _Text(LazyString):
    """Flask-Babel's own claims to be safe HTML, whatever names and titles were put into it."""

    def __html__(self) -> Markup:
        return escape(str(self))


def l_(text: str, **values: object) -> LazyString:
    """The text in the language of whoever is shown it, with values in their places."""
    return _Text(gettext, text, **values)  # type: ignore[no-untyped-call]


__all__ = ["l_"]
