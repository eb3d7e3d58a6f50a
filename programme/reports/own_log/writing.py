"""The two files: JSON for machines, HTML for people. Both written piece by piece."""

from __future__ import annotations

import enum
import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from flask import current_app
from flask_babel import gettext as _

from programme.core import clock
from programme.core.markup import formatted
from programme.learning_logs import text
from programme.reports.own_log.entries import entries_of, files_of
from programme.reports.own_log.rest import deleted_of, rest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from programme.people.models import Person

FORMAT: Final = "lederforloeb-log"
EDITION: Final = 1
_PARTS: Final = ("action", "reflection", "new_knowledge", "next_action")


def as_json(person: Person, locale: str) -> Iterator[str]:
    """One object; `entries` comes last, an entry at a time with its files as base64."""
    head = {
        "format": FORMAT,
        "edition": EDITION,
        "made_at": clock.now(),
        "person": {"name": person.name, "email": person.email},
        **rest_of(person.id),
    }
    yield _said(head)[:-1]
    yield from _listed("deleted_entries", deleted_of(person.id))
    yield from _listed("entries", map(_with_files, entries_of(person.id, locale)))
    yield "}\n"


def as_html(person: Person, locale: str) -> Iterator[str]:
    """One page that reads on any machine without a network; its files lie in it."""
    template = current_app.jinja_env.get_template("reports/own_log/file.html")
    return template.generate(
        person=person,
        made_at=clock.now(),
        locale=locale,
        entries=entries_of(person.id, locale),
        title_of=_title,
        bodies_of=lambda key: dict(files_of(key)),
        rest=rest_of(person.id),
        formatted=formatted,
    )


def _title(entry: dict[str, Any]) -> str:
    return text.title(entry["heading"], [entry[part] for part in _PARTS]) or _("Without a heading")


def _listed(name: str, things: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',"{name}":['
    for number, thing in enumerate(things):
        yield ("," if number else "") + "\n" + _said(thing)
    yield "]"


def _with_files(entry: dict[str, Any]) -> dict[str, Any]:
    bodies = dict(files_of(entry["id"]))
    for each in entry["evidence"]:
        key = each.pop("id")
        if key in bodies:
            each["base64"] = bodies[key]
    return entry


def _said(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:  # noqa: ANN401 - what JSON has no form for
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    message = f"no form for {type(value).__name__}"
    raise TypeError(message)
