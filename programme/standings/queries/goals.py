"""Own standings on goals, by date, with the entries that stand behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.frameworks.queries import same_goals
from programme.learning_logs import text
from programme.learning_logs.models import LogEntry
from programme.standings.models import GoalStanding, standing_entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

PARTS = ("action", "reflection", "new_knowledge", "next_action")
SNIPPET = 600  # characters of each part: enough for a title


@dataclass(frozen=True, slots=True)
class Evidence:
    """An own entry behind a standing."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one stood on a day."""

    id: int
    stands_on: date
    step: int | None
    note: str
    entries: tuple[Evidence, ...]


def on_goal(person_id: int, goal_id: int) -> list[Standing]:
    """The person's standings on a goal, in whichever edition, the oldest first."""
    return _standings(
        GoalStanding.person_id == person_id, GoalStanding.goal_id.in_(same_goals(goal_id))
    ).get(_same(goal_id), [])


def on_goals(person_id: int) -> dict[tuple[str, int], list[Standing]]:
    """All the person's standings, by the goal's set and number there."""
    return _standings(GoalStanding.person_id == person_id)


def has_any(person_id: int, goal_id: int) -> bool:
    """Whether the person has ever noted a standing on the goal."""
    noted = exists().where(
        GoalStanding.person_id == person_id, GoalStanding.goal_id.in_(same_goals(goal_id))
    )
    return bool(db.session.scalar(select(noted)))


def find_standing(key: int) -> GoalStanding | None:
    """A standing by its key."""
    return db.session.get(GoalStanding, key)


def find_same(standing: GoalStanding) -> GoalStanding | None:
    """One that says the very same: the form was sent twice."""
    return db.session.scalar(
        select(GoalStanding).where(
            GoalStanding.person_id == standing.person_id,
            GoalStanding.goal_id == standing.goal_id,
            GoalStanding.stands_on == standing.stands_on,
            GoalStanding.step.is_not_distinct_from(standing.step),
            GoalStanding.note == standing.note,
        )
    )


def evidence_ids(person_id: int, wanted: Iterable[int]) -> list[LogEntry]:
    """Those of the wanted entries that are the person's own."""
    return list(
        db.session.scalars(
            select(LogEntry)
            .where(LogEntry.id.in_(list(wanted)), LogEntry.author_id == person_id)
            .order_by(LogEntry.written_on, LogEntry.id)
        )
    )


def _same(goal_id: int) -> tuple[str, int]:
    row = db.session.execute(
        select(GoalSet.key, CompetenceGoal.number)
        .join(CompetenceGoal.goal_set)
        .where(CompetenceGoal.id == goal_id)
    ).one()
    return row[0], row[1]


def _standings(*conditions: ColumnElement[bool]) -> dict[tuple[str, int], list[Standing]]:
    rows = db.session.execute(
        select(
            GoalStanding.id,
            GoalStanding.stands_on,
            GoalStanding.step,
            GoalStanding.note,
            GoalSet.key,
            CompetenceGoal.number,
        )
        .join(CompetenceGoal, CompetenceGoal.id == GoalStanding.goal_id)
        .join(GoalSet, GoalSet.id == CompetenceGoal.goal_set_id)
        .where(*conditions)
        .order_by(GoalStanding.stands_on, GoalStanding.id)
    ).all()
    entries = _evidence([row[0] for row in rows])
    found: defaultdict[tuple[str, int], list[Standing]] = defaultdict(list)
    for key, day, step, note, goal_set, number in rows:
        found[goal_set, number].append(Standing(key, day, step, note, tuple(entries[key])))
    return dict(found)


def _evidence(standing_ids: list[int]) -> defaultdict[int, list[Evidence]]:
    parts = (func.substr(getattr(LogEntry, part), 1, SNIPPET) for part in PARTS)
    found: defaultdict[int, list[Evidence]] = defaultdict(list)
    for standing_id, entry_id, heading, *words in db.session.execute(
        select(standing_entry.c.standing_id, LogEntry.id, LogEntry.heading, *parts)
        .join(LogEntry, LogEntry.id == standing_entry.c.entry_id)
        .where(standing_entry.c.standing_id.in_(standing_ids))
        .order_by(LogEntry.written_on, LogEntry.id)
    ):
        found[standing_id].append(Evidence(entry_id, text.title(heading, words)))
    return found
