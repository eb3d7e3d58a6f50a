"""What can go wrong, as exceptions with a message for the person, and their pages."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from jinja2_fragments.flask import render_block
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import (
    BadRequest,
    Conflict,
    HTTPException,
    InternalServerError,
    NotFound,
    SecurityError,
    ServiceUnavailable,
)

from programme.core.web import wants_fragment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500})


class RuleBrokenError(Exception):
    """A rule of the house says no. `message` is for the person; `field` names the form's field."""

    def __init__(self, message: object, field: str | None = None) -> None:
        super().__init__(str(field or "rule"))
        self.message = message
        self.field = field


class ConflictError(Exception):
    """Somebody saved in between.

    `mine` and `theirs` map each field's label to its text; `address` is where to go on.
    With `version`, that of what stands now, the page offers to save mine over it after all.
    """

    def __init__(
        self,
        mine: Mapping[str, str],
        theirs: Mapping[str, str],
        address: str,
        version: int | None = None,
    ) -> None:
        super().__init__("version")
        self.mine = dict(mine)
        self.theirs = dict(theirs)
        self.address = address
        self.version = version


def register(app: Flask) -> None:
    """Give the app its error pages."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(RuleBrokenError, _rule)
    app.register_error_handler(ConflictError, _conflict)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unexpected)


def _page(code: int, **context: Any) -> tuple[str, int]:  # noqa: ANN401 - template values
    name = f"errors/{code}.html" if code in PAGES else "errors/other.html"
    return render_template(name, code=code, **context), code


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if isinstance(error, SecurityError):  # a foreign Host: no page, as no address can be made
        return Response("Bad request\n", code, mimetype="text/plain")
    if code < 400:  # noqa: PLR2004 - redirects are exceptions too
        return error
    body, status = _page(code, error_id=None)
    headers = [(k, v) for k, v in error.get_headers() if k.lower() in {"retry-after", "allow"}]
    return body, status, headers


def _token(error: CSRFError) -> ResponseReturnValue:
    """A form whose token no longer holds: show the texts again, so that nothing is lost."""
    del error
    typed = {k: v for k, v in request.form.items() if not _is_secret(k) and v.strip()}
    return _page(BadRequest.code, typed=typed, error_id=None)


def _is_secret(field: str) -> bool:
    return field == "csrf_token" or "password" in field


def _rule(error: RuleBrokenError) -> ResponseReturnValue:
    body, _status = _page(BadRequest.code, message=error.message, error_id=None, typed={})
    return body, 422


def _conflict(error: ConflictError) -> ResponseReturnValue:
    keep = {} if error.version is None else _typed_again(error.version)
    return _conflict_page(
        mine=error.mine, theirs=error.theirs, address=error.address or request.path, keep=keep
    )


def _typed_again(version: int) -> dict[str, list[str]]:
    """The form as it was sent, but knowing what stands now."""
    typed = {name: values for name, values in request.form.lists() if name != "csrf_token"}
    return typed | {"version": [str(version)]}


def _conflict_page(**context: Any) -> ResponseReturnValue:  # noqa: ANN401 - template values
    """The page; for htmx its main part, put in place of the page's."""
    if not wants_fragment():
        return _page(Conflict.code, error_id=None, **context)
    body = render_block("errors/409.html", "main", **context)
    headers = {"HX-Retarget": "#main", "HX-Reswap": "innerHTML"}
    return body, Conflict.code, headers


def _stale(error: StaleDataError) -> ResponseReturnValue:
    del error
    return _conflict_page(mine={}, theirs={}, address=request.path, keep={})


def _database(error: OperationalError) -> ResponseReturnValue:
    log.error("database unavailable: %s at %s", type(error.orig).__name__, request.endpoint)
    return _page(ServiceUnavailable.code, error_id=None)


def _unexpected(error: Exception) -> ResponseReturnValue:
    """Name the kind and the place only: a text somebody typed may be inside the exception."""
    error_id = secrets.token_hex(4)
    place = _place(error)
    log.error("error %s: %s in %s at %s", error_id, type(error).__name__, request.endpoint, place)
    return _page(InternalServerError.code, error_id=error_id)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


__all__ = ["ConflictError", "NotFound", "RuleBrokenError", "register"]
