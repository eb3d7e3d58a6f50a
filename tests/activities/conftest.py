"""A cohort with people of every sort, for the tests of activities and planning."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from programme.cohorts.models import Role
from tests import factories as make


@pytest.fixture
def world(session):
    """One published cohort: coordinator, facilitator, two levels, an employee; and a stranger."""
    leaders = make.LevelFactory()
    employees = make.LevelFactory(
        code="leader_of_employees", name="Leder af medarbejdere", position=2
    )
    programme = make.ProgrammeFactory(levels=[leaders, employees])
    goals = make.GoalSetFactory(level=leaders)
    programme.goal_sets = [goals]
    organisation = make.OrganisationFactory()
    cohort = make.CohortFactory(programme=programme, organisation=organisation)
    people = {
        name: make.PersonFactory(name=f"{name.capitalize()} Testsen", organisation=organisation)
        for name in ("karen", "soren", "mette", "jonas", "amina", "peter")
    }
    make.GrantFactory(person=people["karen"], organisation_id=organisation.id)
    for name, role, level in (
        ("soren", Role.FACILITATOR, None),
        ("mette", Role.PARTICIPANT, leaders),
        ("jonas", Role.PARTICIPANT, employees),
        ("amina", Role.APPOINTED_EMPLOYEE, None),
    ):
        make.EnrolmentFactory(cohort=cohort, person=people[name], role=role, level=level)
    make.EnrolmentFactory(person=people["peter"], cohort=make.CohortFactory(programme=programme))
    return SimpleNamespace(
        cohort=cohort,
        programme=programme,
        organisation=organisation,
        leaders=leaders,
        employees=employees,
        goals=[make.GoalFactory(goal_set=goals, number=n) for n in (1, 2)],
        **people,
    )
