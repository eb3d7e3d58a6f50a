"""What an author has deleted and may still take back."""

from __future__ import annotations

from sqlalchemy import func, select

from programme.core.db import db
from programme.learning_logs.models import LogEntry, RemovedEntry


def find_removed(key: int) -> RemovedEntry | None:
    """A deleted entry, whoever's it is: the policy decides."""
    return db.session.get(RemovedEntry, key, with_for_update=True)


def removed_entries(author_id: int) -> list[RemovedEntry]:
    """What an author has deleted, the last first."""
    return list(
        db.session.scalars(
            select(RemovedEntry)
            .where(RemovedEntry.author_id == author_id)
            .order_by(RemovedEntry.removed_at.desc(), RemovedEntry.id)
        )
    )


def count_own(author_id: int) -> int:
    """How many entries an author has, drafts and all."""
    return (
        db.session.scalar(
            select(func.count()).select_from(LogEntry).where(LogEntry.author_id == author_id)
        )
        or 0
    )
