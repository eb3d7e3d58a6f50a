"""Mails to persons: written in the person's language, from a template of the feature.

`templates/<feature>/mail/<name>.txt` begins with the subject, then an empty line, then the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale

from programme.core.db import db
from programme.core.language import LOCALES
from programme.outbox import services as outbox
from programme.people.models import Person

Context = dict[str, Any]
Writer = Callable[[Person, Mapping[str, int]], Context | None]


def letter(template: str) -> Callable[[Writer], Writer]:
    """Register who writes a mail: `@letter("cohorts/published")` in the feature's `mail.py`.

    The function takes the person and the queued keys and returns the template's values, or None
    when the mail has lost its reason. Nothing is sent to a closed account.
    """

    def register(write: Writer) -> Writer:
        def compose(person_id: int, keys: Mapping[str, int]) -> outbox.Letter | None:
            person = db.session.get(Person, person_id)
            if person is None or not person.is_active:
                return None
            context = write(person, keys)
            return None if context is None else written(template, person, context)

        outbox.register_composer(template, compose)
        return write

    return register


def link(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - address values
    """A full address for a mail: under the installation's own address, never a request's host."""
    public_url: str = current_app.config["SETTINGS"].public_url
    host = urlsplit(public_url).netloc
    return public_url + current_app.url_map.bind(host).build(endpoint, values)


def written(template: str, person: Person, context: Context) -> outbox.Letter:
    """The mail in the person's language."""
    feature, name = template.split("/")
    with force_locale(LOCALES[person.locale.value]):
        text = current_app.jinja_env.get_template(f"{feature}/mail/{name}.txt").render(
            context | {"person": person}
        )
    subject, _empty, body = text.strip().partition("\n")
    return outbox.Letter(person.name, person.email, subject.strip(), body.strip() + "\n")
