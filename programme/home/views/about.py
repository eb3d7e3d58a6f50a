"""The pages that tell how the site treats people, and the living style guide."""

from __future__ import annotations

from flask import Response, current_app

from programme.core.access import public
from programme.core.web import page
from programme.home.style_samples import samples
from programme.home.views.base import blueprint


@blueprint.get("/fortrolighed")
@public
def confidentiality() -> Response:
    """Say who can read a log."""
    return page("home/confidentiality.html")


@blueprint.get("/privatlivspolitik")
@public
def privacy() -> Response:
    """Say what is kept of a person, and for how long."""
    return page("home/privacy.html", mail_from=current_app.config["SETTINGS"].mail_from)


@blueprint.get("/tilgaengelighed")
@public
def accessibility() -> Response:
    """State how accessible the site is."""
    return page("home/accessibility.html")


@blueprint.get("/stil")
@public
def style_guide() -> Response:
    """Show every macro of the interface in all its states."""
    return page("home/style_guide.html", **samples())
