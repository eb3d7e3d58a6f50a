"""Two parallel cohorts of one programme: Mette's, and one with a free place later on."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from programme.cohorts.models import Role
from tests import factories as make

NOW = (2026, 11, 22, 9)


@pytest.fixture(autouse=True)
def _now(at):
    at(*NOW)


@pytest.fixture
def world(session):
    """Seminar 4 lies ahead in cohort A, Seminar 3 was held yesterday; both come again in B."""
    level = make.LevelFactory()
    programme = make.ProgrammeFactory(levels=[level])
    organisation = make.OrganisationFactory(name="Birkevig Kommune")
    a = make.CohortFactory(programme=programme, organisation=organisation, name="Hold A")
    b = make.CohortFactory(programme=programme, organisation=organisation, name="Hold B")
    people = {
        name: make.PersonFactory(name=full, organisation=organisation)
        for name, full in {
            "karen": "Karen Thorup",
            "soren": "Søren Vang",
            "lone": "Lone Hjorth",
            "mette": "Mette Holm",
            "jonas": "Jonas Åskov",
            "amina": "Amina Yıldız",
            "hanne": "Hanne Bach",
            "peter": "Peter Dam",
        }.items()
    }
    people["mette"].line_manager = people["hanne"]
    make.GrantFactory(person=people["karen"], organisation_id=organisation.id)
    for name, cohort, role in (
        ("soren", a, Role.FACILITATOR),
        ("lone", a, Role.FACILITATOR),
        ("mette", a, Role.PARTICIPANT),
        ("jonas", a, Role.PARTICIPANT),
        ("amina", a, Role.APPOINTED_EMPLOYEE),
        ("peter", b, Role.PARTICIPANT),
    ):
        own = level if role is Role.PARTICIPANT else None
        make.EnrolmentFactory(cohort=cohort, person=people[name], role=role, level=own)
    seminar = make.ActivityFactory(
        cohort=a,
        number=4,
        title="Ledelse af PLF",
        starts_on=date(2026, 12, 3),
        ends_on=date(2026, 12, 4),
        place="Kursuscentret",
        facilitators=[people["soren"]],
    )
    held = make.ActivityFactory(
        cohort=a, number=3, starts_on=date(2026, 11, 21), facilitators=[people["soren"]]
    )
    again = {
        number: make.ActivityFactory(
            cohort=b,
            number=number,
            title="Et andet tema",
            starts_on=date(2027, 3, number),
            ends_on=date(2027, 3, number + 1) if number == 4 else date(2027, 3, number),
        )
        for number in (3, 4)
    }
    session.flush()
    # Keys as numbers: a row of this session must not be read while a service works in another.
    keys = SimpleNamespace(
        a=a.id,
        b=b.id,
        seminar=seminar.id,
        held=held.id,
        again={number: each.id for number, each in again.items()},
        **{name: person.id for name, person in people.items()},
    )
    return SimpleNamespace(
        key=keys,
        a=a,
        b=b,
        level=level,
        programme=programme,
        organisation=organisation,
        seminar=seminar,
        held=held,
        again=again,
        **people,
    )
