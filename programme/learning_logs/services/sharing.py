"""Entries are shared one at a time with one audience at a time, and taken back at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import queries
from programme.learning_logs.models import EntryShare, EntryState, LogEntry, ShareWith

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.people.models import Person

_TARGETS: Final = {
    ShareWith.LINE_MANAGER: "person_id",
    ShareWith.NETWORK_GROUP: "group_id",
    ShareWith.FACILITATORS: "cohort_id",
    ShareWith.COHORT: "cohort_id",
}


def share(entry: LogEntry, audience: ShareWith, target_id: int, *, by: Person) -> None:
    """Let an audience read the entry from now on: those who belong at this moment."""
    _must_be_possible(entry, audience, target_id)
    if not _open(entry, audience, target_id):
        _add(entry, audience, target_id)
        audit.record("shared", "log_entry", entry.id, actor_id=by.id)
        db.session.flush()


def extend(entry: LogEntry, audience: ShareWith, target_id: int, *, by: Person) -> None:
    """Let those read who have joined the audience since the entry was shared with it."""
    _must_be_possible(entry, audience, target_id)
    _end(_open(entry, audience, target_id))
    _add(entry, audience, target_id)
    audit.record("extended share", "log_entry", entry.id, actor_id=by.id)
    db.session.flush()


def stop(entry: LogEntry, audience: ShareWith, target_id: int, *, by: Person) -> None:
    """Take the entry back from an audience: it is gone for them at once."""
    shares = _open(entry, audience, target_id)
    if shares:
        _end(shares)
        audit.record("stopped share", "log_entry", entry.id, actor_id=by.id)
        db.session.flush()


def _must_be_possible(entry: LogEntry, audience: ShareWith, target_id: int) -> None:
    if entry.state is EntryState.DRAFT:
        raise RuleBrokenError(l_("Finish the entry before you share it. A draft is yours alone."))
    known = {(a.kind, a.target_id) for a in queries.audiences(entry.author_id)}
    if (audience, target_id) not in known:
        raise RuleBrokenError(l_("You cannot share with them."))


def _open(entry: LogEntry, audience: ShareWith, target_id: int) -> list[EntryShare]:
    return [
        share
        for share in entry.shares
        if share.stopped_at is None
        and share.audience is audience
        and getattr(share, _TARGETS[audience]) == target_id
    ]


def _add(entry: LogEntry, audience: ShareWith, target_id: int) -> None:
    target = {_TARGETS[audience]: target_id}
    entry.shares.append(EntryShare(audience=audience, shared_at=clock.now(), **target))


def _end(shares: Iterable[EntryShare]) -> None:
    for share in shares:
        share.stopped_at = clock.now()
