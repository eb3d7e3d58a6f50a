"""Questions before and after activities: which wait for a person, and how many have answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Date, Integer, Time, and_, bindparam, exists, func, select

from programme.activities.models import Activity
from programme.cohorts.models import Cohort
from programme.core import clock
from programme.core.db import db
from programme.inspiration.models import PromptTime, ReflectionPrompt
from programme.inspiration.queries import is_its_time, not_put_aside, put_to
from programme.learning_logs.models import EntryState, LogEntry
from programme.learning_logs.queries.counts import at_least
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select

ME: Final[Any] = bindparam("person_id", type_=Integer())
TODAY: Final[Any] = bindparam("today", type_=Date())
NOW: Final[Any] = bindparam("now", type_=Time())


@dataclass(frozen=True, slots=True)
class OpenPrompt:
    """A question that waits for an answer; `draft_id` is the entry in which one is begun."""

    id: int
    question: str
    time: PromptTime
    activity_id: int
    kind: ActivityKind
    number: int | None
    title: str
    draft_id: int | None


def open_prompts(person_id: int, activity_id: int | None = None) -> list[OpenPrompt]:
    """What the person is asked now, the newest first: not answered, and not put aside."""
    here = clock.now().astimezone(clock.COPENHAGEN)
    asked = {
        ME.key: person_id,
        TODAY.key: here.date(),
        NOW.key: here.time().replace(tzinfo=None),
    }
    found = [OpenPrompt(*row) for row in db.session.execute(_open(), asked)]
    return [each for each in found if activity_id in {None, each.activity_id}]


@cache
def _open() -> Select[Any]:
    """Put together once: the home page asks it each time."""
    draft = (
        select(func.max(LogEntry.id))
        .where(LogEntry.prompt_id == ReflectionPrompt.id, LogEntry.author_id == ME)
        .correlate(ReflectionPrompt)
        .scalar_subquery()
    )
    answered = exists().where(
        LogEntry.prompt_id == ReflectionPrompt.id,
        LogEntry.author_id == ME,
        LogEntry.state == EntryState.FINAL,
    )
    return (
        select(
            ReflectionPrompt.id,
            ReflectionPrompt.question,
            ReflectionPrompt.time,
            Activity.id,
            Activity.kind,
            Activity.number,
            Activity.title,
            draft,
        )
        .join(Activity, Activity.id == ReflectionPrompt.activity_id)
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(
            put_to(ME),
            is_its_time(TODAY, NOW),
            not_put_aside(ME),
            ~answered.correlate(ReflectionPrompt),
        )
        .order_by(ReflectionPrompt.published_at.desc(), ReflectionPrompt.id.desc())
    )


def answer_counts(prompt_ids: Collection[int]) -> dict[int, int | None]:
    """At least how many have answered each question, told as `counts` tells it."""
    rows = db.session.execute(
        select(LogEntry.prompt_id, func.count(LogEntry.author_id.distinct()))
        .where(and_(LogEntry.prompt_id.in_(list(prompt_ids)), LogEntry.state == EntryState.FINAL))
        .group_by(LogEntry.prompt_id)
    )
    counted = {key: count for key, count in rows if key is not None}
    return {key: at_least(n := counted.get(key, 0), n) for key in prompt_ids}
