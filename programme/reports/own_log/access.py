"""Who has been given access to an author's entries: every share there ever was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from programme.cohorts.models import Cohort, NetworkGroup
from programme.core.db import db
from programme.learning_logs import text
from programme.learning_logs.models import EntryReading, EntryShare, LogEntry, ShareWith
from programme.learning_logs.queries.reach import ENTRIES, reach
from programme.people.models import Person


@dataclass(frozen=True, slots=True)
class GivenAccess:
    """One share: to whom, of what, from when until when; how many read by it now, and have read."""

    share_id: int
    entry_id: int
    title: str
    audience: ShareWith
    group_number: int | None
    name: str
    since: datetime
    until: datetime | None
    reaches: int
    read: int

    @property
    def is_for_all(self) -> bool:
        """Whether it stands in "Videndeling" now."""
        return self.audience is ShareWith.KNOWLEDGE and self.until is None


def given(author_id: int, limit: int, offset: int) -> list[GivenAccess]:
    """The author's shares, the last first, in three statements."""
    parts = (LogEntry.action, LogEntry.reflection, LogEntry.new_knowledge, LogEntry.next_action)
    rows = db.session.execute(
        select(
            EntryShare.id,
            LogEntry.id,
            LogEntry.heading,
            *(func.substr(part, 1, 300) for part in parts),
            EntryShare.audience,
            NetworkGroup.number,
            func.coalesce(Person.name, NetworkGroup.name, Cohort.name, ""),
            EntryShare.shared_at,
            EntryShare.stopped_at,
        )
        .join(LogEntry, LogEntry.id == EntryShare.entry_id)
        .outerjoin(NetworkGroup, NetworkGroup.id == EntryShare.group_id)
        .outerjoin(Cohort, Cohort.id == EntryShare.cohort_id)
        .outerjoin(Person, Person.id == EntryShare.person_id)
        .where(LogEntry.author_id == author_id)
        .order_by(EntryShare.shared_at.desc(), EntryShare.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    reaching, read = _counts(list({row[1] for row in rows}))
    return [
        GivenAccess(
            row[0],
            row[1],
            text.title(row[2], row[3:7]),
            row[7],
            row[8],
            row[9],
            row[10],
            row[11],
            reaching.get(row[0], 0),
            read.get(row[1], 0),
        )
        for row in rows
    ]


def _counts(entry_ids: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Readers by share now, and by entry ever."""
    found = reach(entry_ids=ENTRIES).subquery()
    now = db.session.execute(
        select(found.c.share_id, func.count(found.c.person_id.distinct())).group_by(
            found.c.share_id
        ),
        {ENTRIES.key: entry_ids},
    )
    ever = db.session.execute(
        select(EntryReading.entry_id, func.count())
        .where(EntryReading.entry_id.in_(entry_ids))
        .group_by(EntryReading.entry_id)
    )
    return {key: n for key, n in now}, {key: n for key, n in ever}  # noqa: C416 - rows, not pairs
