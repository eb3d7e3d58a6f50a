"""The demo's five cohorts, made, peopled, published and changed by the services of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from programme.activities import services as activities
from programme.activities.plan import ActivityPlan, When
from programme.activities.services import texts_of
from programme.cohorts import services as cohorts
from programme.cohorts.models import Cohort, NetworkGroup, Role
from programme.commands.demo_data import dates, shadowing, venues
from programme.commands.demo_data.past import as_of
from programme.commands.demo_data.people import FACILITATORS, World, add
from programme.core.db import db
from programme.planning import services as planning
from programme.planning.proposals import as_plan, propose
from programme.programmes import queries as programmes
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.activities.models import Activity
    from programme.people.models import Person
    from programme.planning.proposals import Row
    from programme.programmes.models import Programme

DAY: Final = timedelta(days=1)
LEADERS: Final = "ledere-af-ledere-2-0"
HALF_YEAR: Final = "fremtidens-lederuddannelse"
JOINT: Final = "faelles-kompetenceudvikling"
PAST_START: Final = date(2020, 2, 24)
PAST_END: Final = date(2022, 6, 9)
AUTUMN_FROM: Final = 7  # the month from which on a half year is the autumn
GROUPS: Final = 3
ONE_TASK: Final = (
    "Skriv på højst fem linjer, hvad du forventer af teamenes samarbejde, og læs dem op for en "
    "mellemleder."
)
Built = dict[str, "Activity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A cohort to be made: `key` names its people in the file, `without_venue` items by key."""

    key: str
    programme: str
    name: str
    organisation: str = "Birkevig Kommune"
    start: date
    moved: Mapping[str, date]
    facilitators: tuple[str, ...] = FACILITATORS
    made_on: date
    without_venue: frozenset[str] = frozenset()
    shadowing: When | None = None  # where the template's own period will not do


def build(world: World, today: date) -> dict[str, Built]:
    """Make all five; return their activities by cohort and by key in the template."""
    leaders = programmes.find_programme(LEADERS)
    half_year = programmes.find_programme(HALF_YEAR)
    joint = programmes.find_programme(JOINT)
    if leaders is None or half_year is None or joint is None:
        message = "the shipped programmes are missing: run `flask seed` first"
        raise LookupError(message)
    return {
        "past": _past(world, leaders),
        "main": _main(world, leaders, today),
        "half-year": _half_year(world, half_year, today),
        "joint": _joint(world, joint, today),
        "draft": _draft(world, leaders, today),
    }


def slots(programme: Programme) -> list[dates.Slot]:
    """The dated items of a programme's template."""
    return [
        dates.Slot(item.key, item.offset_days, item.days)
        for item in programme.templates[0].items
        if item.offset_days is not None
    ]


def _past(world: World, programme: Programme) -> Built:
    """The source's own dates, Langfredag among them."""
    made = Made(
        key="past",
        programme=LEADERS,
        name="Ledere af ledere 2.0 · 2020–2022",
        start=PAST_START,
        moved={},
        facilitators=FACILITATORS[1:],
        made_on=PAST_START - 60 * DAY,
    )
    cohort, built = _make(world, programme, made)
    _publish(world, cohort, PAST_START - 40 * DAY)
    with as_of(PAST_END + 12 * DAY):
        cohorts.close_cohort(cohort, by=world.coordinator)
    return built


def _main(world: World, programme: Programme, today: date) -> Built:
    """The main story: seven held, one moved, a shadowing day in a few days, then Seminar 4."""
    laid = dates.demo_start(today, slots(programme))
    meeting = "netvaerksmoede-4"
    first_told = dates.week_beside(laid.first_days[meeting], laid.first_days.values())
    made = Made(
        key="main",
        programme=LEADERS,
        name=f"Ledere af ledere 2.0 · Hold {laid.start.year}",
        start=laid.start,
        moved={**laid.moved, meeting: first_told},
        shadowing=When(
            window_from=laid.first_days["netvaerksmoede-3"] + DAY,
            window_to=laid.first_days[dates.SEMINAR_4] - DAY,
        ),
        made_on=laid.start - 70 * DAY,
    )
    cohort, built = _make(world, programme, made)
    _form_groups(world, cohort, laid.start - 20 * DAY)
    _publish(world, cohort, laid.start - 45 * DAY)
    _change_main(world, built, laid.first_days, today)
    shadowing.arrange(world, cohort, today, laid.first_days[dates.SEMINAR_4])
    return built


def _change_main(world: World, built: Built, first_days: Mapping[str, date], today: date) -> None:
    _move(
        world,
        built["netvaerksmoede-4"],
        When(starts_on=first_days["netvaerksmoede-4"]),
        today - 20 * DAY,
        "Søndervangskolen har åbent hus den dag.",
    )
    _shorten_preparation(world, built[dates.SEMINAR_4], today - 3 * DAY)


def _half_year(world: World, programme: Programme, today: date) -> Built:
    laid = dates.series(today, slots(programme), dates.HALF_YEAR)
    season = "Efterår" if laid.start.month >= AUTUMN_FROM else "Forår"
    made = Made(
        key="half-year",
        programme=HALF_YEAR,
        name=f"Fremtidens Lederuddannelse · {season}",
        start=laid.start,
        moved=laid.moved,
        facilitators=FACILITATORS[:1],
        made_on=laid.start - 50 * DAY,
    )
    cohort, built = _make(world, programme, made)
    _publish(world, cohort, laid.start - 40 * DAY)
    return built


def _joint(world: World, programme: Programme, today: date) -> Built:
    laid = dates.series(today, slots(programme), dates.JOINT)
    made = Made(
        key="joint",
        programme=JOINT,
        name="Fælles kompetenceudvikling · Hold 1",
        organisation="Birkevig Social- og Sundhedsskole",
        start=laid.start,
        moved=laid.moved,
        facilitators=FACILITATORS[1:],
        made_on=laid.start - 30 * DAY,
    )
    cohort, built = _make(world, programme, made)
    _publish(world, cohort, laid.start - 21 * DAY)
    return built


def _draft(world: World, programme: Programme, today: date) -> Built:
    """What calls for action: a holiday, an item without date, invitations without answer."""
    start = dates.draft_start(today)
    laid = {slot.key: start + slot.offset_days * DAY for slot in slots(programme)}
    meetings = {key: day for key, day in laid.items() if key.startswith("netvaerksmoede")}
    key, holiday = dates.onto_holiday(meetings)
    made = Made(
        key="draft",
        programme=LEADERS,
        name=f"Ledere af ledere 2.0 · Hold {start.year}",
        start=start,
        moved={key: holiday},
        made_on=today - 6 * DAY,
        without_venue=frozenset({"seminar-5", "workshop-2"}),
    )
    _cohort, built = _make(world, programme, made)
    return built


def _make(world: World, programme: Programme, made: Made) -> tuple[Cohort, Built]:
    people = add(world, world.content.people_of(made.key), made.made_on)
    organisation = world.organisations[made.organisation]
    proposal = propose(programme, made.start, organisation.school_holidays, made.moved)
    last = max(row.ends_on for row in proposal.rows if row.ends_on)
    with as_of(made.made_on, 11):
        cohort = cohorts.create_cohort(
            cohorts.NewCohort(
                programme,
                organisation,
                made.name,
                made.start,
                ends_on=max(last, proposal.ends_on or last),
            ),
            by=world.coordinator,
        )
        _enrol(world, cohort, people, made)
        plans = [_plan(world, made, row) for row in proposal.rows]
        rows = activities.plan_all(cohort, plans, by=world.coordinator)
    keys = (row.item.key for row in proposal.rows)
    return cohort, dict(zip(keys, rows, strict=True))


def _enrol(world: World, cohort: Cohort, people: Iterable[Person], made: Made) -> None:
    texts = {text.email: text for text in world.content.people_of(made.key)}
    facilitators = [world.people[email] for email in made.facilitators]
    leaders_first = sorted(people, key=lambda person: bool(texts[person.email].appointed_by))
    for person in facilitators:
        new = cohorts.NewEnrolment(person, Role.FACILITATOR)
        cohorts.enrol(cohort, new, by=world.coordinator)
    for person in leaders_first:
        appointer = world.people.get(texts[person.email].appointed_by)
        role = Role.APPOINTED_EMPLOYEE if appointer else Role.PARTICIPANT
        new = cohorts.NewEnrolment(person, role, appointed_by=appointer)
        cohorts.enrol(cohort, new, by=world.coordinator)


def _plan(world: World, made: Made, row: Row) -> ActivityPlan:
    plan = as_plan(row)
    details = replace(
        plan.details,
        facilitator_ids=frozenset(world.people[email].id for email in made.facilitators),
    )
    if row.item.key not in made.without_venue:
        place = world.content.places[made.programme, details.kind]
        details = replace(details, **venues.where(world.organisations[made.organisation], place))
    if made.shadowing and details.kind is ActivityKind.SHADOWING:
        plan = replace(plan, when=made.shadowing)
    return replace(plan, details=details)


def _publish(world: World, cohort: Cohort, day: date) -> None:
    with as_of(day):
        planning.publish(cohort, by=world.coordinator)


def _form_groups(world: World, cohort: Cohort, day: date) -> None:
    with as_of(day):
        groups: list[NetworkGroup] = [
            cohorts.create_group(cohort, by=world.coordinator) for _ in range(GROUPS)
        ]
        for text in world.content.people_of("main"):
            person = world.people[text.email]
            cohorts.place_in_group(cohort, person, groups[text.group - 1], by=world.coordinator)


def _move(world: World, activity: Activity, when: When, day: date, reason: str) -> None:
    with as_of(day, 13):
        activities.move(
            activity, when, reason=reason, version=activity.version, by=world.coordinator
        )


def _shorten_preparation(world: World, seminar: Activity, day: date) -> None:
    with as_of(day, 15):
        activities.prepare(
            seminar,
            replace(texts_of(seminar), preparation=ONE_TASK),
            version=seminar.version,
            by=world.people[FACILITATORS[0]],
            address="",
        )
    db.session.flush()
