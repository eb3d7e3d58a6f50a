"""A role note is written anew as a version of its own, shared with the line manager, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.standings import role_queries as queries
from programme.standings.models import RoleNote, RoleNoteShare

if TYPE_CHECKING:
    from programme.people.models import Person

LONGEST: Final = 5_000


def write(writer: Person, text: str, *, seen: int, address: str) -> None:
    """Keep a new version; `seen` is the key of the one on the screen, 0 for none."""
    text = checks.prose(text, "text")
    newest = queries.newest(writer.id)
    if newest is not None and newest.text == text:
        return
    if not text:
        raise RuleBrokenError(l_("Write a few lines on your role first."), "text")
    if newest is not None and newest.id != seen:
        label = str(l_("My role"))
        raise ConflictError({label: text}, {label: newest.text}, address)
    db.session.add(RoleNote(person_id=writer.id, text=text, written_at=clock.now()))
    db.session.flush()


def share(writer: Person) -> None:
    """Let the line manager read it. Twice is once."""
    if writer.line_manager_id is None:
        raise RuleBrokenError(l_("You have no nearest leader here to share with."))
    if queries.newest(writer.id) is None:
        raise RuleBrokenError(l_("Write a few lines on your role first."), "text")
    if queries.open_share(writer.id, writer.line_manager_id) is None:
        db.session.add(
            RoleNoteShare(
                person_id=writer.id, reader_id=writer.line_manager_id, shared_at=clock.now()
            )
        )
        db.session.flush()
        audit.record("shared", "role_note", writer.id, actor_id=writer.id)


def stop(writer: Person) -> None:
    """Take it back from everybody, at once."""
    ended = [each for each, _name in queries.shares_of(writer.id) if each.stopped_at is None]
    for each in ended:
        each.stopped_at = clock.now()
    if ended:
        db.session.flush()
        audit.record("stopped share", "role_note", writer.id, actor_id=writer.id)
