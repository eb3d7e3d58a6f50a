"""A cohort with a seminar ahead and one that was held: for what stands around activities."""

from __future__ import annotations

from datetime import date, time
from types import SimpleNamespace

import pytest

from programme.cohorts.models import Role
from programme.programmes.content import Audience
from tests import factories as make


@pytest.fixture
def here(in_app):
    """The app's own session, to which the factories write too: for tests of services."""
    with in_app() as session:
        make.bind(session)
        yield session


@pytest.fixture
def world(request, session, at):
    """Karen coordinates, Søren leads both seminars, Lone none; Dorte is invited, Nadia left."""
    if "here" in request.fixturenames:
        session = request.getfixturevalue("here")
    at(2026, 11, 22, 9)
    organisation = make.OrganisationFactory()
    cohort = make.CohortFactory(organisation=organisation, name="Hold 1")
    other = make.CohortFactory(name="Hold 2")
    level = make.LevelFactory()
    names = ("karen", "soren", "lone", "mette", "jonas", "amina", "dorte", "nadia", "peter")
    people = {
        name: make.PersonFactory(name=f"{name.capitalize()} Åtest", organisation=organisation)
        for name in names
    }
    make.GrantFactory(person=people["karen"], organisation_id=organisation.id)
    for name, role in (
        ("soren", Role.FACILITATOR),
        ("lone", Role.FACILITATOR),
        ("mette", Role.PARTICIPANT),
        ("jonas", Role.PARTICIPANT),
        ("nadia", Role.PARTICIPANT),
        ("amina", Role.APPOINTED_EMPLOYEE),
        ("dorte", Role.OTHER_LEVEL),
    ):
        place = make.EnrolmentFactory(
            cohort=cohort,
            person=people[name],
            role=role,
            level=level if role is Role.PARTICIPANT else None,
        )
        if name == "nadia":
            place.ended_at = make.LONG_AGO
    make.EnrolmentFactory(cohort=other, person=people["peter"], level=level)
    ahead = make.ActivityFactory(
        cohort=cohort, number=4, starts_on=date(2026, 12, 3), start_time=time(9),
        facilitators=[people["soren"]], named=[people["dorte"]],
    )  # fmt: skip
    held = make.ActivityFactory(
        cohort=cohort, number=3, starts_on=date(2026, 11, 12), facilitators=[people["soren"]]
    )
    leaders = make.ActivityFactory(
        cohort=cohort, number=5, starts_on=date(2026, 11, 5), audience=Audience.LEADERS
    )
    draft = make.ActivityFactory(
        cohort=cohort, number=6, starts_on=date(2026, 12, 20), published_at=None
    )
    session.flush()
    return SimpleNamespace(
        cohort=cohort, ahead=ahead, held=held, leaders=leaders, draft=draft, people=people,
        key={name: person.id for name, person in people.items()}, **people,
    )  # fmt: skip
