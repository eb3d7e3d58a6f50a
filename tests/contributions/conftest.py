"""A cohort of leaders and appointed employees before a joint day."""

from __future__ import annotations

from datetime import date, time
from types import SimpleNamespace

import pytest

from programme.cohorts.models import Role
from programme.programmes.content import Audience
from tests import factories as make


@pytest.fixture(autouse=True)
def _now(at):
    at(2026, 11, 22, 9)


@pytest.fixture
def world(session):
    """Karen coordinates; Søren leads the joint day, Lone only the cohort."""
    organisation = make.OrganisationFactory()
    cohort = make.CohortFactory(organisation=organisation, name="Hold 1")
    other = make.CohortFactory(name="Hold 2")
    level = make.LevelFactory()
    people = {
        name: make.PersonFactory(name=f"{name.capitalize()} Åtest", organisation=organisation)
        for name in ("karen", "soren", "lone", "mette", "jonas", "amina", "peter", "hanne")
    }
    make.GrantFactory(person=people["karen"], organisation_id=organisation.id)
    for name, role in (
        ("soren", Role.FACILITATOR),
        ("lone", Role.FACILITATOR),
        ("mette", Role.PARTICIPANT),
        ("jonas", Role.PARTICIPANT),
        ("amina", Role.APPOINTED_EMPLOYEE),
    ):
        own = level if role is Role.PARTICIPANT else None
        make.EnrolmentFactory(cohort=cohort, person=people[name], role=role, level=own)
    make.EnrolmentFactory(cohort=other, person=people["peter"], level=level)
    joint = make.ActivityFactory(
        cohort=cohort,
        starts_on=date(2026, 12, 3),
        start_time=time(9),
        facilitators=[people["soren"]],
    )
    leaders = make.ActivityFactory(
        cohort=cohort, number=2, starts_on=date(2026, 12, 10), audience=Audience.LEADERS
    )
    session.flush()
    return SimpleNamespace(
        key=SimpleNamespace(
            cohort=cohort.id,
            joint=joint.id,
            leaders=leaders.id,
            **{name: person.id for name, person in people.items()},
        ),
        cohort=cohort,
        other=other,
        joint=joint,
        leaders=leaders,
        **people,
    )
