"""A cohort that lists are held against: members, somebody elsewhere, titles, units, groups."""

from __future__ import annotations

from datetime import date

import pytest

from programme.cohorts.models import Participation, Role
from programme.people.models import JobTitle
from tests import factories as make
from tests.rosters.books import danish


@pytest.fixture(autouse=True)
def _speaking(app):
    danish.app = app


@pytest.fixture
def there(session):
    """Hold Nord of Birkevig Kommune, coordinated by Karen for the organisation."""
    there = There()
    session.flush()
    return there


class There:
    def __init__(self) -> None:
        self.top = make.LevelFactory(code="leader_of_leaders", name="Leder af ledere")
        self.low = make.LevelFactory(
            code="leader_of_employees", name="Leder af medarbejdere", position=2
        )
        self.organisation = make.OrganisationFactory(name="Birkevig Kommune")
        self.away = make.OrganisationFactory(name="Stormose Kommune")
        self.school = make.UnitFactory(organisation=self.organisation, name="Søndre Skole")
        self.hall = make.UnitFactory(organisation=self.organisation, name="Rådhuset")
        self.far = make.UnitFactory(organisation=self.away, name="Sundhed & Omsorg")
        session = make.PersonFactory._meta.sqlalchemy_session
        self.head = JobTitle(name="skoleleder", default_level=self.top)
        self.deputy = JobTitle(name="afdelingsleder", default_level=self.low)
        session.add_all([self.head, self.deputy])
        self.programme = make.ProgrammeFactory(name="Ledelse i praksis", slug="praksis")
        self.programme.levels = [self.top, self.low]
        self.cohort = make.CohortFactory(
            name="Hold Nord", programme=self.programme, organisation=self.organisation
        )
        self.people()
        self.places()

    def people(self) -> None:
        own = {"organisation": self.organisation}
        self.karen = make.PersonFactory(name="Karen Krog", email="karen@b.example", **own)
        make.GrantFactory(person=self.karen, organisation_id=self.organisation.id)
        self.hanne = make.PersonFactory(name="Hanne Holm", email="hanne@b.example", **own)
        self.mette = make.PersonFactory(
            name="Mette Madsen",
            email="mette@b.example",
            phone="+45 12 34 56 78",
            unit=self.school,
            job_title=self.head,
            line_manager_id=self.hanne.id,
            **own,
        )
        self.jonas = make.PersonFactory(name="Jonas Juhl", email="jonas@b.example", **own)
        self.amina = make.PersonFactory(
            name="Amina Ali", email="amina@b.example", unit=self.hall, **own
        )
        self.bente = make.PersonFactory(
            name="Bente Bro", email="bente@s.example", organisation=self.away
        )
        # Of another organisation, in no cohort of Karen's: known to her by the address alone.
        self.peter = make.PersonFactory(
            name="Peter Poulsen",
            email="peter@s.example",
            phone="99 99 99 99",
            organisation=self.away,
            unit=self.far,
            job_title=self.deputy,
        )
        self.stranger = make.PersonFactory(name="Sanne Skov", email="sanne@s.example")

    def places(self) -> None:
        cohort, role = self.cohort, Role
        self.mettes = make.EnrolmentFactory(cohort=cohort, person=self.mette, level=self.top)
        make.EnrolmentFactory(cohort=cohort, person=self.mette, role=role.FACILITATOR)
        self.jonases = make.EnrolmentFactory(cohort=cohort, person=self.jonas, level=self.low)
        self.aminas = make.EnrolmentFactory(
            cohort=cohort,
            person=self.amina,
            role=role.APPOINTED_EMPLOYEE,
            appointed_by=self.mette,
            appointed_on=date(2026, 9, 1),
            appointment_reason='Kender "huset"; har mod.\n=> og tid',
        )
        self.bentes = make.EnrolmentFactory(
            cohort=cohort,
            person=self.bente,
            role=role.OTHER_LEVEL,
            level=self.top,
            participation=Participation.SPONSOR,
        )
        self.first, self.named = (
            make.GroupFactory(cohort=cohort, number=1),
            make.GroupFactory(cohort=cohort, number=2, name="De gode"),
        )
        make.MembershipFactory(group=self.first, person=self.mette)
        make.MembershipFactory(group=self.named, person=self.jonas)

    @property
    def path(self):
        return f"/hold/{self.cohort.id}/deltagere/liste"
