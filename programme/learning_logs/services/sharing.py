"""Entries are shared one at a time with one audience at a time, and taken back at once."""

from __future__ import annotations

from datetime import timedelta
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
    from datetime import datetime

    from programme.learning_logs.queries import Audience
    from programme.people.models import Person

REGRET: Final = timedelta(minutes=10)
_TARGETS: Final = {
    ShareWith.COLLEAGUE: "person_id",
    ShareWith.LINE_MANAGER: "person_id",
    ShareWith.NETWORK_GROUP: "group_id",
    ShareWith.FACILITATORS: "cohort_id",
    ShareWith.COHORT: "cohort_id",
}


def share(entry: LogEntry, audience: ShareWith, target_id: int, *, by: Person) -> None:
    """Let an audience read the entry from now on: those who belong at this moment."""
    chosen = _possible(entry, audience, target_id)
    if not _open(entry, audience, target_id):
        _add(entry, chosen, clock.now())
        audit.record("shared", "log_entry", entry.id, actor_id=by.id)
        db.session.flush()


def extend(entry: LogEntry, audience: ShareWith, target_id: int, *, by: Person) -> None:
    """Let those read who have joined the audience since the entry was shared with it."""
    chosen = _possible(entry, audience, target_id)
    moment = clock.now()
    _end(_open(entry, audience, target_id), moment)
    _add(entry, chosen, moment)
    audit.record("extended share", "log_entry", entry.id, actor_id=by.id)
    db.session.flush()


def stop(entry: LogEntry, audience: ShareWith, target_id: int, *, by: Person) -> None:
    """Take the entry back from an audience: it is gone for them at once."""
    _take_back(entry, _open(entry, audience, target_id), by)


def stop_all(entry: LogEntry, *, by: Person) -> None:
    """Take the entry back from everybody: only its author can read it."""
    _take_back(entry, [share for share in entry.shares if share.stopped_at is None], by)


def last_change(entry: LogEntry) -> datetime | None:
    """When the sharing was changed last, while that may still be undone."""
    moments = [m for s in entry.shares for m in (s.shared_at, s.stopped_at) if m is not None]
    last = max(moments, default=None)
    return last if last is not None and clock.now() - last <= REGRET else None


def undo(entry: LogEntry, *, by: Person) -> None:
    """Undo the last change: what began then ends, what ended then goes on.

    It goes on as it was, so that nobody reads by it who did not before. Not when somebody has
    spoken to the readers meanwhile: who was shut out then was not to read that.
    """
    moment = last_change(entry)
    if moment is None:
        raise RuleBrokenError(l_("It is too late to undo that. Share it or stop sharing it anew."))
    begun = [s for s in entry.shares if s.shared_at == moment and s.stopped_at is None]
    ended = [s for s in entry.shares if s.stopped_at == moment and s.shared_at < moment]
    shut_out = {_audience(s) for s in ended} - {_audience(s) for s in begun}
    if shut_out and queries.has_comment_since(entry.id, moment):
        raise RuleBrokenError(l_("Somebody has commented on it since. Share it anew."))
    for share in ended:
        share.stopped_at = None
    _end(begun, clock.now())
    audit.record("undid sharing", "log_entry", entry.id, actor_id=by.id)
    db.session.flush()


def _possible(entry: LogEntry, audience: ShareWith, target_id: int) -> Audience:
    if entry.state is EntryState.DRAFT:
        raise RuleBrokenError(l_("Finish the entry before you share it. A draft is yours alone."))
    for known in queries.audiences(entry.author_id):
        if (known.kind, known.target_id) == (audience, target_id):
            return known
    raise RuleBrokenError(l_("You cannot share with them."))


def _open(entry: LogEntry, audience: ShareWith, target_id: int) -> list[EntryShare]:
    return [
        share
        for share in entry.shares
        if share.stopped_at is None and _audience(share) == (audience, target_id)
    ]


def _audience(share: EntryShare) -> tuple[ShareWith, int]:
    return share.audience, _target(share)


def _target(share: EntryShare) -> int:
    column = _TARGETS.get(share.audience)
    return getattr(share, column) if column else queries.KNOWLEDGE.target_id


def _add(entry: LogEntry, chosen: Audience, moment: datetime) -> None:
    column = _TARGETS.get(chosen.kind)
    target = {"cohort_id": chosen.cohort_id} | ({column: chosen.target_id} if column else {})
    entry.shares.append(EntryShare(audience=chosen.kind, shared_at=moment, **target))


def _take_back(entry: LogEntry, shares: list[EntryShare], by: Person) -> None:
    if shares:
        _end(shares, clock.now())
        audit.record("stopped share", "log_entry", entry.id, actor_id=by.id)
        db.session.flush()


def _end(shares: Iterable[EntryShare], moment: datetime) -> None:
    """All that one act ends, it ends at one moment: by that `undo` knows what belongs together."""
    for share in shares:
        share.stopped_at = moment
