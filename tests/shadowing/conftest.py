"""A cohort of four units in two organisations, with shadowing in its plan."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from programme.cohorts.models import Role
from programme.programmes.content import ActivityKind
from programme.shadowing.models import (
    PairState,
    ShadowingBlackout,
    ShadowingOffer,
    ShadowingPair,
    ShadowingWish,
)
from tests import factories as make

NOW = (2026, 11, 22, 9)
WINDOW = (date(2026, 8, 15), date(2026, 12, 2))
DAY = date(2026, 11, 26)
TEXTS = {
    "purpose": "At se en anden ledelse af møder.",
    "goals": "Spørge, før jeg svarer.",
    "focus_points": "Mødet mandag, hvem der taler.",
    "confidentiality": "Navne bliver her.",
    "feedback_form": "To minutter efter hvert møde.",
}


@pytest.fixture
def world(session, at):
    """Mette may follow Jonas, Ali or Rikke; Tove is of her unit, Hanne her leader's leader.

    `elsewhere` is another cohort; Karen coordinates, Søren facilitates, Frida has left.
    """
    at(*NOW)
    return as_keys(make_world(session))


def as_keys(world):
    """Keys and names instead of rows: asking for them loads nothing in the midst of a service."""
    made = SimpleNamespace(places={name: key_of(place) for name, place in world.places.items()})
    for name, row in vars(world).items():
        if name != "places" and not isinstance(row, list):
            setattr(made, name, key_of(row))
    return made


def key_of(row):
    return SimpleNamespace(id=row.id, name=getattr(row, "name", ""))


def make_world(session):
    own = make.OrganisationFactory(name="Birkevig Kommune")
    other = make.OrganisationFactory(name="Stormose Kommune")
    units = [
        make.UnitFactory(organisation=organisation, name=name)
        for organisation, name in (
            (own, "Nordbyens Skoler"),
            (own, "Fjordskolerne"),
            (other, "Stormose Skoledistrikt"),
            (own, "Børn og Unge"),
        )
    ]
    level = make.LevelFactory()
    programme = make.ProgrammeFactory(levels=[level])
    cohort = make.CohortFactory(programme=programme, organisation=own, name="Hold 2025")
    top = make.PersonFactory(name="Hanne Bach", organisation=own, unit=units[3])
    middle = make.PersonFactory(name="Mogens Mellem", organisation=own, line_manager=top)
    people = {
        "mette": ("Mette Holm", units[0], {"line_manager": middle}),
        "tove": ("Tove Toft", units[0], {}),
        "jonas": ("Jonas Friis", units[1], {}),
        "ali": ("Ali Hosseini", units[1], {}),
        "rikke": ("Rikke Ørsted", units[2], {}),
        "frida": ("Frida Fjern", units[2], {}),
    }
    world = SimpleNamespace(cohort=cohort, own=own, units=units, level=level, hanne=top)
    world.middle, world.places = middle, {}
    for key, (name, unit, more) in people.items():
        person = make.PersonFactory(name=name, unit=unit, organisation=unit.organisation, **more)
        setattr(world, key, person)
        ended = make.LONG_AGO if key == "frida" else None
        world.places[key] = make.EnrolmentFactory(
            cohort=cohort, person=person, level=level, ended_at=ended
        )
    world.places["hanne"] = make.EnrolmentFactory(cohort=cohort, person=top, level=level)
    world.soren = make.PersonFactory(name="Søren Vang")
    make.EnrolmentFactory(cohort=cohort, person=world.soren, role=Role.FACILITATOR)
    world.karen = make.PersonFactory(name="Karen Thorup")
    make.GrantFactory(person=world.karen, cohort_id=cohort.id)
    world.elsewhere = make.CohortFactory(name="Et andet hold")
    world.peter = make.PersonFactory(name="Peter Dam")
    make.EnrolmentFactory(cohort=world.elsewhere, person=world.peter)
    world.item = make.ActivityFactory(
        cohort=cohort,
        kind=ActivityKind.SHADOWING,
        number=None,
        title="",
        starts_on=None,
        ends_on=None,
        window_from=WINDOW[0],
        window_to=WINDOW[1],
    )
    session.flush()
    return world


@pytest.fixture
def offer(session):
    """`offer(world, world.jonas, places=2)`: a row that stands."""

    def make_offer(world, host, *, blackouts=(), **values):
        row = ShadowingOffer(
            **{"places": 1, "about": "Kom og se.", "confidentiality": "Personsager", **values},
            cohort_id=world.cohort.id,
            host_id=host.id,
            made_at=make.LONG_AGO,
            blackouts=[ShadowingBlackout(starts_on=a, ends_on=b) for a, b in blackouts],
        )
        session.add(row)
        session.flush()
        return SimpleNamespace(id=row.id, version=row.version)

    return make_offer


@pytest.fixture
def wish(session):
    """`wish(world, world.mette, world.jonas, world.ali)`, the dearest first."""

    def make_wishes(world, guest, *hosts):
        for rank, host in enumerate(hosts, 1):
            session.add(
                ShadowingWish(
                    cohort_id=world.cohort.id, guest_id=guest.id, host_id=host.id, rank=rank
                )
            )
        session.flush()

    return make_wishes


@pytest.fixture
def pair(session):
    """`pair(world, world.mette, world.jonas)`: a row, matched and without a word."""

    def make_pair(world, guest, host, **values):
        row = ShadowingPair(
            **{"state": PairState.MATCHED, "cohort_id": world.cohort.id, **values},
            guest_id=guest.id,
            host_id=host.id,
            made_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
        session.add(row)
        session.flush()
        return SimpleNamespace(id=row.id, version=row.version)

    return make_pair


@pytest.fixture
def written(pair):
    """A pair whose agreement is whole and waits for both."""
    return lambda world, guest, host, **values: pair(
        world, guest, host, **{**TEXTS, "day": DAY, "last_day": DAY, **values}
    )
