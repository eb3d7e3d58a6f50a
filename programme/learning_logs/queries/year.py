"""What a person's year in the log is made of. For the author's eyes alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.cohorts.models import Cohort
from programme.core.db import db
from programme.learning_logs import text
from programme.learning_logs.models import EntryState, LogEntry, PracticeTask
from programme.learning_logs.queries.choices import ActivityChoice
from programme.learning_logs.queries.lists import SNIPPET


@dataclass(frozen=True, slots=True)
class YearEntry:
    """An entry in the table of a year, with the task it is tied to."""

    id: int
    written_on: date
    is_draft: bool
    title: str
    task: str


def year_entries(author_id: int, year: int) -> list[YearEntry]:
    """The author's entries of one year by date."""
    rows = db.session.execute(
        select(
            LogEntry.id,
            LogEntry.written_on,
            LogEntry.state,
            func.coalesce(PracticeTask.title, ""),
            LogEntry.heading,
            *(func.substr(part, 1, SNIPPET) for part in _PARTS),
        )
        .outerjoin(PracticeTask, PracticeTask.id == LogEntry.task_id)
        .where(LogEntry.author_id == author_id, LogEntry.written_on.between(*_days(year)))
        .order_by(LogEntry.written_on, LogEntry.id)
    )
    return [_entry(*row) for row in rows]


_PARTS = (LogEntry.action, LogEntry.reflection, LogEntry.new_knowledge, LogEntry.next_action)


def _entry(
    key: int, written_on: date, state: EntryState, task: str, heading: str, *parts: str
) -> YearEntry:
    is_draft = state is EntryState.DRAFT
    return YearEntry(key, written_on, is_draft, text.title(heading, parts), task)


def year_activities(person_id: int, year: int) -> list[ActivityChoice]:
    """The activities of the person's plan that begin in one year and are held, by date."""
    rows = db.session.execute(
        select(Activity.id, Activity.kind, Activity.number, Activity.title, Activity.starts_on)
        .join(Cohort)
        .where(
            activities.in_plan_of(person_id),
            Activity.cancelled_at.is_(None),
            Activity.starts_on.between(*_days(year)),
        )
        .order_by(Activity.starts_on, Activity.id)
    )
    return [ActivityChoice(*row) for row in rows]


def years_written(author_id: int) -> tuple[int, int] | None:
    """The first and the last year that have an entry."""
    first, last = (
        select(LogEntry.written_on)
        .where(LogEntry.author_id == author_id)
        .order_by(order)
        .limit(1)
        .scalar_subquery()
        for order in (LogEntry.written_on, LogEntry.written_on.desc())
    )
    days = [day for day in db.session.execute(select(first, last)).one() if day]
    return (days[0].year, days[-1].year) if days else None


def _days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)
