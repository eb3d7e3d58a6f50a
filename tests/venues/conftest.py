"""Two organisations that both have venues, and people who keep one, both or none."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from programme.activities.models import Activity
from programme.cohorts.models import Role
from programme.venues.models import Room, Venue
from tests import factories as make

TODAY = (2026, 11, 22, 9)


@pytest.fixture(autouse=True)
def now(at):
    """The site's 22 November 2026."""
    return at(*TODAY)


@pytest.fixture
def world(session):
    """Nyborg Strand with two rooms, on coming, past and foreign activities; Søren facilitates."""
    programme, other_programme = make.ProgrammeFactory(), make.ProgrammeFactory()
    own = make.OrganisationFactory(name="Birkevig Kommune")
    away = make.OrganisationFactory(name="Stormose Kommune")
    cohort = make.CohortFactory(programme=programme, organisation=own, name="Hold A")
    other = make.CohortFactory(programme=other_programme, organisation=own, name="Hold B")
    elsewhere = make.CohortFactory(programme=other_programme, organisation=away, name="Hold C")
    people = {
        name: make.PersonFactory(name=f"{name.capitalize()} Testsen", organisation=own)
        for name in ("karen", "lone", "palle", "berit", "ditte", "soren", "vera", "mette")
    }
    people["ditte"].is_administrator = True
    make.GrantFactory(person=people["karen"], organisation_id=own.id)
    make.GrantFactory(person=people["lone"], programme_id=programme.id)
    make.GrantFactory(person=people["palle"], cohort_id=other.id)
    make.GrantFactory(person=people["berit"], organisation_id=away.id)
    make.EnrolmentFactory(cohort=cohort, person=people["soren"], role=Role.FACILITATOR)
    make.EnrolmentFactory(cohort=elsewhere, person=people["vera"], role=Role.FACILITATOR)
    make.EnrolmentFactory(cohort=cohort, person=people["mette"], role=Role.PARTICIPANT)
    strand = Venue(organisation=own, name="Nyborg Strand", address="Østersøvej 2", capacity=40)
    strand.rooms = [Room(name="Lokale 3", capacity=24), Room(name="Ærø")]
    hotel = Venue(organisation=away, name="Hotel Øst")
    session.add_all([strand, hotel])
    session.flush()
    return SimpleNamespace(
        own=own, away=away, cohort=cohort, other=other, elsewhere=elsewhere, strand=strand,
        hotel=hotel, room=strand.rooms[0], **people,
    )  # fmt: skip


@pytest.fixture
def held_at(world):
    """`held_at(day, room, …)` is an activity at Nyborg Strand in the words of that time."""

    def make_one(day=date(2026, 12, 3), room=None, **more) -> Activity:
        place = "Nyborg Strand, Lokale 3" if room else "Nyborg Strand"
        values = {"cohort": world.cohort, "place": place, "address": "Østersøvej 2"} | more
        return make.ActivityFactory(
            starts_on=day, ends_on=day, venue=world.strand, room=room, **values
        )

    return make_one
