"""What stands below an entry: who has read it, and what was said to it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from flask import Response, request
from flask_babel import gettext as _

from programme.core.db import release
from programme.learning_logs import policy, queries, services
from programme.learning_logs.forms import CommentForm
from programme.learning_logs.models import EntryState
from programme.learning_logs.views.sentences import why_you_read
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from programme.learning_logs.models import LogEntry


def said(entry: LogEntry, form: CommentForm | None = None) -> dict[str, Any]:
    """What the pages of an entry show below it, and a form to answer with."""
    me = viewer()
    is_author = policy.can_edit(me, entry)
    form = form or CommentForm(formdata=None)
    form.key.data = form.key.data or secrets.token_urlsafe(16)
    form.to.choices = audiences_of(entry)
    return {
        "form": form,
        "comments": queries.comments(entry, me.id),
        "can_comment": entry.state is EntryState.FINAL,
        "readings": queries.readings(entry.id) if is_author else [],
        "why": "" if is_author else why(entry),
    }


def audiences_of(entry: LogEntry) -> list[tuple[str, str]]:
    """Whom a comment may be for."""
    return [
        ("author", _("Only for %(name)s", name=entry.author.first_name)),
        ("all", _("For all who can read the entry now")),
    ]


def why(entry: LogEntry) -> str:
    """By what the viewer, who is not the author, reads the entry."""
    shares = [share for share in entry.shares if policy.reaches(share, viewer())]
    return why_you_read(entry.author.first_name, shares)


def reading(entry: LogEntry, answer: Callable[[], Response]) -> Response:
    """The answer, and a note for the author that the viewer has read what is in it.

    What the browser would fetch ahead is kept back: shown later, it would be read without a note.
    """
    if not policy.can_edit(viewer(), entry) and _is_look_ahead():
        return Response(status=503)
    is_anew = _is_read_anew(entry)
    made = answer()
    if is_anew:
        _note_reading(entry)
    return made


def _is_look_ahead() -> bool:
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose.lower()


def _is_read_anew(entry: LogEntry) -> bool:
    me = viewer()
    if policy.can_edit(me, entry) or request.method == "HEAD":
        return False
    return services.is_read_anew(entry.id, me.id)


def _note_reading(entry: LogEntry) -> None:
    """Note it when the page is made: its own read is over, and waits for no writer."""
    ids = entry.id, viewer().id
    release()
    services.note_reading(*ids)
