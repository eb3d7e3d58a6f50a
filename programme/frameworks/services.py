"""What changes competence goals: sets made, put in place of older ones, and edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.frameworks.models import CompetenceGoal, GoalSet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from programme.people.models import LeadershipLevel


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A goal's words; its number is its place in the set."""

    short_name: str
    text: str
    parent_objective_id: int | None = None


@dataclass(frozen=True, slots=True)
class GoalSetDraft:
    """One edition of the goals of a level."""

    key: str
    name: str
    level: LeadershipLevel
    aim: str = ""
    goals: Sequence[GoalDraft] = ()
    valid_from: date | None = None


def add_edition(draft: GoalSetDraft) -> GoalSet:
    """Make a set, or the next edition of the one with the same key; older ones stay as they are."""
    last = db.session.scalar(select(func.max(GoalSet.edition)).where(GoalSet.key == draft.key))
    goal_set = GoalSet(
        key=draft.key,
        edition=(last or 0) + 1,
        valid_from=draft.valid_from,
        name=draft.name,
        aim=draft.aim,
        level=draft.level,
        goals=[_goal(number, goal) for number, goal in enumerate(draft.goals, start=1)],
    )
    db.session.add(goal_set)
    db.session.flush()
    return goal_set


def add_goal(goal_set: GoalSet, draft: GoalDraft) -> CompetenceGoal:
    """Add a goal at the end of a set: it can be chosen at once."""
    goal = _goal(len(goal_set.goals) + 1, draft)
    goal_set.goals.append(goal)
    db.session.flush()
    return goal


def edit_goal(goal: CompetenceGoal, draft: GoalDraft) -> None:
    """Word a goal better. Another meaning is a new edition and not an edit."""
    goal.short_name = draft.short_name
    goal.text = draft.text
    goal.parent_objective_id = draft.parent_objective_id


def edit_aim(goal_set: GoalSet, aim: str) -> None:
    """Change the sentence that stands above the goals."""
    goal_set.aim = aim


def remove_last_goal(goal_set: GoalSet) -> None:
    """Take away the last goal while nothing points to it, so that the numbers stay unbroken."""
    if not goal_set.goals:
        raise RuleBrokenError(l_("There is no goal to remove."))
    try:
        with db.session.begin_nested():
            db.session.delete(goal_set.goals[-1])
    except IntegrityError as error:
        raise RuleBrokenError(l_("The goal is in use and stays.")) from error
    db.session.expire(goal_set, ["goals"])


def _goal(number: int, draft: GoalDraft) -> CompetenceGoal:
    return CompetenceGoal(
        number=number,
        short_name=draft.short_name,
        text=draft.text,
        parent_objective_id=draft.parent_objective_id,
    )
