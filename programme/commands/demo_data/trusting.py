"""The demo's talk about shared entries: who has read, a comment, one colleague, Videndeling."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.commands.demo_data.past import as_of
from programme.core.db import db
from programme.learning_logs import queries, services
from programme.learning_logs.models import EntryReading, LogEntry, ShareWith

if TYPE_CHECKING:
    from datetime import date

    from programme.commands.demo_data.people import World
    from programme.people.models import Person

AUTHOR: Final = "deltager@demo.example"
READER: Final = "deltager2@demo.example"
TALKED_OF: Final = "En anden ved bordenden"
FOR_ALL: Final = "Fejlen, jeg fortalte om"
SAID: Final = (
    "Det med at tie, til alle har talt, prøver jeg på torsdag. Hvordan fik du din afdelingsleder"
    " til at tage bordenden – spurgte du i forvejen?"
)
ANSWERED: Final = "Ja, dagen før, og jeg sagde, hvad jeg selv ville lade ligge. Det hjalp os begge."


def write(world: World, today: date) -> None:
    """Let Jonas read and comment what the group shares, and put an entry of his own out for all."""
    author, reader = world.people[AUTHOR], world.people[READER]
    _talk(_entry(author, TALKED_OF), author, reader, today)
    with as_of(today - timedelta(days=2)):
        target = queries.KNOWLEDGE.target_id
        services.share(_entry(reader, FOR_ALL), ShareWith.KNOWLEDGE, target, by=reader)


def _talk(entry: LogEntry, author: Person, reader: Person, today: date) -> None:
    with as_of(today - timedelta(days=4), 20):
        services.comment(entry, "demo-comment-1", SAID, is_private=False, by=reader)
    with as_of(today - timedelta(days=3), 7):
        services.comment(entry, "demo-comment-2", ANSWERED, is_private=False, by=author)
    first = entry.shares[0].shared_at + timedelta(hours=9)
    last = first + timedelta(days=2)
    db.session.add(
        EntryReading(entry_id=entry.id, reader_id=reader.id, first_at=first, last_at=last)
    )
    db.session.flush()


def _entry(author: Person, heading: str) -> LogEntry:
    return db.session.scalars(
        select(LogEntry).where(LogEntry.author_id == author.id, LogEntry.heading == heading)
    ).one()
