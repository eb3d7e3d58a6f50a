"""Questions before and after an activity: written, put, withdrawn; and put aside by those asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.audit import services as audit
from programme.cohorts.services.versions import hold_still
from programme.core import clock
from programme.core.db import db, upsert
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.inspiration import queries
from programme.inspiration.models import PromptSkipped, PromptTime, ReflectionPrompt

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.people.models import Person

LONGEST: Final = 500


def write_prompt(
    activity: Activity, time: PromptTime, question: str, *, by: Person
) -> ReflectionPrompt:
    """Write a question that nobody is asked yet. The same twice is one."""
    question = _checked(question)
    hold_still(activity.cohort_id)
    again = queries.same_prompt(activity.id, time, question)
    if again is not None:
        return again
    made = ReflectionPrompt(
        activity_id=activity.id,
        asked_by_id=by.id,
        time=time,
        question=question,
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    audit.record("wrote", "reflection_prompt", made.id, actor_id=by.id)
    return made


def edit_prompt(
    prompt: ReflectionPrompt,
    time: PromptTime,
    question: str,
    *,
    version: int,
    by: Person,
    address: str,
) -> None:
    """Word a question anew, as long as nobody has been asked."""
    question = _checked(question)
    if (time, question) == (prompt.time, prompt.question):
        return
    if prompt.published_at is not None:
        raise RuleBrokenError(l_("The question is put already. Withdraw it, and write a new one."))
    if version != prompt.version:
        label = str(l_("Question"))
        raise ConflictError({label: question}, {label: prompt.question}, address, prompt.version)
    prompt.time, prompt.question = time, question
    db.session.flush()
    audit.record("edited", "reflection_prompt", prompt.id, actor_id=by.id)


def publish(prompt: ReflectionPrompt, *, by: Person) -> None:
    """Put the question to everybody for whom the activity is meant. Twice is once."""
    if prompt.withdrawn_at is not None:
        raise RuleBrokenError(l_("The question is withdrawn. Write a new one."))
    if prompt.published_at is not None:
        return
    if prompt.time is PromptTime.BEFORE and _has_begun(prompt.activity):
        raise RuleBrokenError(l_("The activity has begun. Put the question after it instead."))
    prompt.published_at = clock.now()
    db.session.flush()
    audit.record("put", "reflection_prompt", prompt.id, actor_id=by.id)


def withdraw_prompt(prompt: ReflectionPrompt, *, by: Person) -> None:
    """Ask nobody any more. What has been answered stays its authors' own. Twice is once."""
    if prompt.withdrawn_at is None:
        prompt.withdrawn_at = clock.now()
        db.session.flush()
        audit.record("withdrew", "reflection_prompt", prompt.id, actor_id=by.id)


def put_aside(prompt: ReflectionPrompt, person: Person) -> None:
    """Not now: the question is shown to this person no more. Nobody else learns of it."""
    db.session.execute(
        upsert(PromptSkipped)
        .values(prompt_id=prompt.id, person_id=person.id, skipped_at=clock.now())
        .on_conflict_do_nothing(index_elements=["prompt_id", "person_id"])
    )


def _checked(question: str) -> str:
    question = checks.prose(question, "question")
    if not question:
        raise RuleBrokenError(l_("Write the question."), "question")
    if len(question) > LONGEST:
        message = l_("A question has at most %(number)d characters.", number=LONGEST)
        raise RuleBrokenError(message, "question")
    return question


def _has_begun(activity: Activity) -> bool:
    if activity.starts_on is None:
        return False
    here = clock.now().astimezone(clock.COPENHAGEN)
    begins = activity.start_time
    if activity.starts_on != here.date() or begins is None:
        return activity.starts_on <= here.date()
    return begins <= here.time().replace(tzinfo=None)
