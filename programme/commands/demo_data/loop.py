"""The demo's desk: the habit that Mette lets go, one of Jonas's, and two small trials of hers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.commands.demo_data.past import as_of
from programme.core.db import db
from programme.learning_logs.models import LogEntry, TrialOutcome
from programme.learning_logs.services import habits, trials
from programme.learning_logs.services.trials import TrialContent

if TYPE_CHECKING:
    from programme.commands.demo_data.people import World
    from programme.people.models import Person

METTE, JONAS = "deltager@demo.example", "deltager2@demo.example"
HABIT = "Jeg svarer, før jeg spørger"
DAY = timedelta(days=1)


def write(world: World, today: date) -> None:
    """Habits and trials, begun and decided on the days they tell of."""
    mette, jonas = world.people[METTE], world.people[JONAS]
    _habits(mette, jonas, today)
    _trials(mette, today)


def _habits(mette: Person, jonas: Person, today: date) -> None:
    with as_of(today - 60 * DAY):
        answering = habits.name_habit(mette, HABIT)
        emails = habits.name_habit(mette, "Jeg læser mails under mødet")
        habits.name_habit(jonas, "Jeg løser selv det, teamet kan løse")
    with as_of(today - 20 * DAY):
        habits.let_go(emails)
    # The entries of the chain are those on the task that the habit was named for.
    for entry in db.session.scalars(
        select(LogEntry).where(LogEntry.author_id == mette.id, LogEntry.task_id.is_not(None))
    ):
        entry.habit_id = answering.id


def _trials(mette: Person, today: date) -> None:
    with as_of(today - 58 * DAY):
        rounds = trials.plan_trial(
            mette,
            TrialContent(
                text="En runde, før vi beslutter",
                who="Ledelsesteamet",
                starts_on=today - 58 * DAY,
                ends_on=today - 30 * DAY,
                look_for="Kommer der noget frem, som ingen havde sagt før runden?",
            ),
        )
    with as_of(today - 29 * DAY):
        trials.decide(
            rounds,
            TrialOutcome.KEEP,
            "To gange ændrede runden det, vi var på vej til at beslutte. Den koster ti minutter.",
            version=rounds.version,
        )
    with as_of(today - 45 * DAY):
        trials.plan_trial(
            mette,
            TrialContent(
                text="Mødet uden skærme",
                who="Ledelsesteamet, mandagsmødet",
                starts_on=today - 44 * DAY,
                ends_on=today - 3 * DAY,
                look_for="Taler flere? Bliver vi færdige før tiden?",
            ),
        )
    with as_of(today - 8 * DAY):
        asking = trials.plan_trial(
            mette,
            TrialContent(
                text="Spørge først, svare sidst",
                who="De tre afdelingsledere",
                starts_on=today - 8 * DAY,
                ends_on=today + 28 * DAY,
                look_for="Hvor længe tier jeg, og hvem taler så først?",
            ),
        )
    newest = db.session.scalars(
        select(LogEntry)
        .where(LogEntry.author_id == mette.id, LogEntry.task_id.is_not(None))
        .order_by(LogEntry.written_on.desc())
        .limit(1)
    )
    for entry in newest:
        entry.trial_id = asking.id
