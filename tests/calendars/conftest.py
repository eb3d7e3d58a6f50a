"""A cohort with the thirteen activities of the real programme, and calendar programs that poll."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from programme.activities.models import Activity
from programme.calendars import services
from programme.calendars.choices import EVERYTHING
from programme.cohorts.models import Role
from programme.people.models import Person
from programme.programmes.content import ActivityKind
from tests import factories as make

START = date(2027, 2, 22)
# Days from the start, and how many days; the shadowing has no date.
PLAN = (
    (ActivityKind.WORKSHOP, None, 0, 1),
    (ActivityKind.SEMINAR, 1, 178, 2),
    (ActivityKind.NETWORK_MEETING, 1, 206, 1),
    (ActivityKind.SHADOWING, None, None, 1),
    (ActivityKind.SEMINAR, 2, 283, 1),
    (ActivityKind.NETWORK_MEETING, 2, 339, 1),
    (ActivityKind.SEMINAR, 3, 381, 2),
    (ActivityKind.NETWORK_MEETING, 3, 436, 1),
    (ActivityKind.SEMINAR, 4, 542, 2),
    (ActivityKind.NETWORK_MEETING, 4, 570, 1),
    (ActivityKind.SEMINAR, 5, 647, 2),
    (ActivityKind.NETWORK_MEETING, 5, 780, 1),
    (ActivityKind.WORKSHOP, None, 836, 1),
)


@pytest.fixture
def course(session, at):
    """Mette and Jonas in a cohort, Karen who coordinates it, Soren who leads one seminar, Peter
    in another cohort; the day is the one before the start."""
    at(2027, 2, 21, 9)
    level = make.LevelFactory()
    organisation = make.OrganisationFactory()
    cohort = make.CohortFactory(organisation=organisation, name="Hold 2027", starts_on=START)
    other = make.CohortFactory(name="Et andet hold")
    people = {
        name: make.PersonFactory(name=f"{name.capitalize()} Testsen", organisation=organisation)
        for name in ("karen", "soren", "mette", "jonas", "peter")
    }
    make.GrantFactory(person=people["karen"], cohort_id=cohort.id)
    enrolments = {
        name: make.EnrolmentFactory(cohort=where, person=people[name], role=role, level=of)
        for name, where, role, of in (
            ("soren", cohort, Role.FACILITATOR, None),
            ("mette", cohort, Role.PARTICIPANT, level),
            ("jonas", cohort, Role.PARTICIPANT, level),
            ("peter", other, Role.PARTICIPANT, level),
        )
    }
    activities = [_activity(cohort, *item) for item in PLAN]
    activities[1].facilitators = [people["soren"]]
    make.ActivityFactory(cohort=other, starts_on=START, title="Kun for det andet hold")
    session.commit()
    return SimpleNamespace(
        cohort=cohort,
        other=other,
        activities=activities,
        seminar=activities[1],
        undated=activities[3],
        enrolments=enrolments,
        level=level,
        # Known without asking: a question in between would open a transaction inside another's.
        ids=SimpleNamespace(
            cohort=cohort.id,
            seminar=activities[1].id,
            **{name: person.id for name, person in people.items()},
        ),
        **people,
    )


def _activity(cohort, kind, number, offset, length):
    first = None if offset is None else START + timedelta(days=offset)
    return make.ActivityFactory(
        cohort=cohort,
        kind=kind,
        number=number,
        title="Ledelse af PLF" if kind is ActivityKind.SEMINAR else "",
        starts_on=first,
        ends_on=first and first + timedelta(days=length - 1),
        place="Kursuscenteret",
        address="Søvej 1, 4000 Roskilde",
        preparation="Læs kapitel 3.",
        bring="Din log",
    )


@pytest.fixture
def opened(in_app):
    """`opened(person, "Telefon", choice)` makes an address and returns its secret."""

    def make_one(person, name="Telefon", choice=EVERYTHING):
        with in_app() as session:
            return services.open_address(session.get(Person, person.id), name, choice)

    return make_one


@pytest.fixture
def change(in_app, course):
    """`change(activity, work)` lets Karen do `work(activity, by=karen)` and commits it."""

    def run(activity, work):
        with in_app() as session:
            work(session.get(Activity, activity.id), by=session.get(Person, course.karen.id))

    return run


@pytest.fixture
def poll(client, session):
    """`poll(token, etag=…, agent=…, method=…)` asks as a calendar program does."""

    def ask(token, *, etag=None, agent=None, method="GET", headers=()):
        session.commit()
        sent = dict(headers)
        if etag is not None:
            sent["If-None-Match"] = etag
        if agent is not None:
            sent["User-Agent"] = agent
        path = f"/kalender/{token}.ics"
        answer = client.http.open(path, method=method, headers=sent, base_url=client.base)
        session.expire_all()
        return answer

    return ask


@pytest.fixture
def token(course, opened):
    """The secret of Mette's one address."""
    return opened(course.mette)


@pytest.fixture
def feed(poll, token):
    """`feed()` is what Mette's calendar program gets now."""
    return lambda **asked: poll(token, **asked)


@pytest.fixture
def served(session, opened, poll, at):
    """`served(title=…)` is the file of somebody whose plan is one activity with these columns."""
    at(2026, 8, 1, 9)

    def serve(**columns):
        cohort = make.CohortFactory(name="Hold 7")
        person = make.PersonFactory()
        make.EnrolmentFactory(cohort=cohort, person=person)
        make.ActivityFactory(cohort=cohort, **columns)
        answer = poll(opened(person))
        assert answer.status_code == 200
        return answer.data

    return serve
