"""What the home pages show of logs: one's own next step, drafts, what others have shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Date,
    Integer,
    bindparam,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from programme.core.db import db
from programme.learning_logs import text
from programme.learning_logs.models import EntryState, LogEntry, TrialAction
from programme.learning_logs.queries.lists import SNIPPET
from programme.learning_logs.queries.reach import reach
from programme.people.models import Person

if TYPE_CHECKING:
    from sqlalchemy import CompoundSelect, Select

# Whom a statement asks for: the home page builds its statements once and fills this in, because
# to put one together costs several times what it costs to ask.
ME: Final = bindparam("person_id", type_=Integer())


@dataclass(frozen=True, slots=True)
class Glance:
    """An entry in a line. `next_action` is its whole first line; empty in what others shared."""

    id: int
    title: str
    written_on: date
    is_draft: bool
    author_id: int
    author: str
    next_action: str = ""


def continue_with(person_id: int) -> Glance | None:
    """What waits: the newest finished entry whose next action is not taken up, else a draft.

    An entry that takes it up exists as soon as its draft does, and is then what waits.
    """
    for statement in (_waiting(), _drafts(1)):
        row = db.session.execute(statement, {ME.key: person_id}).one_or_none()
        if row:
            return _glance(row, own=True)
    return None


@cache
def _waiting() -> Select[Any]:
    """Read along the index of an author's entries by state and day until one is found."""
    follower = aliased(LogEntry)
    return _newest_own(EntryState.FINAL, 1).where(
        LogEntry.next_action != "",
        ~exists().where(follower.previous_id == LogEntry.id),
    )


@cache
def _drafts(limit: int) -> Select[Any]:
    return _newest_own(EntryState.DRAFT, limit)


def _newest_own(state: EntryState, limit: int) -> Select[Any]:
    return (
        _columns()
        .where(LogEntry.author_id == ME, LogEntry.state == state)
        .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
        .limit(limit)
    )


@dataclass(frozen=True, slots=True)
class AtHand:
    """What lies at hand on the first page; trials whose outcome is due carry their last day."""

    waiting: Glance | None
    drafts: list[Glance]
    trials: list[Glance]


def at_hand(person_id: int, today: date) -> AtHand:
    """`continue_with`, the newest drafts and the trials over without an outcome, asked at once."""
    found: tuple[list[Glance], list[Glance], list[Glance]] = ([], [], [])
    for place, *row in db.session.execute(_at_hand(), {ME.key: person_id, "today": today}):
        found[place].append(_glance(row, own=True))
    return AtHand(next(iter(found[0] or found[1]), None), found[1], found[2])


@cache
def _at_hand() -> CompoundSelect[Any]:
    nothing = [literal("").label(f"part_{number}") for number in range(4)]
    over = (
        select(
            TrialAction.id,
            TrialAction.text,
            *nothing,
            TrialAction.ends_on,
            literal(EntryState.FINAL, LogEntry.state.type).label("state"),
            TrialAction.owner_id,
            literal("").label("name"),
        )
        .where(
            TrialAction.owner_id == ME,
            TrialAction.ended_at.is_(None),
            TrialAction.ends_on < bindparam("today", type_=Date()),
        )
        .order_by(TrialAction.ends_on, TrialAction.id)
        .limit(3)
    )
    parts = [part.subquery() for part in (_waiting(), _drafts(5), over)]
    return union_all(*(select(literal(place), *part.c) for place, part in enumerate(parts)))


def newest_shared_with(person_id: int, limit: int = 3) -> list[Glance]:
    """What others let the person read: what was shared last comes first."""
    rows = db.session.execute(_newest_shared(limit), {ME.key: person_id})
    return [_glance(row, own=False) for row in rows]


@cache
def _newest_shared(limit: int) -> Select[Any]:
    found = reach(reader_id=ME, knowledge=False).subquery()
    newest = select(found.c.entry_id, func.max(found.c.share_id).label("share_id"))
    newest_share = newest.group_by(found.c.entry_id).subquery()
    return (
        _columns()
        .join(newest_share, newest_share.c.entry_id == LogEntry.id)
        .order_by(newest_share.c.share_id.desc())
        .limit(limit)
    )


def shared_by_report(manager_id: int) -> dict[int, int]:
    """For each of a line manager's people how many entries they let the manager read now.

    Those who have shared nothing are not in it: nothing else about a log is for a manager.
    """
    found = reach(reader_id=manager_id, knowledge=False).subquery()
    rows = db.session.execute(
        select(LogEntry.author_id, func.count(LogEntry.id.distinct()))
        .join(found, found.c.entry_id == LogEntry.id)
        .join(Person, Person.id == LogEntry.author_id)
        .where(Person.line_manager_id == manager_id)
        .group_by(LogEntry.author_id)
    )
    return {author_id: count for author_id, count in rows}  # noqa: C416 - rows are not pairs


def _columns() -> Select[Any]:
    return select(
        LogEntry.id,
        LogEntry.heading,
        func.substr(LogEntry.action, 1, SNIPPET),
        func.substr(LogEntry.reflection, 1, SNIPPET),
        func.substr(LogEntry.new_knowledge, 1, SNIPPET),
        func.substr(LogEntry.next_action, 1, SNIPPET),
        LogEntry.written_on,
        LogEntry.state,
        LogEntry.author_id,
        Person.name,
    ).join(Person, Person.id == LogEntry.author_id)


def _glance(row: Any, *, own: bool) -> Glance:  # noqa: ANN401 - a row of _columns
    entry_id, heading, *parts, written_on, state, author_id, author = row
    return Glance(
        entry_id,
        text.title(heading, parts),
        written_on,
        state is EntryState.DRAFT,
        author_id,
        author,
        text.shorten(parts[-1], text.EXCERPT) if own else "",
    )
