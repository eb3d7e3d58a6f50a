"""Whether the site answers: for the machine that watches it, without details."""

from __future__ import annotations

from flask import Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from programme.core.access import public
from programme.core.db import reading
from programme.people.views.base import blueprint


@blueprint.get("/healthz")
@public
def health() -> Response:
    """200 while the database answers, else 503."""
    try:
        with reading() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("unavailable\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
