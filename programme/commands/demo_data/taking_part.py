"""The demo's answers, attendance, proposals and questions: made by the services, on their days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from programme.activities import services as activities
from programme.activities.queries import find_activity
from programme.attendance import queries
from programme.attendance import services as attendance
from programme.attendance.models import Presence
from programme.attendance.services.answering import NewAnswer
from programme.commands.demo_data.dates import SEMINAR_4
from programme.commands.demo_data.past import as_of
from programme.commands.demo_data.people import FACILITATORS
from programme.contributions import services as contributions
from programme.contributions.models import ProposalState
from programme.core.db import db
from programme.programmes.content import ActivityKind, Audience

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.cohorts.models import Cohort
    from programme.commands.demo_data.people import World

Plan = Mapping[str, "Activity"]
DAY: Final = timedelta(days=1)
METTE: Final = "deltager@demo.example"
JONAS: Final = "deltager2@demo.example"
AMINA: Final = "medarbejder@demo.example"
# Who was not there all day, by activity and day, counted from 1; all others were.
NOT_ALL_DAY: Final[dict[tuple[str, int], dict[str, tuple[Presence, str]]]] = {
    ("seminar-1", 1): {"thomas.oesterby@birkevig.example": (Presence.LATE, "kl. 9.40")},
    ("netvaerksmoede-1", 1): {"fatima.warsame@havrelund.example": (Presence.ABSENT, "")},
    ("seminar-3", 2): {"mehmet.aydin@stormose.example": (Presence.PART, "gik kl. 13")},
    ("netvaerksmoede-2", 1): {"linh.tran@havrelund.example": (Presence.ABSENT, "syg")},
    ("seminar-3", 1): {
        "ingrid.bjerregaard@birkevig.example": (Presence.ABSENT, ""),
        "pernille.juhl@stormose.example": (Presence.LATE, ""),
    },
}
# Mette has not answered yet: that is hers to try.
ANSWERS: Final = {
    JONAS: NewAnswer(is_coming=True, stays_overnight=False, diet="Vegetar"),
    "ali.hosseini@birkevig.example": NewAnswer(
        is_coming=True, stays_overnight=True, diet="Ikke svinekød"
    ),
    "birgitte.krogh@birkevig.example": NewAnswer(is_coming=True, stays_overnight=True),
    "anders.nymark@stormose.example": NewAnswer(
        is_coming=True, stays_overnight=True, diet="vegetar"
    ),
    "grethe.sandholt@stormose.example": NewAnswer(is_coming=True, stays_overnight=False),
    "kasper.lindhardt@birkevig.example": NewAnswer(
        is_coming=False, reason="Vi har tilsyn på skolen begge dage."
    ),
}
ACCEPTED: Final = (
    "En sag fra os selv: Hvordan holder vi driften ude af ledelsesmødet, "
    "når det brænder på i en afdeling?"
)
WAITING: Final = "Hvordan taler vi med mellemlederne om data uden at det bliver kontrol?"
LEADERS_ASK: Final = (
    "Hvad skal vi som ledere holde op med at blande os i?",
    "Hvornår har I sidst oplevet, at strategien hjalp jer i hverdagen?",
)
EMPLOYEES_ASK: Final = "Hvem bestemmer, når to indsatser trækker hver sin vej?"


def write(world: World, built: Mapping[str, Plan], today: date) -> None:
    """Note the held days, and let people answer, propose and ask."""
    db.session.flush()
    db.session.expire_all()
    for key, activity in built["main"].items():
        _note_days(world, key, activity, today)
    _answer(world, built["main"][SEMINAR_4], today)
    _propose(world, built["main"][SEMINAR_4], today)
    _ask(world, built["joint"], today)


def _found(activity: Activity) -> Activity:
    """The activity as services expect it."""
    found = find_activity(activity.id)
    if found is None:  # pragma: no cover - made a moment ago
        raise LookupError
    return found


def _note_days(world: World, key: str, activity: Activity, today: date) -> None:
    if activity.kind is ActivityKind.SHADOWING or activity.starts_on is None:
        return
    activity = _found(activity)
    facilitator = world.people[FACILITATORS[0]]
    people = queries.expected(activity)
    emails = {person.id: email for email, person in world.people.items()}
    day, number = activity.starts_on, 1
    while day and activity.ends_on and day <= min(activity.ends_on, today - DAY):
        known = NOT_ALL_DAY.get((key, number), {})
        marks = [
            attendance.NewMark(
                each.person_id, *known.get(emails[each.person_id], (Presence.PRESENT, ""))
            )
            for each in people
        ]
        with as_of(day, 16):
            attendance.mark(activity, attendance.Sheet(day, marks, 0), by=facilitator)
        day, number = day + DAY, number + 1


def _answer(world: World, seminar: Activity, today: date) -> None:
    seminar = _found(seminar)
    starts_on = seminar.starts_on or today
    asked = replace(
        activities.details_of(seminar),
        answers_until=max(starts_on - 6 * DAY, today + DAY),
        asks_overnight=True,
        asks_diet=True,
    )
    with as_of(seminar.created_at.date() + DAY):
        activities.edit(
            seminar,
            asked,
            activities.texts_of(seminar),
            version=seminar.version,
            by=world.coordinator,
            address="",
        )
    for number, (email, answer) in enumerate(ANSWERS.items()):
        with as_of(today - (6 - number) * DAY, 12):
            attendance.answer(seminar, answer, version=0, by=world.people[email])


def _propose(world: World, seminar: Activity, today: date) -> None:
    seminar = _found(seminar)
    facilitator = world.people[FACILITATORS[0]]
    with as_of(today - 12 * DAY):
        proposal = contributions.propose(seminar.cohort, ACCEPTED, seminar, by=world.people[METTE])
    with as_of(today - 9 * DAY):
        contributions.decide(
            proposal,
            contributions.Decision(
                ProposalState.ACCEPTED, seminar, "God sag – vi tager den på dag 2 efter frokost."
            ),
            version=proposal.version,
            by=facilitator,
        )
    with as_of(today - 2 * DAY):
        contributions.propose(seminar.cohort, WAITING, by=world.people[JONAS])


def _ask(world: World, joint: Plan, today: date) -> None:
    ahead = [
        each
        for each in joint.values()
        if each.audience is Audience.JOINT and each.starts_on and each.starts_on > today
    ]
    activity = _found(min(ahead, key=lambda each: each.starts_on or today))
    with as_of(today - 3 * DAY):
        for leader, text in zip(_leaders(activity.cohort), LEADERS_ASK, strict=False):
            contributions.ask(activity, text, by=world.people[leader])
        contributions.ask(activity, EMPLOYEES_ASK, by=world.people[AMINA])


def _leaders(cohort: Cohort) -> list[str]:
    """Addresses of those who take part as leaders and have an account, in order."""
    return sorted(
        place.person.email
        for place in cohort.enrolments
        if place.is_open and place.level_id and place.person.password_hash
    )
