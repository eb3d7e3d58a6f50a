"""All of an author's entries with what hangs on them, a few at a time: a log may be long."""

from __future__ import annotations

import base64
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from programme.activities import labels
from programme.activities.models import Activity
from programme.cohorts.models import Cohort, NetworkGroup
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, Guidepost
from programme.inspiration.models import KnowledgeItem, ReflectionPrompt
from programme.learning_logs.models import (
    EntryComment,
    EntryReading,
    EntryShare,
    Evidence,
    Habit,
    LogEntry,
    LogTemplate,
    PracticeTask,
    TrialAction,
    entry_goal,
    entry_guidepost,
    entry_knowledge,
)
from programme.learning_logs.views.sentences import audience_name
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Row, Select

Values = dict[str, Any]
Hanging = defaultdict[int, list[Values]]

AT_ONCE: Final = 20
_TEXTS: Final = ("heading", "action", "reflection", "new_knowledge", "next_action")


def entries_of(author_id: int, locale: str) -> Iterator[Values]:
    """Every entry, drafts too, the oldest first; without the bytes of its files."""
    keys = list(
        db.session.scalars(
            select(LogEntry.id)
            .where(LogEntry.author_id == author_id)
            .order_by(LogEntry.written_on, LogEntry.id)
        )
    )
    for part in (keys[n : n + AT_ONCE] for n in range(0, len(keys), AT_ONCE)):
        yield from _some(part, locale)


def files_of(entry_id: int) -> Iterator[tuple[int, str]]:
    """The files of an entry one at a time: (key, bytes as base64)."""
    keys = db.session.scalars(
        select(Evidence.id)
        .where(Evidence.entry_id == entry_id, Evidence.file_name != "")
        .order_by(Evidence.id)
    ).all()
    for key in keys:
        body = db.session.scalar(select(Evidence.body).where(Evidence.id == key))
        yield key, base64.b64encode(body or b"").decode()


def _some(keys: list[int], locale: str) -> Iterator[Values]:
    hanging = _hanging(keys)
    rows = {row.id: row for row in db.session.execute(_entries(keys))}
    for key in keys:
        yield _entry(rows[key], locale) | {name: found[key] for name, found in hanging.items()}


def _entries(keys: Collection[int]) -> Select[*tuple[Any, ...]]:
    previous = aliased(LogEntry)
    return (
        select(
            LogEntry.id,
            LogEntry.state,
            LogEntry.kind,
            LogEntry.written_on,
            *(getattr(LogEntry, name) for name in _TEXTS),
            LogEntry.created_at,
            LogEntry.updated_at,
            LogEntry.finished_at,
            LogEntry.no_goal,
            previous.id.label("follows"),
            Cohort.name.label("cohort"),
            Activity.kind.label("activity_kind"),
            Activity.number.label("activity_number"),
            Activity.title.label("activity_title"),
            PracticeTask.title.label("task"),
            Habit.text.label("habit"),
            TrialAction.text.label("trial"),
            LogTemplate.name.label("template"),
            ReflectionPrompt.question.label("question"),
        )
        .outerjoin(previous, previous.id == LogEntry.previous_id)
        .outerjoin(Cohort, Cohort.id == LogEntry.cohort_id)
        .outerjoin(Activity, Activity.id == LogEntry.activity_id)
        .outerjoin(PracticeTask, PracticeTask.id == LogEntry.task_id)
        .outerjoin(Habit, Habit.id == LogEntry.habit_id)
        .outerjoin(TrialAction, TrialAction.id == LogEntry.trial_id)
        .outerjoin(LogTemplate, LogTemplate.id == LogEntry.template_id)
        .outerjoin(ReflectionPrompt, ReflectionPrompt.id == LogEntry.prompt_id)
        .where(LogEntry.id.in_(keys))
    )


def _entry(row: Row[*tuple[Any, ...]], locale: str) -> Values:
    found = dict(row._mapping)  # noqa: SLF001 - a row's own name for it
    kind, number, title = (found.pop(f"activity_{part}") for part in ("kind", "number", "title"))
    return found | {
        "state": found["state"].value,
        "kind": found["kind"].value,
        "activity": labels.label(kind, number, title, locale) if kind else None,
    }


def _hanging(keys: list[int]) -> dict[str, Hanging]:
    meant = aliased(Person)
    return {
        "goals": _tied(
            select(
                entry_goal.c.entry_id,
                CompetenceGoal.number,
                CompetenceGoal.short_name,
                CompetenceGoal.text,
            )
            .join(CompetenceGoal)
            .where(entry_goal.c.entry_id.in_(keys))
            .order_by(CompetenceGoal.number)
        ),
        # Words alone: nobody's guideposts are counted or put in order.
        "guideposts": _tied(
            select(entry_guidepost.c.entry_id, Guidepost.text)
            .join(Guidepost)
            .where(entry_guidepost.c.entry_id.in_(keys))
            .order_by(Guidepost.id)
        ),
        "inspiration": _tied(
            select(entry_knowledge.c.entry_id, KnowledgeItem.title, KnowledgeItem.url)
            .join(KnowledgeItem)
            .where(entry_knowledge.c.entry_id.in_(keys))
            .order_by(KnowledgeItem.id)
        ),
        "evidence": _evidence(keys),
        "shares": _shares(keys),
        "readers": _tied(
            select(EntryReading.entry_id, Person.name, EntryReading.first_at, EntryReading.last_at)
            .join(Person, Person.id == EntryReading.reader_id)
            .where(EntryReading.entry_id.in_(keys))
            .order_by(EntryReading.first_at)
        ),
        "comments": _tied(
            select(
                EntryComment.entry_id,
                Person.name,
                EntryComment.created_at,
                EntryComment.is_private,
                func.coalesce(meant.name, "").label("reader"),
                EntryComment.text,
            )
            .join(Person, Person.id == EntryComment.author_id)
            .outerjoin(meant, meant.id == EntryComment.reader_id)
            .where(EntryComment.entry_id.in_(keys), EntryComment.removed_at.is_(None))
            .order_by(EntryComment.id)
        ),
    }


def _evidence(keys: list[int]) -> Hanging:
    return _tied(
        select(
            Evidence.entry_id,
            Evidence.id,
            Evidence.kind,
            Evidence.text,
            Evidence.url,
            Evidence.file_name,
            Evidence.media_type,
            Evidence.size,
        )
        .where(Evidence.entry_id.in_(keys))
        .order_by(Evidence.id)
    )


def _shares(keys: list[int]) -> Hanging:
    found: Hanging = defaultdict(list)
    for share, number, group, cohort, person in db.session.execute(
        select(EntryShare, NetworkGroup.number, NetworkGroup.name, Cohort.name, Person.name)
        .outerjoin(NetworkGroup, NetworkGroup.id == EntryShare.group_id)
        .outerjoin(Cohort, Cohort.id == EntryShare.cohort_id)
        .outerjoin(Person, Person.id == EntryShare.person_id)
        .where(EntryShare.entry_id.in_(keys))
        .order_by(EntryShare.id)
    ):
        name = person or group or cohort or ""
        found[share.entry_id].append(
            {
                "with": audience_name(share.audience, number, name),
                "since": share.shared_at,
                "until": share.stopped_at,
            }
        )
    return found


def _tied(statement: Select[*tuple[Any, ...]]) -> Hanging:
    found: Hanging = defaultdict(list)
    for row in db.session.execute(statement):
        values = dict(row._mapping)  # noqa: SLF001 - a row's own name for it
        found[values.pop("entry_id")].append(values)
    return found
