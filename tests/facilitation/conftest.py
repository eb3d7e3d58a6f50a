"""A seminar with two facilitators: Søren leads more, Vera has no account; and around it others."""

from __future__ import annotations

import re
from datetime import date, time
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme.activities.models import Activity, FacilitatorRequest
from programme.cohorts.models import Role
from programme.commands.work import load_composers
from programme.facilitation import services
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from tests import factories as make

NOW = (2026, 11, 22, 9)


@pytest.fixture(autouse=True)
def now(at):
    """The site's 22 November 2026."""
    return at(*NOW)


@pytest.fixture
def world(session):
    """Hold A with its people, and Hold B of another organisation and coordinator."""
    own = make.OrganisationFactory(name="Birkevig Kommune")
    away = make.OrganisationFactory(name="Stormose Kommune")
    programme, other_programme = make.ProgrammeFactory(), make.ProgrammeFactory()
    cohort = make.CohortFactory(programme=programme, organisation=own, name="Hold Æblerød")
    other = make.CohortFactory(programme=other_programme, organisation=away, name="Hold B")
    people = {
        name: make.PersonFactory(
            name=f"{name.capitalize()} Testsen", email=f"{name}@test.example", organisation=own
        )
        for name in ("karen", "lone", "palle", "ditte", "soren", "vera", "mette")
    }
    people["ditte"].is_administrator = True
    make.GrantFactory(person=people["karen"], organisation_id=own.id)
    make.GrantFactory(person=people["lone"], programme_id=programme.id)
    make.GrantFactory(person=people["palle"], cohort_id=other.id)
    level = make.LevelFactory()
    for name in ("soren", "vera"):
        make.EnrolmentFactory(cohort=cohort, person=people[name], role=Role.FACILITATOR)
    make.EnrolmentFactory(cohort=cohort, person=people["mette"], level=level)
    make.EnrolmentFactory(cohort=other, person=people["soren"], level=level)  # learns there
    activity = make.ActivityFactory(
        cohort=cohort,
        number=4,
        title="Ledelse af PLF",
        starts_on=date(2026, 12, 17),
        ends_on=date(2026, 12, 18),
        start_time=time(9),
        end_time=time(15),
        place="Nyborg Strand, Lokale 3",
        address="Østersøvej 2",
        facilitators=[people["soren"], people["vera"]],
    )
    return SimpleNamespace(own=own, cohort=cohort, other=other, activity=activity, **people)


@pytest.fixture
def ask(in_app, world):
    """`ask("vera")` asks about the seminar, as Karen."""

    def run(*names, activity=None, by="karen"):
        keys = [getattr(world, name).id for name in names]
        with in_app() as db:
            found = db.get(Activity, (activity or world.activity).id)
            asker = db.get(Person, getattr(world, by).id) if by else None
            return services.ask(found, keys, by=asker)

    return run


@pytest.fixture
def request_of(session, world):
    """`request_of("vera")` is what she was asked, or None."""

    def find(name):
        asked = sa.select(FacilitatorRequest)
        return session.scalar(asked.where(FacilitatorRequest.person_id == getattr(world, name).id))

    return find


@pytest.fixture
def queued(session):
    """`queued("facilitation/asked")` lists the waiting mails of a template."""

    def look(template):
        rows = sa.select(OutboxMail).where(OutboxMail.template == template)
        return session.scalars(rows.order_by(OutboxMail.id)).all()

    return look


@pytest.fixture
def written(app, in_app):
    """`written(row)` is a queued mail as it would leave now; its token is stored."""
    load_composers(app)

    def compose(row):
        template, person_id, keys = row.template, row.person_id, dict(row.keys)
        with in_app():
            return outbox.composers()[template](person_id, keys)

    return compose


@pytest.fixture
def link(ask, queued, written):
    """`link("vera")` asks her and is the path in the mail that she gets."""

    def path(name):
        ask(name)
        letter = written(queued("facilitation/asked")[-1])
        return re.search(r"https://lederforloeb\.test(/svar/\S*)", letter.text)[1]

    return path
