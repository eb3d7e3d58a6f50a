"""What the views of guideposts share."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask_babel import gettext as _

blueprint = Blueprint("guideposts", __name__)


def crumbs(*below: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the log over the library down to a page, as (label, address)."""
    here = (_("Guideposts"), url_for("guideposts.index") if below else "")
    return [(_("Learning log"), url_for("learning_logs.index")), here, *below]
