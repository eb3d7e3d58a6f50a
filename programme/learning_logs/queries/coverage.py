"""How much a cohort has written about each goal; told as `counts` tells it, never exactly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from programme.activities import queries as activities
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.learning_logs.models import EntryState, LogEntry, entry_goal
from programme.learning_logs.queries.counts import at_least
from programme.programmes.models import programme_goal_set

if TYPE_CHECKING:
    from sqlalchemy import Select

    from programme.cohorts.models import Cohort


@dataclass(frozen=True, slots=True)
class GoalCoverage:
    """A goal with its activities, and the entries on it: at least so many, or not told."""

    id: int
    number: int
    short_name: str
    activities: int
    entries: int | None


def coverage(cohort: Cohort) -> list[tuple[str, list[GoalCoverage]]]:
    """The goals of the cohort's programme by set, in two statements."""
    planned = {
        (goal.set_name, goal.number): len(goal.activity_ids) for goal in activities.goals_of(cohort)
    }
    sets: defaultdict[str, list[GoalCoverage]] = defaultdict(list)
    for name, key, number, short_name, authors, entries in db.session.execute(_counted(cohort)):
        shown = at_least(authors or 0, entries or 0)
        work = planned.get((name, number), 0)
        sets[name].append(GoalCoverage(key, number, short_name, work, shown))
    return list(sets.items())


def _counted(cohort: Cohort) -> Select[*tuple[Any, ...]]:
    met, met_in = aliased(CompetenceGoal), aliased(GoalSet)
    written = (
        select(
            met_in.key,
            met.number,
            func.count(LogEntry.author_id.distinct()).label("authors"),
            func.count(LogEntry.id.distinct()).label("entries"),
        )
        .join(entry_goal, entry_goal.c.entry_id == LogEntry.id)
        .join(met, met.id == entry_goal.c.competence_goal_id)
        .join(met_in, met_in.id == met.goal_set_id)
        .where(LogEntry.cohort_id == cohort.id, LogEntry.state == EntryState.FINAL)
        .group_by(met_in.key, met.number)
        .subquery()
    )
    return (
        select(
            GoalSet.name,
            CompetenceGoal.id,
            CompetenceGoal.number,
            CompetenceGoal.short_name,
            written.c.authors,
            written.c.entries,
        )
        .join(programme_goal_set, programme_goal_set.c.goal_set_id == GoalSet.id)
        .join(CompetenceGoal, CompetenceGoal.goal_set_id == GoalSet.id)
        .outerjoin(
            written, and_(written.c.key == GoalSet.key, written.c.number == CompetenceGoal.number)
        )
        .where(programme_goal_set.c.programme_id == cohort.programme_id)
        .order_by(GoalSet.id, CompetenceGoal.number)
    )
