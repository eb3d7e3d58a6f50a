"""The app's own log. It names endpoints, kinds and keys; never a path, a token or a text."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Flask, g, request

if TYPE_CHECKING:
    from flask import Response

log = logging.getLogger("programme.requests")
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def register(app: Flask) -> None:
    """Set the level, and at INFO write a line for each answer."""
    level = app.config["SETTINGS"].log_level
    logging.basicConfig(format=FORMAT)
    logging.getLogger("programme").setLevel(level)
    if log.isEnabledFor(logging.INFO):
        app.before_request(_begin)
        app.after_request(_end)


def _begin() -> None:
    g.began = perf_counter()


def _end(response: Response) -> Response:
    took = (perf_counter() - g.began) * 1000 if "began" in g else 0.0
    log.info("%s %s %s %.1f ms", request.method, request.endpoint, response.status_code, took)
    return response
