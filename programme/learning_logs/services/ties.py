"""What an entry is tied to. Only what has changed is looked up: most saves change nothing here.

What an author may not choose (another's task, a goal of another level) is left out and not
refused: it can only come from a page that is out of date, and the text must be saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete as sql_delete
from sqlalchemy import insert

from programme.core.db import db
from programme.guideposts.queries import offered_ids
from programme.learning_logs import queries
from programme.learning_logs.models import entry_goal, entry_guidepost, entry_knowledge
from programme.learning_logs.queries.pickers import Tied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Table

    from programme.learning_logs.models import LogEntry
    from programme.learning_logs.services.content import EntryContent

NOTHING_TIED: Final = Tied()

# Rows that an author chooses one of, by the entry's column, and who may choose which.
ONES: Final = {
    "task_id": queries.own_task_id,
    "habit_id": queries.own_habit_id,
    "trial_id": queries.own_trial_id,
    "template_id": queries.template_id,
    "prompt_id": queries.allowed_prompt_id,
}


def tie(entry: LogEntry, content: EntryContent) -> None:
    """Tie the entry to what its author has chosen."""
    choose_ones(entry, content)
    choose_several(entry, queries.tied_ids(entry.id), content)


def choose_ones(entry: LogEntry, content: EntryContent) -> None:
    """What an entry has one of: columns of its own, which a new entry is written with at once."""
    entry.kind = content.kind
    if content.activity_id != entry.activity_id:
        activity = queries.allowed_activity(entry.author_id, content.activity_id)
        entry.activity_id = activity.id if activity else None
        entry.cohort_id = activity.cohort_id if activity else entry.cohort_id
    for column, allowed in ONES.items():
        wanted = getattr(content, column)
        if wanted != getattr(entry, column):
            setattr(entry, column, wanted and allowed(entry.author_id, wanted))


def choose_several(entry: LogEntry, tied: Tied, content: EntryContent) -> None:
    """What an entry has several of: rows beside a written one, which `tied` tells of."""
    if content.goal_ids != tied.goals:
        _choose_goals(entry, tied.goals, content.goal_ids)
    _choose_others(entry, tied, content)


def says_the_same(entry: LogEntry, content: EntryContent) -> bool:
    """Whether the entry is tied to just this already."""
    tied = queries.tied_ids(entry.id)
    return (
        content.goal_ids == tied.goals
        and content.no_goal == entry.no_goal
        and content.kind is entry.kind
        and content.activity_id == entry.activity_id
        and all(getattr(content, column) == getattr(entry, column) for column in ONES)
        and (content.guidepost_ids, content.knowledge_ids) == (tied.guideposts, tied.knowledge)
    )


def goal_ids(entry: LogEntry) -> frozenset[int]:
    """The keys of its goals."""
    return queries.tied_ids(entry.id).goals


def _choose_goals(entry: LogEntry, present: frozenset[int], wanted: frozenset[int]) -> None:
    """Goals that the entry has may stay, though its author has moved to another level since."""
    added = queries.chosen_goal_ids(entry.author_id, wanted - present)
    _change(entry_goal, entry.id, present - wanted, added)
    db.session.expire(entry, ["goals"])


def _choose_others(entry: LogEntry, tied: Tied, content: EntryContent) -> None:
    """Guideposts and inspiration, in the same way."""
    guideposts, knowledge = tied.guideposts, tied.knowledge
    if content.guidepost_ids != guideposts:
        added = offered_ids(entry.author_id, content.guidepost_ids - guideposts)
        _change(entry_guidepost, entry.id, guideposts - content.guidepost_ids, added)
        db.session.expire(entry, ["guideposts"])
    if content.knowledge_ids != knowledge:
        added = queries.citable_ids(entry.author_id, content.knowledge_ids - knowledge)
        _change(entry_knowledge, entry.id, knowledge - content.knowledge_ids, added)
        db.session.expire(entry, ["knowledge"])


def _change(table: Table, entry_id: int, gone: Iterable[int], added: Iterable[int]) -> None:
    """Take rows out of a table of (entry, other), and put rows in."""
    entry_column, other_column = table.columns
    if gone:
        db.session.execute(
            sql_delete(table).where(entry_column == entry_id, other_column.in_(gone))
        )
    if added:
        rows = [{entry_column.name: entry_id, other_column.name: key} for key in sorted(added)]
        db.session.execute(insert(table), rows)
