"""Habits and evidence made of what was typed for them beside an entry, and files attached to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.core import clock, files
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import links, queries
from programme.learning_logs.models import Evidence, EvidenceKind
from programme.learning_logs.services.habits import name_habit

if TYPE_CHECKING:
    from programme.learning_logs.models import LogEntry

MOST: Final = 10  # pieces of evidence behind one entry


def gather(entry: LogEntry) -> None:
    """Make rows of the words; called when the author says so, not at every pause in typing."""
    if entry.new_habit:
        entry.habit_id = name_habit(entry.author, entry.new_habit).id
        entry.new_habit = ""
    if entry.new_evidence:
        url, text = links.split(entry.new_evidence)
        kind = EvidenceKind.LINK if url else EvidenceKind.TEXT
        _add(entry, Evidence(kind=kind, url=url, text=text), "new_evidence")
        entry.new_evidence = ""
    db.session.flush()


def attach(entry: LogEntry, name: str, body: bytes) -> None:
    """Lay a file with the entry, if it is one that may be kept; the same file twice is one."""
    file = files.checked(name, body)
    if any(file.holds(body) for body in queries.bodies_of(entry.id, file.name, file.size)):
        return
    _add(
        entry,
        Evidence(
            kind=EvidenceKind.FILE,
            file_name=file.name,
            media_type=file.media_type,
            size=file.size,
            body=file.body,
        ),
        "file",
    )
    db.session.flush()


def remove_evidence(entry: LogEntry, key: int | None) -> None:
    """Take a piece of evidence away; one that is gone already is no mistake."""
    for item in [item for item in entry.evidence if item.id == key]:
        entry.evidence.remove(item)
    db.session.flush()


def _add(entry: LogEntry, item: Evidence, field: str) -> None:
    if queries.evidence_count(entry.id) >= MOST:
        message = l_("An entry has room for %(number)d pieces of data.", number=MOST)
        raise RuleBrokenError(message, field)
    item.created_at = clock.now()
    entry.evidence.append(item)
    db.session.flush()
