"""Habits that one wants to let go: named, let go, taken up again. Entries stay with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import queries
from programme.learning_logs.models import Habit
from programme.learning_logs.text import clean_line

if TYPE_CHECKING:
    from datetime import date

    from programme.people.models import Person

TEXT: Final = 200  # characters


def name_habit(owner: Person, text: str, since: date | None = None) -> Habit:
    """Name a habit; one not let go that is named in the same words is that habit."""
    text, since = _checked(text, since)
    habit = queries.find_open_habit(owner.id, text)
    if habit is None:
        habit = Habit(owner_id=owner.id, text=text, since=since, created_at=clock.now())
        db.session.add(habit)
        db.session.flush()
    return habit


def edit_habit(habit: Habit, text: str, since: date | None, *, version: int) -> None:
    """Name a habit in other words, or say that it has been worked on since another day."""
    text, since = _checked(text, since)
    if version != habit.version and (text, since) != (habit.text, habit.since):
        raise ConflictError(
            {"text": text, "since": since.isoformat()},
            {"text": habit.text, "since": habit.since.isoformat()},
            "",
        )
    habit.text, habit.since = text, since
    db.session.flush()


def let_go(habit: Habit) -> None:
    """Say that the habit is no habit any more."""
    habit.let_go_on = habit.let_go_on or clock.today()


def take_up_again(habit: Habit) -> None:
    """It came back: habits do."""
    habit.let_go_on = None


def _checked(text: str, since: date | None) -> tuple[str, date]:
    text, since = clean_line(text), since or clock.today()
    if not text:
        raise RuleBrokenError(l_("Write which habit it is."), "text")
    if len(text) > TEXT:
        message = l_("A habit has at most %(number)d characters.", number=TEXT)
        raise RuleBrokenError(message, "text")
    if since > clock.today():
        raise RuleBrokenError(l_("The date lies in the future."), "since")
    return text, since
