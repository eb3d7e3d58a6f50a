"""The first visit: three things, each of which may be left for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.core.web import page
from programme.people.viewer import viewer
from programme.people.views.base import blueprint

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/velkommen")
def welcome() -> Response:
    """What is whose, the dates, a first entry."""
    return page("people/welcome.html", person=viewer())
