"""What an author chooses from while writing, beside goals and activities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, literal, or_, select, union_all

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.cohorts.models import Cohort
from programme.core.db import db
from programme.inspiration.models import KnowledgeItem, KnowledgeKind, ReflectionPrompt
from programme.inspiration.queries import put_to
from programme.learning_logs.models import (
    Habit,
    PracticeTask,
    TrialAction,
    entry_goal,
    entry_guidepost,
    entry_knowledge,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import CompoundSelect, Select


@dataclass(frozen=True, slots=True)
class Citable:
    """A piece of inspiration to cite; `is_near` when it stands at the entry's own activity."""

    id: int
    title: str
    kind: KnowledgeKind
    is_near: bool


def own_task_id(owner_id: int, key: int) -> int | None:
    """The key, if it is a task on this person's desk."""
    return _own(PracticeTask, owner_id, key)


def own_habit_id(owner_id: int, key: int) -> int | None:
    """The key, if it is a habit of this person's."""
    return _own(Habit, owner_id, key)


def own_trial_id(owner_id: int, key: int) -> int | None:
    """The key, if it is a trial of this person's."""
    return _own(TrialAction, owner_id, key)


def _own(model: type[PracticeTask | Habit | TrialAction], owner_id: int, key: int) -> int | None:
    return db.session.scalar(select(model.id).where(model.id == key, model.owner_id == owner_id))


def open_habits(owner_id: int, keep: int | None = None) -> list[tuple[int, str]]:
    """(key, text) of the habits not let go yet, and of the one already chosen."""
    return _lines(
        select(Habit.id, Habit.text)
        .where(Habit.owner_id == owner_id, or_(Habit.let_go_on.is_(None), Habit.id == keep))
        .order_by(Habit.text, Habit.id)
    )


def find_open_habit(owner_id: int, text: str) -> Habit | None:
    """The open habit in these very words."""
    return db.session.scalar(
        select(Habit)
        .where(Habit.owner_id == owner_id, Habit.text == text, Habit.let_go_on.is_(None))
        .order_by(Habit.id)
        .limit(1)
    )


def open_trials(owner_id: int, keep: int | None = None) -> list[tuple[int, str]]:
    """(key, text) of the trials without an outcome yet, and of the one already chosen."""
    return _lines(
        select(TrialAction.id, TrialAction.text)
        .where(
            TrialAction.owner_id == owner_id,
            or_(TrialAction.ended_at.is_(None), TrialAction.id == keep),
        )
        .order_by(TrialAction.starts_on.desc(), TrialAction.id.desc())
    )


def _lines(statement: Select[int, str]) -> list[tuple[int, str]]:
    return [(key, text) for key, text in db.session.execute(statement)]


def find_prompt(person_id: int, key: int) -> ReflectionPrompt | None:
    """A question that is put to this person: who learns, and for whom its activity is meant."""
    return db.session.scalar(
        select(ReflectionPrompt)
        .join(Activity, Activity.id == ReflectionPrompt.activity_id)
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(ReflectionPrompt.id == key, put_to(person_id))
    )


def allowed_prompt_id(person_id: int, key: int) -> int | None:
    """The key, if that question is put to this person."""
    prompt = find_prompt(person_id, key)
    return prompt.id if prompt else None


def citable(person_id: int, activity_id: int | None, keep: Iterable[int] = ()) -> list[Citable]:
    """Inspiration at activities of the person's plan, that of this activity first."""
    near = KnowledgeItem.activity_id == (activity_id or 0)
    rows = db.session.execute(
        select(KnowledgeItem.id, KnowledgeItem.title, KnowledgeItem.kind, near)
        .join(Activity, Activity.id == KnowledgeItem.activity_id)
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(
            or_(
                KnowledgeItem.withdrawn_at.is_(None) & activities.in_plan_of(person_id),
                KnowledgeItem.id.in_(list(keep)),
            )
        )
        .order_by(near.desc(), Activity.starts_on.desc(), KnowledgeItem.id)
    )
    return [Citable(*row) for row in rows]


def citable_ids(person_id: int, wanted: Iterable[int]) -> frozenset[int]:
    """Those of the wanted items that the person may cite."""
    keys = set(wanted)
    if not keys:
        return frozenset()
    return frozenset(item.id for item in citable(person_id, None)) & keys


@dataclass(frozen=True, slots=True)
class Tied:
    """The keys of what an entry is tied to several of."""

    goals: frozenset[int] = frozenset()
    guideposts: frozenset[int] = frozenset()
    knowledge: frozenset[int] = frozenset()


def tied_ids(entry_id: int) -> Tied:
    """The keys of an entry's goals, guideposts and inspiration, in one statement."""
    found: tuple[set[int], set[int], set[int]] = (set(), set(), set())
    for place, key in db.session.execute(_tied(), {"entry_id": entry_id}):
        found[place].add(key)
    return Tied(*map(frozenset, found))


@cache
def _tied() -> CompoundSelect[Any, Any]:
    """Put together once: every save asks it."""
    tables = (
        (entry_goal, entry_goal.c.competence_goal_id),
        (entry_guidepost, entry_guidepost.c.guidepost_id),
        (entry_knowledge, entry_knowledge.c.knowledge_item_id),
    )
    return union_all(
        *(
            select(literal(place), key).where(table.c.entry_id == bindparam("entry_id"))
            for place, (table, key) in enumerate(tables)
        )
    )
