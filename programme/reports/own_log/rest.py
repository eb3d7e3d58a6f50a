"""What a log holds beside its entries: desk, goals, role, talks, and what lies deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from programme.cohorts.models import Cohort
from programme.conversations.models import FeedbackRequest, ManagerTalk
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, Guidepost
from programme.guideposts.models import DevelopmentFocus
from programme.learning_logs.models import Habit, PracticeTask, RemovedEntry, TrialAction
from programme.notifications.queries import choice_of
from programme.people.models import Person
from programme.reminders.models import FollowUp, FollowUpAnswer
from programme.standings.models import GoalStanding, RoleNote, RoleNoteShare

if TYPE_CHECKING:
    from collections.abc import Iterator

Values = dict[str, Any]


def rest_of(person_id: int) -> dict[str, list[Values]]:
    """Each kind of thing by its name in the file."""
    return {
        "tasks": _rows(
            select(
                PracticeTask.title,
                PracticeTask.description,
                PracticeTask.created_at,
                PracticeTask.closed_at,
            )
            .where(PracticeTask.owner_id == person_id)
            .order_by(PracticeTask.id)
        ),
        "habits": _rows(
            select(Habit.text, Habit.since, Habit.let_go_on)
            .where(Habit.owner_id == person_id)
            .order_by(Habit.id)
        ),
        "trials": _rows(
            select(
                TrialAction.text,
                TrialAction.who,
                TrialAction.starts_on,
                TrialAction.ends_on,
                TrialAction.look_for,
                TrialAction.outcome,
                TrialAction.outcome_note,
            )
            .where(TrialAction.owner_id == person_id)
            .order_by(TrialAction.id)
        ),
        "standings": _rows(
            select(
                CompetenceGoal.number,
                CompetenceGoal.short_name,
                GoalStanding.stands_on,
                GoalStanding.step,
                GoalStanding.note,
            )
            .join(CompetenceGoal)
            .where(GoalStanding.person_id == person_id)
            .order_by(CompetenceGoal.number, GoalStanding.stands_on, GoalStanding.id)
        ),
        # Words alone: nobody's guideposts are counted or put in order.
        "guideposts_in_focus": _rows(
            select(Guidepost.text, DevelopmentFocus.started_on, DevelopmentFocus.ended_on)
            .join(Guidepost)
            .where(DevelopmentFocus.person_id == person_id)
            .order_by(DevelopmentFocus.id)
        ),
        **_role(person_id),
        **_talks(person_id),
        "questions_after_the_end": _rows(
            select(FollowUp.question, FollowUpAnswer.asked_at, FollowUpAnswer.answered_on)
            .join(FollowUpAnswer)
            .where(FollowUpAnswer.person_id == person_id)
            .order_by(FollowUp.id)
        ),
        "choices_of_mail": [_choices(person_id)],
    }


def deleted_of(person_id: int) -> Iterator[Values]:
    """What lies deleted and may still be taken back, one at a time: files lie in it."""
    keys = db.session.scalars(
        select(RemovedEntry.id).where(RemovedEntry.author_id == person_id).order_by(RemovedEntry.id)
    ).all()
    for key in keys:
        row = select(RemovedEntry.removed_at, RemovedEntry.contents).where(RemovedEntry.id == key)
        yield from _rows(row)


def _role(person_id: int) -> dict[str, list[Values]]:
    return {
        "role_notes": _rows(
            select(RoleNote.written_at, RoleNote.text)
            .where(RoleNote.person_id == person_id)
            .order_by(RoleNote.id)
        ),
        "role_note_shares": _rows(
            select(
                Person.name.label("with"),
                RoleNoteShare.shared_at.label("since"),
                RoleNoteShare.stopped_at.label("until"),
            )
            .join(Person, Person.id == RoleNoteShare.reader_id)
            .where(RoleNoteShare.person_id == person_id)
            .order_by(RoleNoteShare.id)
        ),
    }


def _talks(person_id: int) -> dict[str, list[Values]]:
    return {
        "feedback": _rows(
            select(
                Person.name,
                FeedbackRequest.created_at,
                FeedbackRequest.focus,
                FeedbackRequest.reply,
                FeedbackRequest.replied_at,
            )
            .join(Person, Person.id == FeedbackRequest.asked_id)
            .where(FeedbackRequest.asker_id == person_id)
            .order_by(FeedbackRequest.id)
        ),
        "manager_talks": _rows(
            select(
                Cohort.name.label("cohort"),
                ManagerTalk.time,
                Person.name.label("with"),
                ManagerTalk.held_on,
                ManagerTalk.preparation,
                ManagerTalk.note,
            )
            .join(Person, Person.id == ManagerTalk.manager_id)
            .join(Cohort, Cohort.id == ManagerTalk.cohort_id)
            .where(ManagerTalk.participant_id == person_id)
            .order_by(ManagerTalk.id)
        ),
    }


def _choices(person_id: int) -> Values:
    choice = choice_of(person_id)
    return {
        "weekly_nudge": choice.weekly_nudge,
        "nudge_weekday": choice.nudge_weekday,
        "reminders": choice.reminders,
    }


def _rows(statement: Select[*tuple[Any, ...]]) -> list[Values]:
    found = db.session.execute(statement)
    return [dict(row._mapping) for row in found]  # noqa: SLF001 - a row's own name for it
