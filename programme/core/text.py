"""Texts for people, said where no request is at hand and translated when shown."""

from flask_babel import lazy_gettext as l_

__all__ = ["l_"]
