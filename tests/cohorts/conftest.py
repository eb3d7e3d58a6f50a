"""A cohort with everybody who has, had or wants something to do with it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from programme.cohorts.models import CohortState, Role
from tests import factories as make


@pytest.fixture
def world(session):
    """Two cohorts of two organisations; every part that somebody can play is played by one.

    `cohort` has three participants in one group of two units, an employee appointed by the
    first, a facilitator, and one who has left. `other` is the stranger's.
    """
    world = World()
    session.flush()
    return world


class World:
    def __init__(self) -> None:
        self.level = make.LevelFactory(code="leader_of_leaders", name="Leder af ledere")
        self.employees = make.LevelFactory(
            code="leader_of_employees", name="Leder af medarbejdere", position=2
        )
        self.organisation = make.OrganisationFactory(name="Ny Kommune")
        self.school = make.UnitFactory(organisation=self.organisation, name="Søndre Skole")
        self.hall = make.UnitFactory(organisation=self.organisation, name="Rådhuset")
        self.programme = make.ProgrammeFactory(name="Ledelse i praksis", slug="ledelse")
        self.programme.levels = [self.level, self.employees]
        self.cohort = make.CohortFactory(
            name="Hold Nord", programme=self.programme, organisation=self.organisation
        )
        self.other = make.CohortFactory(name="Hold Syd")
        self._people()
        self._places()

    def _person(self, name, unit=None, **values):
        return make.PersonFactory(name=name, organisation=self.organisation, unit=unit, **values)

    def _people(self) -> None:
        self.manager = self._person("Hanne Holm", self.hall)
        self.owner = self._person("Mette Madsen", self.school, line_manager_id=self.manager.id)
        self.mate = self._person("Jonas Juhl", self.hall, level=self.level)
        self.third = self._person("Tove Toft", self.school)
        self.employee = self._person("Amina Ali", self.school)
        self.facilitator = make.PersonFactory(name="Søren Sand")
        self.former = make.PersonFactory(name="Frida Fjern")
        self.coordinator = make.PersonFactory(name="Karen Krog", phone="12 34 56 78")
        self.elsewhere = make.PersonFactory(name="Ejner Ende")
        self.stranger = make.PersonFactory(name="Peter Poulsen")
        self.administrator = make.PersonFactory(name="Adam Admin", is_administrator=True)
        make.GrantFactory(person=self.coordinator, cohort_id=self.cohort.id)
        make.GrantFactory(person=self.elsewhere, cohort_id=self.other.id)

    def _places(self) -> None:
        self.place = self._enrol(self.owner, level=self.level)
        self.mates_place = self._enrol(self.mate, level=self.level)
        self.thirds_place = self._enrol(self.third, level=self.employees)
        self.employees_place = self._enrol(
            self.employee, role=Role.APPOINTED_EMPLOYEE, appointed_by=self.owner
        )
        self.facilitators_place = self._enrol(self.facilitator, role=Role.FACILITATOR)
        self._enrol(self.former, ended_at=datetime(2026, 3, 1, tzinfo=UTC))
        make.EnrolmentFactory(cohort=self.other, person=self.stranger)
        self.group = make.GroupFactory(cohort=self.cohort, number=1)
        for person in (self.owner, self.mate):
            make.MembershipFactory(group=self.group, person=person)

    def _enrol(self, person, **values):
        return make.EnrolmentFactory(cohort=self.cohort, person=person, **values)

    def draft(self) -> None:
        self.cohort.state = CohortState.DRAFT
