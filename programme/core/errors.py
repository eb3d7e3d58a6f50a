"""What can go wrong, as exceptions with a message for the person, and their pages."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from jinja2_fragments.flask import render_block
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError
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

from programme.core.access import is_public, sign_in_first
from programme.core.db import release
from programme.core.web import wants_fragment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

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
    app.register_error_handler(DataError, _data)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(IntegrityError, _collision)
    app.register_error_handler(Exception, _unexpected)
    app.log_exception = _unhandled  # type: ignore[method-assign] # Flask's own writes path and text


def _page(code: int, **context: Any) -> tuple[str, int]:  # noqa: ANN401 - template values
    name = f"errors/{code}.html" if code in PAGES else "errors/other.html"
    try:
        return render_template(name, code=code, **context), code
    except Exception as error:  # noqa: BLE001 - left alone, the server would log its text
        _note("no page", error)
        return f"{code} {context.get('error_id') or ''}\n", code


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
    """A form whose token no longer holds: show the texts again, so that nothing is lost.

    Who has signed out in another tab signs in first, as after any sign-in that is over.
    """
    del error
    if not (current_user.is_authenticated or is_public(request.endpoint or "")):
        answer = make_response(sign_in_first())
        if "HX-Request" not in request.headers:  # the dialog over the page waits for its 401
            answer.status_code = BadRequest.code
        return answer
    return _page(BadRequest.code, typed=_typed(), error_id=None)


def _data(error: DataError) -> ResponseReturnValue:
    """A value that no column takes, such as a NUL: no page of ours sends it."""
    log.warning("value refused: %s at %s", type(error.orig).__name__, request.endpoint)
    _let_go()
    return _page(BadRequest.code, error_id=None)


def _typed() -> dict[str, str]:
    return {k: v for k, v in request.form.items() if not _is_secret(k) and v.strip()}


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
    _let_go()
    return _conflict_page(mine={}, theirs={}, address=request.path, keep={})


def _collision(error: IntegrityError) -> ResponseReturnValue:
    """Two did the same at the same moment, and the database let one of them."""
    log.error("collision: %s at %s", type(error.orig).__name__, request.endpoint)
    _let_go()
    return _conflict_page(mine={}, theirs={}, address=request.path, keep={})


def _database(error: OperationalError) -> ResponseReturnValue:
    log.error("database unavailable: %s at %s", type(error.orig).__name__, request.endpoint)
    _let_go()
    return _page(ServiceUnavailable.code, error_id=None)


def _unexpected(error: Exception) -> ResponseReturnValue:
    """Name the kind and the place only: a text somebody typed may be inside the exception."""
    error_id = secrets.token_hex(4)
    _note(f"error {error_id}", error)
    _let_go()
    return _page(InternalServerError.code, error_id=error_id)


def _let_go() -> None:
    """A broken transaction answers nothing more, and the page asks who is signed in."""
    with suppress(SQLAlchemyError):
        release()


def _unhandled(
    exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
) -> None:
    """Name an error that even its page could not be made for: kind and place, as ever."""
    error = exc_info[1]
    if error is not None:
        _note("no answer", error)


def _note(what: str, error: BaseException) -> None:
    log.error("%s: %s in %s at %s", what, type(error).__name__, request.endpoint, _place(error))


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


__all__ = ["ConflictError", "NotFound", "RuleBrokenError", "register"]
