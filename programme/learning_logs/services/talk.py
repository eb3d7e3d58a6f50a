"""Talking about an entry: that somebody has read it, and what readers and author say to it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError, OperationalError

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db, upsert, writing
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import policy, queries, text
from programme.learning_logs.models import EntryComment, EntryReading, EntryState, LogEntry
from programme.outbox import services as outbox

if TYPE_CHECKING:
    from datetime import date

    from programme.people.models import Person

COMMENTED: Final = "learning_logs/commented"
COMMENT: Final = 10_000  # characters
AGAIN: Final = timedelta(minutes=5)  # opening the page twice in this time is reading once
GRACE: Final = timedelta(minutes=10)
MORNING: Final = time(8, tzinfo=clock.COPENHAGEN)


def is_read_anew(entry_id: int, reader_id: int) -> bool:
    """Whether opening the entry now is a reading to be noted."""
    last = queries.last_reading(entry_id, reader_id)
    return last is None or clock.now() - last >= AGAIN


def note_reading(entry_id: int, reader_id: int) -> None:
    """Note that somebody has read an entry. Losing this note never fails the answer."""
    moment = clock.now()
    noted = (
        upsert(EntryReading)
        .values(entry_id=entry_id, reader_id=reader_id, first_at=moment, last_at=moment)
        .on_conflict_do_update(index_elements=["entry_id", "reader_id"], set_={"last_at": moment})
    )
    try:
        with writing() as connection:
            connection.execute(noted)
    except (OperationalError, IntegrityError):  # busy, or the entry is gone meanwhile
        return


def answerable(entry: LogEntry) -> list[Person]:
    """Whom the author can answer in private: who has written so, and can read the entry still."""
    return [one for one in queries.private_writers(entry) if policy.can_read(one, entry)]


def comment(
    entry: LogEntry,
    key: str,
    words: str,
    *,
    is_private: bool,
    by: Person,
    reader_id: int | None = None,
) -> EntryComment:
    """Say something to an entry that one can read; the same page sent twice says it once.

    The author's own words are for all who can read the entry, or an answer to one reader alone.
    """
    said = _checked(entry, words)
    found = queries.find_comment_by_key(by.id, key)
    if found is not None:
        return found
    is_author = by.id == entry.author_id
    reader_id = _answered(entry, reader_id) if is_author else None
    new = EntryComment(
        key=key,
        entry_id=entry.id,
        author_id=by.id,
        text=said,
        is_private=reader_id is not None if is_author else is_private,
        reader_id=reader_id,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(new)
    except IntegrityError:  # the same page, sent twice at the same moment
        found = queries.find_comment_by_key(by.id, key)
        if found is None:
            raise
        return found
    audit.record("commented", "log_entry", entry.id, actor_id=by.id)
    if not is_author:
        _tell(entry.author_id)
    return new


def _checked(entry: LogEntry, words: str) -> str:
    said = text.clean(words)
    if entry.state is EntryState.DRAFT:
        raise RuleBrokenError(l_("Finish the entry first. A draft is yours alone."))
    if not said:
        raise RuleBrokenError(l_("Write your comment first."), "text")
    if len(said) > COMMENT:
        message = l_("A text has at most %(number)d characters.", number=COMMENT)
        raise RuleBrokenError(message, "text")
    return said


def _answered(entry: LogEntry, reader_id: int | None) -> int | None:
    """Nobody in particular, or one of those whom the author can answer in private."""
    if reader_id is not None and reader_id not in {one.id for one in answerable(entry)}:
        raise RuleBrokenError(l_("Choose among what stands in the list."), "to")
    return reader_id


def remove_comment(said: EntryComment, *, by: Person) -> None:
    """Take a comment away; its words are gone from the database too."""
    said.removed_at = clock.now()
    said.text = ""
    audit.record("removed comment", "log_entry", said.entry_id, actor_id=by.id)
    db.session.flush()


def _tell(author_id: int) -> None:
    """One mail a day at the most: what is said after it has left waits for the next morning's."""
    if outbox.is_waiting(COMMENTED, author_id):
        return
    now = clock.now()
    day, due_at = clock.today(), now + GRACE
    while outbox.sent_at(_dedupe(author_id, day)) is not None:
        day += timedelta(days=1)
        due_at = datetime.combine(day, MORNING)
    dedupe = _dedupe(author_id, day)
    outbox.withdraw(dedupe)  # one that was given up, because its comment had been removed
    since = {"since": int(now.timestamp())}
    outbox.queue(COMMENTED, author_id, since, dedupe=dedupe, due_at=due_at)


def _dedupe(author_id: int, day: date) -> str:
    return f"{COMMENTED}:{author_id}:{day}"
