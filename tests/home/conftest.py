"""A cohort that runs, with somebody for each part, seen on 22 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from programme.activities.models import ActivityChange, ChangeKind
from programme.cohorts.models import CohortState, Role
from programme.people.models import JobTitle
from programme.programmes.content import ActivityKind
from tests import factories as make

TODAY = date(2026, 11, 22)


class ChangeFactory(make.Made):
    class Meta:
        model = ActivityChange

    at = make.LONG_AGO


class TitleFactory(make.Made):
    class Meta:
        model = JobTitle


@pytest.fixture
def today(at):
    at(2026, 11, 22, 9)
    return TODAY


@pytest.fixture
def world(session, today):
    """A participant with a plan and a log, a facilitator, a manager, a coordinator, a stranger."""
    world = World()
    session.flush()
    return world


class World:
    def __init__(self) -> None:
        self.organisation = make.OrganisationFactory(name="Ny Kommune")
        self.cohort = make.CohortFactory(
            name="Hold Nord",
            organisation=self.organisation,
            starts_on=date(2026, 2, 2),
            ends_on=date(2027, 6, 1),
        )
        self.manager = self.person("Hanne Holm")
        self.mette = self.person("Mette Madsen", line_manager_id=self.manager.id)
        self.jonas = self.person("Jonas Juhl")
        self.facilitator = self.person("Søren Sand")
        self.coordinator = self.person("Karen Krog", phone="00 00 00 01")
        self.stranger = self.person("Peter Poulsen")
        self.administrator = self.person("Ditte Drift", is_administrator=True)
        make.GrantFactory(person=self.coordinator, organisation_id=self.organisation.id)
        for person in (self.mette, self.jonas):
            make.EnrolmentFactory(cohort=self.cohort, person=person)
        self.lead(self.facilitator, self.cohort)
        self.past = self.plan(-60, number=3)
        self.seminar = self.plan(
            11, days=2, number=4, title="Ledelse af PLF", place="Kursuscentret ved fjorden"
        )

    def person(self, name, **values):
        return make.PersonFactory(
            name=name, organisation=self.organisation, password_hash="x", **values
        )

    def lead(self, person, cohort) -> None:
        make.EnrolmentFactory(cohort=cohort, person=person, role=Role.FACILITATOR)

    def plan(self, ahead, days=1, cohort=None, **values):
        """An activity so many days ahead; None: without a date."""
        first = None if ahead is None else TODAY + timedelta(days=ahead)
        values = {"facilitators": [self.facilitator], **values}
        return make.ActivityFactory(
            cohort=cohort or self.cohort,
            starts_on=first,
            ends_on=first and first + timedelta(days=days - 1),
            **values,
        )

    def shadowing(self, ahead):
        return self.plan(ahead, kind=ActivityKind.SHADOWING, number=None, title="")

    def draft_cohort(self, name="Hold Syd"):
        return make.CohortFactory(
            name=name,
            organisation=self.organisation,
            state=CohortState.DRAFT,
            published_at=None,
            starts_on=date(2027, 2, 1),
            ends_on=date(2027, 12, 1),
        )

    def change(self, activity, kind=ChangeKind.MOVED, reason="Salen er optaget."):
        return ChangeFactory(activity=activity, kind=kind, reason=reason, by=self.coordinator)

    def title(self, name, level=None):
        return TitleFactory(name=name, default_level=level)
