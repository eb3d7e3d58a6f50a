"""Trial actions: a small test is planned, held, and ends in a choice – keep, adjust or stop."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs.models import TrialAction, TrialOutcome
from programme.learning_logs.queries.desk import find_same_trial
from programme.learning_logs.text import clean, clean_line

if TYPE_CHECKING:
    from programme.people.models import Person

LINE: Final = 200  # characters
TEXT: Final = 10_000
LONGEST: Final = timedelta(days=366)
_USUAL: Final = timedelta(weeks=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialContent:
    """What is tried, with whom, when, and what to look for."""

    text: str
    starts_on: date
    ends_on: date
    who: str = ""
    look_for: str = ""


def plan_trial(owner: Person, content: TrialContent) -> TrialAction:
    """Plan a trial; one that waits with the same words and first day is that trial."""
    content = _checked(content)
    trial = find_same_trial(owner.id, content.text, content.starts_on)
    if trial is None:
        trial = TrialAction(owner_id=owner.id, created_at=clock.now(), **asdict(content))
        db.session.add(trial)
        db.session.flush()
    return trial


def edit_trial(trial: TrialAction, content: TrialContent, *, version: int) -> None:
    """Plan it otherwise, as long as nothing has been decided."""
    if trial.ended_at is not None:
        raise RuleBrokenError(l_("The trial has an outcome. Take it up again to change it."))
    wanted, present = asdict(_checked(content)), asdict(content_of(trial))
    if version != trial.version and wanted != present:
        raise ConflictError(_words(wanted), _words(present), "")
    for name, value in wanted.items():
        setattr(trial, name, value)
    db.session.flush()


def decide(trial: TrialAction, outcome: TrialOutcome, note: str, *, version: int) -> None:
    """Say what came of it; said again in other words, the last holds."""
    note = clean(note)
    if len(note) > TEXT:
        raise RuleBrokenError(_too_long(TEXT), "note")
    if (outcome, note) == (trial.outcome, trial.outcome_note):
        return
    if version != trial.version:
        raise ConflictError({"note": note}, {"note": trial.outcome_note}, "")
    trial.outcome, trial.outcome_note = outcome, note
    trial.ended_at = trial.ended_at or clock.now()
    db.session.flush()


def resume(trial: TrialAction) -> None:
    """It goes on after all: what was noted stays to be used again."""
    trial.outcome = trial.ended_at = None


def content_of(trial: TrialAction) -> TrialContent:
    """What is planned now."""
    return TrialContent(
        **{name: getattr(trial, name) for name in TrialContent.__dataclass_fields__}
    )


def next_round(trial: TrialAction) -> TrialContent:
    """The next trial after one that is to be adjusted: the same, as long again, from today."""
    today = clock.today()
    return replace(
        content_of(trial), starts_on=today, ends_on=today + (trial.ends_on - trial.starts_on)
    )


def usual_end(starts_on: date) -> date:
    """When a trial that begins on a day may be over: long enough to see something."""
    return starts_on + _USUAL


def _checked(content: TrialContent) -> TrialContent:
    content = replace(
        content,
        text=clean_line(content.text),
        who=clean_line(content.who),
        look_for=clean(content.look_for),
    )
    if not content.text:
        raise RuleBrokenError(l_("Write what you will try."), "text")
    for name, most in (("text", LINE), ("who", LINE), ("look_for", TEXT)):
        if len(getattr(content, name)) > most:
            raise RuleBrokenError(_too_long(most), name)
    if content.ends_on < content.starts_on:
        raise RuleBrokenError(l_("The last day lies before the first."), "ends_on")
    if content.ends_on - content.starts_on > LONGEST:
        message = l_("A trial lasts a year at most. Try something smaller.")
        raise RuleBrokenError(message, "ends_on")
    return content


def _too_long(most: int) -> object:
    return l_("A text has at most %(number)d characters.", number=most)


def _words(content: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in content.items()}
