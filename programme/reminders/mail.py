"""The reminder of the day, the question after a course, and the worker's recurring work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from programme.activities import labels
from programme.learning_logs import services as logs
from programme.learning_logs.queries import continue_with
from programme.outbox import services as outbox
from programme.people.letters import Context, letter, link
from programme.reminders import queries, services
from programme.reminders.services import ASKED, DUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person
    from programme.reminders.queries import Around


@dataclass(frozen=True, slots=True)
class Line:
    """An activity in the mail, and the prepared entry that it leads to."""

    label: str
    starts_on: date | None
    is_over: bool
    address: str


@letter(DUE)
def due(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell what is due still: who has opted out or written since hears nothing."""
    found = services.due_for(person.id, date.fromordinal(keys["day"]))
    if not found.is_something:
        return None
    lines = [_line(each, found.prompts, person.locale.value) for each in found.around]
    return {
        "lines": lines,
        "nudge": "" if lines else _nudge(person.id),
        "choices": link("notifications.index"),
    }


@letter(ASKED)
def follow_up(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Put the question, unless it has been answered or taken away."""
    question = queries.find_follow_up(keys["follow_up"])
    waiting = {each.id for each in queries.open_follow_ups(person.id)}
    if question is None or question.id not in waiting:
        return None
    return {
        "question": question.question,
        "cohort": question.cohort.name,
        "months": question.months_after,
        "address": link("reminders.show", key=question.id),
    }


def _line(around: Around, prompts: Mapping[int, int], locale: str) -> Line:
    """A question that waits is the entry to write; else an entry about the activity."""
    prompt = prompts.get(around.id)
    address = (
        link("learning_logs.new", spoergsmaal=prompt)
        if prompt
        else link("learning_logs.new", aktivitet=around.id)
    )
    label = labels.label(around.kind, around.number, around.title, locale)
    return Line(label, around.starts_on, around.is_over, address)


def _nudge(person_id: int) -> str:
    """Where to go on: the entry that takes the next action up, or an empty one."""
    waiting = continue_with(person_id)
    if waiting is None:
        return link("learning_logs.new")
    if waiting.is_draft:
        return link("learning_logs.edit", key=waiting.id)
    return link("learning_logs.new", efter=waiting.id)


outbox.register_job("reminders", timedelta(minutes=10), services.remind)
outbox.register_job("questions after the end", timedelta(hours=1), services.ask_due)
outbox.register_job("answers after the end", timedelta(hours=1), services.note_answers)
outbox.register_job("entries deleted long ago", timedelta(hours=6), logs.forget_old)
