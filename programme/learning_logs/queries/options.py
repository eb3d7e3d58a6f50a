"""What one's own log can be filtered by: only what some entry in it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from programme.activities.models import Activity
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.learning_logs.models import LogEntry, PracticeTask, entry_goal
from programme.learning_logs.queries.choices import ActivityChoice
from programme.learning_logs.queries.lists import GoalChip

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Options:
    """The drop-downs' lines; tasks as (key, title)."""

    goals: Sequence[GoalChip]
    activities: Sequence[ActivityChoice]
    tasks: Sequence[tuple[int, str]]


def filter_options(author_id: int) -> Options:
    """Goals, activities and tasks that occur in the author's entries, in three statements."""
    met = (  # one line a goal, in the words met last
        select(func.max(CompetenceGoal.id))
        .join(GoalSet, GoalSet.id == CompetenceGoal.goal_set_id)
        .join(entry_goal, entry_goal.c.competence_goal_id == CompetenceGoal.id)
        .join(LogEntry, LogEntry.id == entry_goal.c.entry_id)
        .where(LogEntry.author_id == author_id)
        .group_by(GoalSet.key, CompetenceGoal.number)
    )
    goals = (
        select(CompetenceGoal.id, CompetenceGoal.number, CompetenceGoal.short_name)
        .where(CompetenceGoal.id.in_(met))
        .order_by(CompetenceGoal.goal_set_id, CompetenceGoal.number)
    )
    planned = (
        select(Activity.id, Activity.kind, Activity.number, Activity.title, Activity.starts_on)
        .where(exists().where(LogEntry.activity_id == Activity.id, LogEntry.author_id == author_id))
        .order_by(Activity.starts_on.desc(), Activity.id)
    )
    tasks = (
        select(PracticeTask.id, PracticeTask.title)
        .where(
            PracticeTask.owner_id == author_id,
            exists().where(LogEntry.task_id == PracticeTask.id),
        )
        .order_by(PracticeTask.title)
    )
    run = db.session.execute
    return Options(
        [GoalChip(*row) for row in run(goals)],
        [ActivityChoice(*row) for row in run(planned)],
        [(row.id, row.title) for row in run(tasks)],
    )
