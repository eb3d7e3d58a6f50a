"""Mål × aktiviteter: which goals stand in focus on which activity. No persons, no per cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GridGoal:
    number: int
    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridActivity:
    """An activity and the numbers of its goals."""

    label: str
    short_label: str
    goals: frozenset[int]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal; cells tell for each activity whether the goal is in focus there."""

    goal: GridGoal
    cells: tuple[bool, ...]
    focus: tuple[GridActivity, ...]


@dataclass(frozen=True, slots=True)
class GoalGrid:
    activities: tuple[GridActivity, ...]
    rows: tuple[GoalRow, ...]


def goal_grid(goals: Iterable[GridGoal], activities: Iterable[GridActivity]) -> GoalGrid:
    """Return the rows by the goals' numbers, the columns in the order given."""
    columns = tuple(activities)
    in_order = sorted(goals, key=lambda goal: goal.number)
    return GoalGrid(columns, tuple(_row(goal, columns) for goal in in_order))


def _row(goal: GridGoal, activities: Sequence[GridActivity]) -> GoalRow:
    cells = tuple(goal.number in activity.goals for activity in activities)
    focus = tuple(activity for activity in activities if goal.number in activity.goals)
    return GoalRow(goal, cells, focus)
