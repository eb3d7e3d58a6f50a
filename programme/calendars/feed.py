"""The address that calendar programs poll, answered in front of Flask.

A poll needs no session, no user, no language and no page: with those it would cost several times
as much, carry cookies, and redirect to a sign-in that calendar programs take for an empty calendar.
So everything below /kalender/ is answered here, as WSGI; nothing of it reaches a log, a template
or Flask. The status codes are chosen by what programs do at them: 401, 410 and 429 make some give
up for good, 404 does not.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_etags

from programme.calendars import queries, services
from programme.calendars.choices import Choice
from programme.calendars.clients import program_name
from programme.calendars.last_good import LastGood
from programme.core import clock
from programme.core.db import reading
from programme.core.headers import HEADERS, HSTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask
    from sqlalchemy.engine import Connection

    from programme.calendars.queries import Feed
    from programme.calendars.services import Calendar

    # ETag and bytes; without the bytes for who has them.
    Version = tuple[str, bytes | None]

PREFIX: Final = "/kalender/"
SUFFIX: Final = ".ics"
MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_FILE: Final = 'inline; filename="lederforloeb.ics"'
_ALLOWED: Final = "GET, HEAD, OPTIONS"
_PRIVATE: Final = {**HEADERS, "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status line, its own headers, and the body; None where there may be none."""

    status: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None


def _plain(status: str, *headers: tuple[str, str]) -> Answer:
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return Answer(
        status, (kind, ("Cache-Control", "no-store"), *headers), f"{status[4:]}\n".encode()
    )


# One answer for unknown, closed, malformed and forbidden: it tells nothing apart.
NOT_FOUND: Final = _plain("404 Not Found")
NOT_ALLOWED: Final = _plain("405 Method Not Allowed", ("Allow", _ALLOWED))
BROKEN: Final = _plain("500 Internal Server Error")
UNAVAILABLE: Final = _plain("503 Service Unavailable", ("Retry-After", "300"))
OPTIONS: Final = Answer("204 No Content", (("Allow", _ALLOWED),))


def mount(app: Flask) -> None:
    """Let the feeds be answered before the app is asked."""
    app.wsgi_app = Feeds(app, app.wsgi_app)  # type: ignore[method-assign]


class Feeds:
    """WSGI: answers for calendar programs, and hands everything else on."""

    def __init__(self, app: Flask, site: WSGIApplication) -> None:
        self._app = app
        self._site = site
        settings = app.config["SETTINGS"]
        self._public_url: str = settings.public_url
        self._epoch = services.epoch(settings.public_url)
        self._last_good = LastGood()
        always = _PRIVATE | ({"Strict-Transport-Security": HSTS} if settings.secure else {})
        self._always = list(always.items())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer."""
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self._site(environ, start_response)
        answer = self._answer(environ, path)
        headers = [*self._always, *answer.headers]
        if answer.body is None:
            start_response(answer.status, headers)
            return []
        headers.append(("Content-Length", str(len(answer.body))))
        start_response(answer.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _answer(self, environ: WSGIEnvironment, path: str) -> Answer:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return OPTIONS
        if method not in {"GET", "HEAD"}:
            return NOT_ALLOWED
        if not path.endswith(SUFFIX):
            return NOT_FOUND
        hashed = queries.token_hash(path.removeprefix(PREFIX).removesuffix(SUFFIX))
        try:
            with self._app.app_context():
                return self._calendar(environ, hashed)
        except SQLAlchemyError as error:
            _report("database unavailable", error)
            return self._as_before(environ, hashed)
        except Exception as error:  # noqa: BLE001 - a page of HTML would empty calendars
            _report("error", error)
            return BROKEN

    def _calendar(self, environ: WSGIEnvironment, hashed: str) -> Answer:
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        with reading() as connection:
            feed = queries.find_feed(connection, hashed, epoch=self._epoch, today=clock.today())
            found, made = self._version(connection, feed, known) if feed else (None, None)
        if feed is None or found is None:
            self._last_good.forget(hashed)
            return NOT_FOUND
        if made is not None:
            services.keep(made, self._public_url, feed)
        if environ["REQUEST_METHOD"] != "HEAD":  # it takes nothing along
            # Who had another version is given a change just now: that it came is shown at once.
            is_news = bool(known) and not _matches(known, found[0])
            program = program_name(environ.get("HTTP_USER_AGENT", ""))
            services.note_fetch(feed, program, is_news=is_news)
        self._last_good.note(hashed, *found)
        return _told(known, *found) or UNAVAILABLE

    def _version(
        self, connection: Connection, feed: Feed, known: str
    ) -> tuple[Version | None, Calendar | None]:
        """What the address serves now, without the bytes if they are known there; if made, it."""
        if feed.etag and _matches(known, feed.etag):
            return (feed.etag, None), None
        stored = queries.find_body(connection, feed) if feed.etag else None
        if stored is not None:
            return stored, None
        made = services.personal_calendar(
            connection, feed.person_id, self._public_url, Choice.of(feed.variant)
        )
        return (made.etag, made.body) if made else None, made

    def _as_before(self, environ: WSGIEnvironment, hashed: str) -> Answer:
        """Without the database: what the address was served within the last minute, or 503."""
        found = self._last_good.find(hashed)
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        return (_told(known, *found) if found else None) or UNAVAILABLE


def _told(known: str, etag: str, body: bytes | None) -> Answer | None:
    """The answer to who knows `known`; None when the bytes are asked for and not at hand."""
    if _matches(known, etag):
        return _not_modified(etag)
    return None if body is None else _file(etag, body)


def _matches(known: str, etag: str) -> bool:
    """Whether If-None-Match names this version: exactly, in a list, as weak, or by a star."""
    return known == f'"{etag}"' or (bool(known) and parse_etags(known).contains_weak(etag))


def _not_modified(etag: str) -> Answer:
    return Answer("304 Not Modified", _validators(etag))


def _file(etag: str, body: bytes) -> Answer:
    kind = (("Content-Type", MEDIA_TYPE), ("Content-Disposition", _FILE))
    return Answer("200 OK", (*kind, *_validators(etag)), body)


def _validators(etag: str) -> tuple[tuple[str, str], ...]:
    """No Last-Modified: when an event is taken out, that would go back in time."""
    return ("ETag", f'"{etag}"'), ("Cache-Control", "private, no-cache")


def _report(what: str, error: Exception) -> None:
    """Kind and place only: the path, and so the token, may stand in the exception."""
    place = extract_tb(error.__traceback__)[-1]
    log.error(
        "%s: %s at calendars.feed (%s:%d)", what, type(error).__name__, place.name, place.lineno
    )
