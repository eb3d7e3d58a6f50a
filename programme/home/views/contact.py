"""Whom to turn to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.core.web import page
from programme.home import queries
from programme.home.views.base import blueprint
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/kontakt")
def contact() -> Response:
    """The coordinators of one's cohorts, with mail and telephone."""
    return page("home/contact.html", cohorts=queries.contacts_of(viewer().id))
