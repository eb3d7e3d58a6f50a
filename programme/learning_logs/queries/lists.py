"""Entries in lists: Core columns into slotted rows, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, exists, func, select, true

from programme.core.db import db
from programme.frameworks.models import CompetenceGoal
from programme.frameworks.queries import same_goals
from programme.learning_logs import text
from programme.learning_logs.models import EntryState, LogEntry, entry_goal
from programme.learning_logs.queries.entries import author_log
from programme.learning_logs.queries.reach import NOBODY, Reached, addressed_ids, reader_counts
from programme.learning_logs.steps import Step, chains, waits
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

PAGE = 30
SNIPPET = 600  # characters of each part: enough for a title and a line


@dataclass(frozen=True, slots=True)
class GoalChip:
    """A goal by number and short name."""

    id: int
    number: int
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry in a list. `readers` is whom it reaches now: known to its author alone."""

    id: int
    author_id: int
    author: str
    written_on: date
    state: EntryState
    title: str
    excerpt: str
    goals: tuple[GoalChip, ...] = ()
    readers: Reached = NOBODY

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.state is EntryState.DRAFT


@dataclass(frozen=True, slots=True)
class LogItem:
    """An entry of one's own log with the chain that it is the newest shown step of.

    `shared` tells of the chain's other steps: (place in the chain, whom it reaches).
    """

    entry: EntryRow
    steps: tuple[Step, ...] = ()
    waiting: bool = False
    shared: tuple[tuple[int, Reached], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, and whether there are more."""

    items: Sequence[LogItem]
    number: int
    has_later: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show of one's own log; nothing set shows all."""

    drafts: bool = False
    goal_id: int | None = None
    activity_id: int | None = None
    task_id: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != Filter()


def own_page(author_id: int, wanted: Filter, number: int = 1) -> Page:
    """One's own log: chains as one item, the newest first."""
    shown = []
    for chain in chains(author_log(author_id, matching(wanted))):
        fitting = [step for step in chain if step.matches]
        if fitting:
            shown.append((fitting[-1].id, chain))
    chosen = _slice(shown, number)
    readers = reader_counts([step.id for _entry_id, chain in chosen for step in chain])
    rows = {row.id: row for row in entry_rows([entry_id for entry_id, _ in chosen], readers)}
    items = [_item(rows[entry_id], chain, readers) for entry_id, chain in chosen]
    return Page(items, number, len(shown) > number * PAGE)


def _item(row: EntryRow, chain: tuple[Step, ...], readers: dict[int, Reached]) -> LogItem:
    if len(chain) == 1:
        return LogItem(row)
    shared = tuple(
        (place, readers[step.id])
        for place, step in enumerate(chain, start=1)
        if step.id in readers and step.id != row.id
    )
    return LogItem(row, chain, waits(chain) is not None, shared)


def shared_page(person_id: int, number: int = 1) -> Page:
    """What others share with one, newest first. Without chains: they tell of private entries."""
    ids = list(
        db.session.scalars(
            select(LogEntry.id)
            .where(LogEntry.id.in_(addressed_ids(person_id)))
            .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
            .offset((number - 1) * PAGE)
            .limit(PAGE + 1)
        )
    )
    items = [LogItem(row) for row in entry_rows(ids[:PAGE])]
    return Page(items, number, len(ids) > PAGE)


def of_task(author_id: int, task_id: int) -> list[EntryRow]:
    """One's own entries on a task, the oldest first: how it went."""
    return entry_rows(_own_ids(author_id, LogEntry.task_id == task_id), oldest_first=True)


def of_goal(author_id: int, goal_id: int) -> list[EntryRow]:
    """One's own entries tied to a goal, the newest first."""
    return entry_rows(_own_ids(author_id, _has_goal(goal_id)))


def about_activity(author_id: int, activity_id: int) -> list[EntryRow]:
    """One's own entries on an activity, the newest first."""
    return entry_rows(_own_ids(author_id, LogEntry.activity_id == activity_id))


def matching(wanted: Filter) -> ColumnElement[bool]:
    """Whether an entry fits the filter."""
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.drafts:
        conditions.append(LogEntry.state == EntryState.DRAFT)
    if wanted.goal_id is not None:
        conditions.append(_has_goal(wanted.goal_id))
    if wanted.activity_id is not None:
        conditions.append(LogEntry.activity_id == wanted.activity_id)
    if wanted.task_id is not None:
        conditions.append(LogEntry.task_id == wanted.task_id)
    return and_(*conditions)


def _has_goal(goal_id: int) -> ColumnElement[bool]:
    """In whichever edition the goal was met."""
    return exists().where(
        entry_goal.c.entry_id == LogEntry.id,
        entry_goal.c.competence_goal_id.in_(same_goals(goal_id)),
    )


def _own_ids(author_id: int, condition: ColumnElement[bool]) -> Select[int]:
    return select(LogEntry.id).where(LogEntry.author_id == author_id, condition)


def _slice(shown: list[Any], number: int) -> list[Any]:
    return shown[(number - 1) * PAGE : number * PAGE]


def entry_rows(
    ids: Sequence[int] | Select[int],
    readers: dict[int, Reached] | None = None,
    *,
    oldest_first: bool = False,
) -> list[EntryRow]:
    """Entries by their keys, the newest first unless told otherwise, in two statements."""
    order = (LogEntry.written_on, LogEntry.id)
    found = db.session.execute(
        _columns()
        .where(LogEntry.id.in_(ids))
        .order_by(*(order if oldest_first else [column.desc() for column in order]))
    ).all()
    keys = [row.id for row in found]
    chips = _chips(keys)
    return [
        EntryRow(
            id=row.id,
            author_id=row.author_id,
            author=row.name,
            written_on=row.written_on,
            state=row.state,
            title=text.title(row.heading, row[6:10]),
            excerpt=text.excerpt(row.heading, row[6:10]),
            goals=tuple(chips[row.id]),
            readers=(readers or {}).get(row.id, NOBODY),
        )
        for row in found
    ]


def _columns() -> Select[Any]:
    return select(
        LogEntry.id,
        LogEntry.author_id,
        Person.name,
        LogEntry.written_on,
        LogEntry.state,
        LogEntry.heading,
        func.substr(LogEntry.action, 1, SNIPPET),
        func.substr(LogEntry.reflection, 1, SNIPPET),
        func.substr(LogEntry.new_knowledge, 1, SNIPPET),
        func.substr(LogEntry.next_action, 1, SNIPPET),
    ).join(Person, Person.id == LogEntry.author_id)


def _chips(entry_ids: Sequence[int]) -> defaultdict[int, list[GoalChip]]:
    found: defaultdict[int, list[GoalChip]] = defaultdict(list)
    for entry_id, *goal in db.session.execute(
        select(
            entry_goal.c.entry_id,
            CompetenceGoal.id,
            CompetenceGoal.number,
            CompetenceGoal.short_name,
        )
        .join(CompetenceGoal, CompetenceGoal.id == entry_goal.c.competence_goal_id)
        .where(entry_goal.c.entry_id.in_(entry_ids))
        .order_by(CompetenceGoal.number, CompetenceGoal.id)
    ):
        found[entry_id].append(GoalChip(*goal))
    return found
