"""Comments: written by those who can read the entry, removed by their writer or its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash
from flask_babel import gettext as _

from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import is_page_key
from programme.core.text import l_
from programme.core.web import go
from programme.learning_logs import policy, queries, services
from programme.learning_logs.forms import CommentForm, as_key
from programme.learning_logs.views.base import KEY, blueprint
from programme.learning_logs.views.reading import entry_page
from programme.learning_logs.views.said import audiences_of, reading
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.models import EntryComment, LogEntry
    from programme.people.models import Person


@blueprint.post(f"/log/<{KEY}:key>/kommentar")
def comment(key: int) -> Response:
    """Say something to the entry; sent twice, it is said once."""
    entry = load(queries.find_entry, key, policy.can_read)
    form = CommentForm()
    form.to.choices = audiences = audiences_of(entry)
    if not is_page_key(form.key.data):
        abort(400)
    try:
        if not form.validate():
            return _shown_again(entry, form)
        _say(entry, form, dict(audiences))
    except RuleBrokenError as error:
        form.refuse(error)
        return _shown_again(entry, form)
    db.session.commit()
    return go("learning_logs.show", key=key, _anchor="comments")


@blueprint.post(f"/log/kommentar/<{KEY}:key>/fjern")
def remove_comment(key: int) -> Response:
    """Take a comment away."""
    said = load(queries.find_comment, key, policy.can_remove_comment, sees=_knows)
    entry_id, is_readable = said.entry_id, policy.can_read(viewer(), said.entry)
    services.remove_comment(said, by=viewer())
    db.session.commit()
    flash(_("The comment is removed."), "success")
    if is_readable:
        return go("learning_logs.show", key=entry_id, _anchor="comments")
    return go("learning_logs.shared")


def _shown_again(entry: LogEntry, form: CommentForm) -> Response:
    return reading(entry, lambda: entry_page(entry, form, status=422))


def _say(entry: LogEntry, form: CommentForm, audiences: dict[str, str]) -> None:
    has_choice = policy.can_edit(viewer(), entry) and len(audiences) > 1
    if has_choice and form.to.data not in audiences:
        # Not taken for a word to all: it may be meant for the one who cannot be answered any more.
        raise RuleBrokenError(l_("Choose among what stands in the list."), "to")
    services.comment(
        entry,
        str(form.key.data),
        form.text.data or "",
        is_private=form.to.data != "all",
        reader_id=as_key(form.to.data),
        by=viewer(),
    )


def _knows(person: Person, said: EntryComment) -> bool:
    return policy.can_read_comment(person, said) or policy.can_remove_comment(person, said)
