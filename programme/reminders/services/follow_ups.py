"""Questions 3, 6 and 12 months after the end: set by coordinators, answered in the own log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, select, update

from programme.activities import checks
from programme.audit import services as audit
from programme.cohorts.services.versions import hold_still
from programme.core import clock
from programme.core.db import db, upsert
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import services as logs
from programme.learning_logs import text
from programme.learning_logs.models import EntryState, LogEntry
from programme.outbox import services as outbox
from programme.reminders import queries
from programme.reminders.models import FollowUp, FollowUpAnswer
from programme.reminders.timing import is_daytime, months_later

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.cohorts.models import Cohort
    from programme.people.models import Person

ASKED: Final = "reminders/follow_up"
MONTHS: Final = (3, 6, 12)
LONGEST: Final = 500
HEADING: Final = 200  # characters that an entry's heading has room for
QUESTIONS: Final = {
    3: l_("Which of the methods from the course do you use now, and what does it do to your days?"),
    6: l_("What has become a habit, and what has slipped? What would you take up again?"),
    12: l_("What do others notice that you do differently than a year ago?"),
}
# A question that has waited longer than this is not asked any more.
_LATEST: Final = timedelta(days=60)
_LONGEST_AGO: Final = timedelta(days=366) + _LATEST


def set_questions(
    cohort: Cohort, wanted: Mapping[int, str], seen: Mapping[int, str], *, by: Person, address: str
) -> None:
    """Set what is asked after so many months; empty asks nothing. `seen` stood on the screen.

    A question that somebody has been asked stays as it is.
    """
    hold_still(cohort.id)
    cleaned = {months: _checked(wanted.get(months, ""), months) for months in MONTHS}
    present = {each.months_after: each for each in queries.follow_ups_of(cohort.id)}
    standing = {months: present[months].question if months in present else "" for months in MONTHS}
    changed = [months for months in MONTHS if cleaned[months] != standing[months]]
    if any(seen.get(months, "") != standing[months] for months in changed):
        raise ConflictError(_shown(cleaned), _shown(standing), address)
    for months in changed:
        _set(cohort, months, cleaned[months], present.get(months))
    if changed:
        db.session.flush()
        audit.record("set follow-up questions", "cohort", cohort.id, actor_id=by.id)


def ask_due() -> None:
    """Ask each who took part to the end, once: the worker's work. Twice is once."""
    if not is_daytime(clock.now()):
        return
    today = clock.today()
    for question in queries.due_follow_ups(today - _LONGEST_AGO, today):
        ended = question.cohort.ends_on
        due = months_later(ended, question.months_after) if ended else today
        if due <= today <= due + _LATEST:
            for person_id in queries.learners_of(question.cohort_id):
                _ask(question, person_id)


def answer(asked: FollowUpAnswer, person: Person) -> LogEntry:
    """Begin the answer as an entry of one's own log; begun already, it is gone on with."""
    found = db.session.get(LogEntry, asked.entry_id) if asked.entry_id else None
    if found is not None:
        return found
    question = db.session.get_one(FollowUp, asked.follow_up_id).question
    heading = text.shorten(question, HEADING)
    key = f"follow-up-{asked.follow_up_id}-{int(clock.now().timestamp())}"
    entry = logs.start(person, key, logs.EntryContent(heading=heading), logs.Seen())
    asked.entry_id = entry.id
    db.session.flush()
    return entry


def note_answers() -> None:
    """Note that who has finished an answer has answered, should the entry be deleted later."""
    finished = select(LogEntry.id).where(
        LogEntry.id == FollowUpAnswer.entry_id, LogEntry.state == EntryState.FINAL
    )
    db.session.execute(
        update(FollowUpAnswer)
        .where(FollowUpAnswer.answered_on.is_(None), finished.exists())
        .values(answered_on=clock.today())
        .execution_options(synchronize_session=False)
    )


def _ask(question: FollowUp, person_id: int) -> None:
    db.session.execute(
        upsert(FollowUpAnswer)
        .values(follow_up_id=question.id, person_id=person_id, asked_at=clock.now())
        .on_conflict_do_nothing(index_elements=["follow_up_id", "person_id"])
    )
    keys = {"follow_up": question.id}
    outbox.queue(ASKED, person_id, keys, dedupe=f"{ASKED}:{question.id}:{person_id}")


def _set(cohort: Cohort, months: int, question: str, present: FollowUp | None) -> None:
    if present is None:
        db.session.add(FollowUp(cohort_id=cohort.id, months_after=months, question=question))
        return
    asked = db.session.scalar(select(exists().where(FollowUpAnswer.follow_up_id == present.id)))
    if asked:
        message = l_("The question after %(number)d months has been asked already.", number=months)
        raise RuleBrokenError(message, f"after_{months}")
    if question:
        present.question = question
    else:
        db.session.execute(delete(FollowUp).where(FollowUp.id == present.id))


def _checked(question: str, months: int) -> str:
    question = checks.prose(question, f"after_{months}")
    if len(question) > LONGEST:
        message = l_("A question has at most %(number)d characters.", number=LONGEST)
        raise RuleBrokenError(message, f"after_{months}")
    return question


def _shown(questions: Mapping[int, str]) -> dict[str, str]:
    return {str(l_("After %(number)d months", number=key)): questions[key] for key in MONTHS}
