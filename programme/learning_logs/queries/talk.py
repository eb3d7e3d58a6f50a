"""Who has read an entry, and what was said to it: asked for an entry that one can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from programme.cohorts.models import Cohort, NetworkGroup
from programme.core.db import db
from programme.learning_logs.models import EntryComment, EntryReading, EntryShare, LogEntry
from programme.learning_logs.queries.reach import reach
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody has read an entry: the first and the last time."""

    name: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as one person sees it; a private one is for the author, or for `reader`."""

    id: int
    author_id: int
    author: str
    text: str
    is_private: bool
    created_at: datetime
    reader_id: int | None
    reader: str
    is_own: bool
    can_remove: bool


def readings(entry_id: int) -> list[Reading]:
    """Who has read an entry, the latest first. For its author's eyes."""
    rows = db.session.execute(
        select(Person.name, EntryReading.first_at, EntryReading.last_at)
        .join(Person, Person.id == EntryReading.reader_id)
        .where(EntryReading.entry_id == entry_id)
        .order_by(EntryReading.last_at.desc(), Person.name)
    )
    return [Reading(*row) for row in rows]


def last_reading(entry_id: int, reader_id: int) -> datetime | None:
    """When a reader was last noted to have read an entry."""
    return db.session.scalar(
        select(EntryReading.last_at).where(
            EntryReading.entry_id == entry_id, EntryReading.reader_id == reader_id
        )
    )


def comments(entry: LogEntry, person_id: int) -> list[Said]:
    """SQL's side of `policy.can_read_comment`, for somebody who can read the entry."""
    is_author, meant = person_id == entry.author_id, aliased(Person)
    statement = (
        select(
            EntryComment.id,
            EntryComment.author_id,
            Person.name,
            EntryComment.text,
            EntryComment.is_private,
            EntryComment.created_at,
            EntryComment.reader_id,
            func.coalesce(meant.name, ""),
        )
        .join(Person, Person.id == EntryComment.author_id)
        .outerjoin(meant, meant.id == EntryComment.reader_id)
        .where(EntryComment.entry_id == entry.id, EntryComment.removed_at.is_(None))
        .order_by(EntryComment.created_at, EntryComment.id)
    )
    if not is_author:
        for_me = and_(EntryComment.is_private.is_(False), _was_reached(entry.id, person_id))
        mine = or_(EntryComment.author_id == person_id, EntryComment.reader_id == person_id)
        statement = statement.where(or_(for_me, mine))
    return [
        Said(
            *row,
            is_own=row.author_id == person_id,
            can_remove=is_author or row.author_id == person_id,
        )
        for row in db.session.execute(statement)
    ]


def _was_reached(entry_id: int, person_id: int) -> ColumnElement[bool]:
    """Whether a share reaches the person now that was there when the comment was made."""
    found = reach(reader_id=person_id).subquery()
    return (
        select(found.c.share_id)
        .join(EntryShare, EntryShare.id == found.c.share_id)
        .where(found.c.entry_id == entry_id, EntryShare.shared_at <= EntryComment.created_at)
        .correlate(EntryComment)
        .exists()
    )


def private_writers(entry: LogEntry) -> list[Person]:
    """Who has said something to the author of an entry alone, by name."""
    said = select(EntryComment.author_id).where(
        EntryComment.entry_id == entry.id,
        EntryComment.author_id != entry.author_id,
        EntryComment.is_private,
        EntryComment.removed_at.is_(None),
    )
    people = select(Person).where(Person.id.in_(said)).order_by(Person.name, Person.id)
    return list(db.session.scalars(people))


def find_comment(key: int) -> EntryComment | None:
    """A comment with all that its policy looks at."""
    entry = joinedload(EntryComment.entry, innerjoin=True)
    shares = entry.selectinload(LogEntry.shares)
    return db.session.scalar(
        select(EntryComment)
        .where(EntryComment.id == key)
        .options(
            entry.joinedload(LogEntry.author, innerjoin=True),
            shares.joinedload(EntryShare.group).selectinload(NetworkGroup.memberships),
            shares.joinedload(EntryShare.cohort).selectinload(Cohort.enrolments),
        )
    )


def find_comment_by_key(author_id: int, key: str) -> EntryComment | None:
    """The comment that this person's page with this key has already made."""
    return db.session.scalar(
        select(EntryComment).where(EntryComment.author_id == author_id, EntryComment.key == key)
    )


def has_comment_since(entry_id: int, since: datetime) -> bool:
    """Whether a word for all readers has been said to an entry since then, and stands."""
    said = select(EntryComment.id).where(
        EntryComment.entry_id == entry_id,
        EntryComment.is_private.is_(False),
        EntryComment.removed_at.is_(None),
        EntryComment.created_at >= since,
    )
    return db.session.scalar(select(said.exists())) or False


def said_since(author_id: int, since: datetime) -> Sequence[tuple[int, str]]:
    """What others have said to an author's entries since then, as (entry, who); never what."""
    rows = db.session.execute(
        select(EntryComment.entry_id, Person.name)
        .join(LogEntry, LogEntry.id == EntryComment.entry_id)
        .join(Person, Person.id == EntryComment.author_id)
        .where(
            LogEntry.author_id == author_id,
            EntryComment.author_id != author_id,
            EntryComment.removed_at.is_(None),
            EntryComment.created_at >= since,
        )
        .order_by(EntryComment.created_at, EntryComment.id)
    )
    return [(entry_id, name) for entry_id, name in rows]
