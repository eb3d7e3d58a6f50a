"""Habits to let go and trial actions, each with the entries that touch it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from programme.core.db import db
from programme.learning_logs.models import Habit, LogEntry, TrialAction, TrialOutcome
from programme.learning_logs.queries.lists import EntryRow, entry_rows

if TYPE_CHECKING:
    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class HabitRow:
    """A habit in a list, with the number of its owner's entries on it."""

    id: int
    text: str
    since: date
    let_go_on: date | None
    entries: int


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial action in a list, with the number of its owner's entries on it."""

    id: int
    text: str
    who: str
    starts_on: date
    ends_on: date
    outcome: TrialOutcome | None
    entries: int


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A trial that has come to its end and has no outcome yet."""

    id: int
    text: str
    ends_on: date


def find_habit(key: int) -> Habit | None:
    """A habit, whoever's it is: the policy decides."""
    return db.session.get(Habit, key)


def find_trial(key: int) -> TrialAction | None:
    """A trial action, whoever's it is: the policy decides."""
    return db.session.get(TrialAction, key)


def find_same_trial(owner_id: int, text: str, starts_on: date) -> TrialAction | None:
    """The trial without an outcome that has these words and begins on this day."""
    return db.session.scalar(
        select(TrialAction)
        .where(
            TrialAction.owner_id == owner_id,
            TrialAction.text == text,
            TrialAction.starts_on == starts_on,
            TrialAction.ended_at.is_(None),
        )
        .order_by(TrialAction.id)
        .limit(1)
    )


def habits(owner_id: int) -> list[HabitRow]:
    """All of a person's habits, those not let go yet first."""
    rows = db.session.execute(
        select(Habit.id, Habit.text, Habit.since, Habit.let_go_on, func.count(LogEntry.id))
        .outerjoin(LogEntry, LogEntry.habit_id == Habit.id)
        .where(Habit.owner_id == owner_id)
        .group_by(Habit.id)
        .order_by(Habit.let_go_on.is_not(None), Habit.let_go_on.desc(), Habit.since, Habit.id)
    )
    return [HabitRow(*row) for row in rows]


def trials(owner_id: int) -> list[TrialRow]:
    """All of a person's trial actions, those without an outcome first, the latest on top."""
    rows = db.session.execute(
        select(
            TrialAction.id,
            TrialAction.text,
            TrialAction.who,
            TrialAction.starts_on,
            TrialAction.ends_on,
            TrialAction.outcome,
            func.count(LogEntry.id),
        )
        .outerjoin(LogEntry, LogEntry.trial_id == TrialAction.id)
        .where(TrialAction.owner_id == owner_id)
        .group_by(TrialAction.id)
        .order_by(
            TrialAction.ended_at.is_not(None), TrialAction.ends_on.desc(), TrialAction.id.desc()
        )
    )
    return [TrialRow(*row) for row in rows]


def trials_to_decide(owner_id: int, today: date) -> list[Awaiting]:
    """The trials whose last day is past and that wait for an outcome, the oldest first."""
    rows = db.session.execute(_to_decide(), {"owner_id": owner_id, "today": today})
    return [Awaiting(*row) for row in rows]


@cache
def _to_decide() -> Select[int, str, date]:
    """Put together once: the first page asks it."""
    return (
        select(TrialAction.id, TrialAction.text, TrialAction.ends_on)
        .where(
            TrialAction.owner_id == bindparam("owner_id"),
            TrialAction.ended_at.is_(None),
            TrialAction.ends_on < bindparam("today"),
        )
        .order_by(TrialAction.ends_on, TrialAction.id)
        .limit(3)
    )


def of_habit(author_id: int, habit_id: int) -> list[EntryRow]:
    """One's own entries on a habit, the oldest first: how it went."""
    return _oldest_first(author_id, LogEntry.habit_id == habit_id)


def of_trial(author_id: int, trial_id: int) -> list[EntryRow]:
    """One's own entries on a trial, the oldest first."""
    return _oldest_first(author_id, LogEntry.trial_id == trial_id)


def _oldest_first(author_id: int, condition: Any) -> list[EntryRow]:  # noqa: ANN401 - a column's
    return entry_rows(
        select(LogEntry.id).where(LogEntry.author_id == author_id, condition), oldest_first=True
    )
