"""Predicates and the queries that say the same in SQL, held against each other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme.cohorts.models import Cohort, CohortState
from programme.people.models import Person
from programme.shadowing import policy, queries
from programme.shadowing.models import PairState, ShadowingPair

PEOPLE = ("mette", "tove", "jonas", "ali", "rikke", "frida", "hanne", "soren", "karen", "peter")


@pytest.fixture
def rich(world, pair):
    """Pairs that are open, agreed and ended, with some who have left and some who lead."""
    pair(world, world.mette, world.jonas)
    pair(world, world.jonas, world.mette, state=PairState.AGREED)
    pair(world, world.tove, world.jonas, state=PairState.ENDED)
    pair(world, world.frida, world.ali)
    pair(world, world.rikke, world.frida)
    pair(world, world.soren, world.ali)
    return world


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_and_predicates_agree(rich, in_app, name):
    with in_app() as db:
        person = db.get(Person, getattr(rich, name).id)
        pairs = [queries.find_pair(key) for key in db.scalars(sa.select(ShadowingPair.id))]
        readable = {pair.id for pair in pairs if policy.can_read(person, pair)}
        assert {pair.id for pair in queries.own_pairs(person.id)} == readable


def parts(rich, db, name):
    person = db.get(Person, getattr(rich, name).id)
    pairs = [queries.find_pair(key) for key in db.scalars(sa.select(ShadowingPair.id))]
    return person, pairs


@pytest.mark.parametrize(
    ("name", "reads", "writes", "ends", "knows", "feeds"),
    [
        ("mette", 2, 2, 2, 2, 1),
        ("jonas", 2, 2, 2, 2, 1),
        ("tove", 0, 0, 0, 0, 0),  # ended
        ("ali", 2, 0, 2, 2, 0),  # both guests are gone, or never learnt
        ("rikke", 1, 0, 1, 1, 1),
        ("frida", 0, 0, 0, 0, 0),  # has left
        ("soren", 0, 0, 0, 5, 0),
        ("karen", 0, 0, 5, 5, 0),
        ("hanne", 0, 0, 0, 0, 0),
        ("peter", 0, 0, 0, 0, 0),
    ],
)
def test_who_may_what(rich, in_app, name, reads, writes, ends, knows, feeds):
    with in_app() as db:
        person, pairs = parts(rich, db, name)
        counted = [
            sum(can(person, pair) for pair in pairs)
            for can in (
                policy.can_read,
                policy.can_write,
                policy.can_end,
                policy.can_know,
                policy.can_give_feedback,
            )
        ]
    assert counted == [reads, writes, ends, knows, feeds]


def test_who_takes_part(rich, in_app):
    with in_app() as db:
        cohort = db.get(Cohort, rich.cohort.id)
        people = {name: db.get(Person, getattr(rich, name).id) for name in PEOPLE}
        taking_part = {name for name, one in people.items() if policy.can_take_part(one, cohort)}
        assert taking_part == {"mette", "tove", "jonas", "ali", "rikke", "hanne"}
        cohort.state = CohortState.DRAFT
        assert not any(policy.can_take_part(one, cohort) for one in people.values())
