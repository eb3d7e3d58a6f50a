"""A browser for tests: parses every page it gets and fails on bad HTML."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import html5lib
from flask.testing import FlaskClient

from programme.people import sessions

HTMX = {"HX-Request": "true"}
KNOWN = frozenset({"unknown-protocol"})
# A token is all that differs between two answers that say the same.
TOKEN = re.compile(r'(name="csrf_token" value|data-csrf)="[\w.-]+"')


class Client:
    """Requests as a browser makes them: https, the CSRF token of the last page, sign-in."""

    def __init__(self, app, session) -> None:
        self.app = app
        self.session = session
        self.http: FlaskClient = app.test_client()
        self.token: str | None = None

    def sign_in(self, person):
        """Begin a sign-in row for a person and carry its cookie."""
        settle(self.session)
        from programme.core.db import db
        from programme.people.models import Person

        with self.app.app_context():
            token = sessions.begin(db.session.get(Person, person.id))
            db.session.commit()
        with self.http.session_transaction(base_url=self.base) as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    base = "https://lederforloeb.test"

    def get(self, path, **kwargs):
        return self._send("GET", path, **kwargs)

    def post(self, path, data=None, *, csrf=True, **kwargs):
        data = dict(data or {})
        if csrf:
            data.setdefault("csrf_token", self.csrf())
        return self._send("POST", path, data=data, **kwargs)

    def csrf(self) -> str:
        """The token that this browser's session holds, as a page would carry it."""
        from flask_wtf.csrf import generate_csrf

        with self.app.test_request_context(base_url=self.base):
            import flask

            with self.http.session_transaction(base_url=self.base) as cookie:
                flask.session.update(cookie)
                token = generate_csrf()
                cookie["csrf_token"] = flask.session["csrf_token"]
        return token

    def _send(self, method, path, *, htmx=False, unchecked=False, **kwargs):
        settle(self.session)
        headers = dict(kwargs.pop("headers", {}))
        if htmx:
            headers |= HTMX
        answer = self.http.open(path, method=method, headers=headers, base_url=self.base, **kwargs)
        if self.session.in_transaction():  # otherwise nothing was read that could be out of date
            self.session.expire_all()
        if answer.mimetype == "text/html" and answer.data and not unchecked:
            check_html(answer.text, whole=not htmx)
        return answer


def settle(session) -> None:
    """Commit what was arranged, for requests to see it; where nothing was, spare the savepoint."""
    if session.in_transaction():
        session.commit()


def check_html(text: str, *, whole: bool) -> None:
    """Fail on malformed HTML, duplicate ids, forms without action, inline styles and handlers."""
    _check_html(TOKEN.sub(r'\1="token"', text), whole)


@lru_cache(maxsize=100)  # a site has few pages that say "not found", and they are asked for often
def _check_html(text: str, whole: bool) -> None:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(text) if whole else parser.parseFragment(text)
    errors = [e for e in parser.errors if e[1] not in KNOWN] if whole else []
    assert not errors, [(place, kind, text.splitlines()[place[0] - 1]) for place, kind, _ in errors]
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    twice = [k for k, n in Counter(e.get("id") for e in elements if e.get("id")).items() if n > 1]
    assert not twice, f"ids used twice: {twice}"
    for element in elements:
        if element.tag == "form":
            assert element.get("action") is not None, "a form without action"
        bad = [k for k in element.attrib if k == "style" or re.match(r"on[a-z]+$", str(k))]
        assert not bad, f"inline {bad} in <{element.tag}>"
    if whole:
        assert [e.tag for e in elements].count("h1") == 1, "a page has one h1"
        titles = [e for e in elements if e.tag == "title" and (e.text or "").strip()]
        assert titles, "a page has a title"
