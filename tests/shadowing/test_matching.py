"""The best there is, held against trying everything; and the rules that no wish overrules."""

from __future__ import annotations

import time
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.shadowing.matching import (
    PAIR,
    WEIGHTS,
    Ground,
    Reason,
    assign,
    propose,
    reasons,
    weight,
)
from programme.shadowing.rules import Bar, Fellow, bar


def fellow(key, *, unit=None, organisation=1, level=1):
    return Fellow(
        id=key,
        name=f"Nr. {key}",
        workplace=("unit", unit if unit is not None else key),
        organisation_id=organisation,
        level_id=level,
        item_id=1,
    )


def ground(guests, hosts=None, *, places=None, wishes=None, chains=None, met=()):
    hosts = guests if hosts is None else hosts
    return Ground(
        guests=guests,
        hosts=hosts,
        places=places or {host.id: 1 for host in hosts},
        wishes=wishes or {},
        chains=chains or {},
        met={frozenset(two) for two in met},
    )


def worth(weights, chosen):
    return sum(row[host] for row, host in zip(weights, chosen, strict=True) if host is not None)


def best_by_trying(weights, places):
    """Every way there is."""
    hosts = [None, *range(len(places))]
    return max(
        worth(weights, chosen)
        for chosen in product(hosts, repeat=len(weights))
        if all(chosen.count(host) <= room for host, room in enumerate(places))
        and all(h is None or row[h] is not None for row, h in zip(weights, chosen, strict=True))
    )


@st.composite
def tables(draw):
    guests, hosts = draw(st.integers(0, 5)), draw(st.integers(0, 4))
    cell = st.one_of(st.none(), st.integers(1, 30))
    row = st.lists(cell, min_size=hosts, max_size=hosts)
    weights = draw(st.lists(row, min_size=guests, max_size=guests))
    places = draw(st.lists(st.integers(0, 3), min_size=hosts, max_size=hosts))
    return weights, places


@given(tables())
def test_it_is_the_most_there_can_be_and_within_the_places(table):
    weights, places = table
    chosen = assign(weights, places)
    assert len(chosen) == len(weights)
    for host, room in enumerate(places):
        assert chosen.count(host) <= room
    for row, host in zip(weights, chosen, strict=True):
        assert host is None or row[host] is not None
    assert worth(weights, chosen) == best_by_trying(weights, places)
    assert assign(weights, places) == chosen


@st.composite
def grounds(draw):
    people = [
        fellow(key, unit=draw(st.integers(1, 3)), organisation=draw(st.integers(1, 2)),
               level=draw(st.sampled_from([1, 2, None])))
        for key in range(1, draw(st.integers(1, 6)) + 1)
    ]  # fmt: skip
    keys = [each.id for each in people]
    some = st.lists(st.sampled_from(keys), max_size=3, unique=True)
    return ground(
        people,
        places={key: draw(st.integers(0, 2)) for key in keys},
        wishes={key: draw(some) for key in keys},
        chains={key: frozenset(draw(some)) - {key} for key in keys},
        met=[(a, b) for a, b in draw(st.lists(st.tuples(*[st.sampled_from(keys)] * 2))) if a != b],
    )


@given(grounds())
def test_no_rule_is_broken_whatever_is_wished(given_ground):
    proposed = propose(given_ground)
    assert [each.guest.id for each in proposed] == sorted({each.guest.id for each in proposed})
    for each in proposed:
        guest, host = each.guest, each.host
        assert guest.id != host.id
        assert guest.workplace != host.workplace
        assert host.id not in given_ground.chains[guest.id]
        assert guest.id not in given_ground.chains[host.id]
        assert each.reasons == reasons(guest, host, given_ground)
    hosts = [each.host.id for each in proposed]
    assert all(hosts.count(key) <= room for key, room in given_ground.places.items())


@given(grounds(), st.randoms())
def test_the_order_in_which_people_come_changes_nothing(given_ground, random):
    guests, hosts = list(given_ground.guests), list(given_ground.hosts)
    random.shuffle(guests)
    random.shuffle(hosts)
    shuffled = Ground(
        guests,
        hosts,
        given_ground.places,
        given_ground.wishes,
        given_ground.chains,
        given_ground.met,
    )
    assert propose(shuffled) == propose(given_ground)


@given(grounds())
def test_as_many_as_can_be_are_paired(given_ground):
    """One more pair outweighs every wish: never more people alone than without any wishes."""
    weights = [
        [PAIR if weight(guest, host, given_ground) else None for host in given_ground.hosts]
        for guest in given_ground.guests
    ]
    places = [given_ground.places[host.id] for host in given_ground.hosts]
    most = sum(host is not None for host in assign(weights, places))
    assert len(propose(given_ground)) == most


def test_wishes_are_honoured_by_rank():
    people = [fellow(1), fellow(2), fellow(3), fellow(4)]
    proposed = propose(
        ground(people[:2], people[2:], wishes={1: [3, 4], 2: [3]}, places={3: 1, 4: 1})
    )
    assert [(each.guest.id, each.host.id) for each in proposed] == [(1, 4), (2, 3)]
    assert proposed[0].reasons == (Reason.SECOND_WISH, Reason.SAME_LEVEL)


def test_who_has_met_before_meets_again_only_when_nobody_else_is_left():
    guest, known, new = fellow(1), fellow(2), fellow(3)
    [proposed] = propose(ground([guest], [known, new], wishes={1: [2]}, met=[(2, 1)]))
    assert proposed.host.id == 3
    [alone] = propose(ground([guest], [known], wishes={1: [2]}, met=[(2, 1)]))
    assert alone.host.id == 2
    assert Reason.MET_BEFORE in alone.reasons


def test_another_organisation_and_the_same_level_break_ties():
    guest = fellow(1, organisation=1, level=1)
    near, far = fellow(2, organisation=1, level=2), fellow(3, organisation=2, level=2)
    same = fellow(4, organisation=1, level=1)
    assert propose(ground([guest], [near, far]))[0].host.id == 3
    assert propose(ground([guest], [near, same]))[0].host.id == 4


def test_somebody_without_a_level_has_it_in_common_with_nobody():
    assert reasons(fellow(1, level=None), fellow(2, level=None), ground([])) == ()


def test_the_bars_between_two():
    boss, own, mate, free = fellow(1), fellow(2, unit=9), fellow(3, unit=9), fellow(4)
    chains = {2: frozenset({1, 7})}
    assert bar(own, own, chains) is Bar.SELF
    assert bar(own, mate, chains) is Bar.UNIT
    assert bar(own, boss, chains) is Bar.CHAIN
    assert bar(boss, own, chains) is Bar.CHAIN
    assert bar(own, free, chains) is None


def test_a_pair_outweighs_all_that_others_could_gain():
    spread = max(WEIGHTS.values()) * 3 - WEIGHTS[Reason.MET_BEFORE]
    assert spread * 1_000 < PAIR


@pytest.mark.parametrize("order", list(permutations([0, 1, 2])))
def test_a_place_is_given_up_for_a_greater_good(order):
    """Each way of coming first, the only host of the third is left to the third."""
    weights = [[9, 8, None], [9, 8, 7], [9, None, None]]
    chosen = assign([weights[one] for one in order], [1, 1, 1])
    assert worth([weights[one] for one in order], chosen) == 9 + 8 + 7


def test_two_hundred_people_take_less_than_two_seconds():
    people = [fellow(key, unit=key % 40, organisation=key % 5, level=key % 2) for key in range(200)]
    wishes = {each.id: [0, 1, 2] for each in people}  # everybody wants the same three
    began = time.process_time()
    proposed = propose(ground(people, wishes=wishes))
    assert time.process_time() - began < 2
    assert len(proposed) == 200
