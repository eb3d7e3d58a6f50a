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
    comments = queries.comments(entry, me.id)
    audiences = audiences_of(entry, any(one.is_private and not one.is_own for one in comments))
    form.to.choices = audiences
    if form.to.data not in dict(audiences) and not form.errors:  # else it is chosen anew
        form.to.data = audiences[0][0]
    return {
        "form": form,
        "comments": comments,
        "can_answer": is_author and len(audiences) > 1,
        "can_comment": entry.state is EntryState.FINAL,
        "readings": queries.readings(entry.id) if is_author else [],
        "why": "" if is_author else why(entry),
    }


def audiences_of(entry: LogEntry, answers: bool = True) -> list[tuple[str, str]]:  # noqa: FBT001, FBT002
    """Whom a comment may be for; the author can answer those who have written in private."""
    if policy.can_edit(viewer(), entry):
        people = services.answerable(entry) if answers else []
        return [
            ("all", _("For all who can read the entry now")),
            *((str(one.id), _("Only for %(name)s", name=one.name)) for one in people),
        ]
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
