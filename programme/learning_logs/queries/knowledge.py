"""What stands in "Videndeling": chosen by its author for everybody with an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, select

from programme.core.db import db
from programme.frameworks.models import CompetenceGoal
from programme.learning_logs.models import LogEntry, entry_goal
from programme.learning_logs.queries.lists import PAGE, LogItem, Page, entry_rows
from programme.learning_logs.queries.reach import Reached, knowledge_ids
from programme.people.models import Organisation, Person

if TYPE_CHECKING:
    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class KnowledgeFilter:
    """What to show of it; nothing set shows all."""

    goal_id: int | None = None
    organisation_id: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != KnowledgeFilter()


def knowledge_page(wanted: KnowledgeFilter, number: int = 1) -> Page:
    """The entries for all, the newest first."""
    ids = list(
        db.session.scalars(
            _entries(LogEntry.id)
            .where(*_matching(wanted))
            .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
            .offset((number - 1) * PAGE)
            .limit(PAGE + 1)
        )
    )
    shown = ids[:PAGE]
    rows = entry_rows(shown, dict.fromkeys(shown, Reached(all=True)))
    return Page([LogItem(row) for row in rows], number, len(ids) > PAGE)


def knowledge_goals() -> list[tuple[int, str]]:
    """The goals that these entries are tied to."""
    rows = db.session.execute(
        _entries(CompetenceGoal.id, CompetenceGoal.number, CompetenceGoal.short_name)
        .join(entry_goal, entry_goal.c.entry_id == LogEntry.id)
        .join(CompetenceGoal, CompetenceGoal.id == entry_goal.c.competence_goal_id)
        .distinct()
        .order_by(CompetenceGoal.number, CompetenceGoal.id)
    )
    return [(key, f"{number} {name}") for key, number, name in rows]


def knowledge_organisations() -> list[tuple[int, str]]:
    """The organisations that these entries come from."""
    rows = db.session.execute(
        _entries(Organisation.id, Organisation.name)
        .join(Person, Person.id == LogEntry.author_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .distinct()
        .order_by(Organisation.name)
    )
    return [(key, name) for key, name in rows]


def _entries(*columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of several tables
    return select(*columns).select_from(LogEntry).where(LogEntry.id.in_(knowledge_ids()))


def _matching(wanted: KnowledgeFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.goal_id is not None:
        conditions.append(
            exists().where(
                entry_goal.c.entry_id == LogEntry.id,
                entry_goal.c.competence_goal_id == wanted.goal_id,
            )
        )
    if wanted.organisation_id is not None:
        conditions.append(
            exists().where(
                Person.id == LogEntry.author_id, Person.organisation_id == wanted.organisation_id
            )
        )
    return conditions
