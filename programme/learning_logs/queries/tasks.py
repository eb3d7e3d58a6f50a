"""Tasks on the author's own desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from programme.core.db import db
from programme.learning_logs.models import LogEntry, PracticeTask


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list, with the number of the owner's entries on it."""

    id: int
    title: str
    closed_at: datetime | None
    entries: int


def find_task(key: int) -> PracticeTask | None:
    """A task, whoever's it is: the policy decides."""
    return db.session.get(PracticeTask, key)


def find_open_task(owner_id: int, title: str) -> PracticeTask | None:
    """The open task with this very title."""
    return db.session.scalar(
        select(PracticeTask)
        .where(
            PracticeTask.owner_id == owner_id,
            PracticeTask.title == title,
            PracticeTask.closed_at.is_(None),
        )
        .order_by(PracticeTask.id)
        .limit(1)
    )


def tasks(owner_id: int) -> list[TaskRow]:
    """All of a person's tasks, open ones first, by title."""
    rows = db.session.execute(
        select(PracticeTask.id, PracticeTask.title, PracticeTask.closed_at, func.count(LogEntry.id))
        .outerjoin(LogEntry, LogEntry.task_id == PracticeTask.id)
        .where(PracticeTask.owner_id == owner_id)
        .group_by(PracticeTask.id)
        .order_by(PracticeTask.closed_at.is_not(None), PracticeTask.title, PracticeTask.id)
    )
    return [TaskRow(*row) for row in rows]


def open_tasks(owner_id: int, keep: int | None = None) -> list[tuple[int, str]]:
    """(key, title) of the open tasks, and of the one already chosen."""
    rows = db.session.execute(
        select(PracticeTask.id, PracticeTask.title)
        .where(
            PracticeTask.owner_id == owner_id,
            or_(PracticeTask.closed_at.is_(None), PracticeTask.id == keep),
        )
        .order_by(PracticeTask.title, PracticeTask.id)
    )
    return [(row.id, row.title) for row in rows]
