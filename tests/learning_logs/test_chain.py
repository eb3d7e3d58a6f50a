"""Kæden: the entries in order, the loop round each, and the action that waits."""

import re
from datetime import date
from itertools import pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.learning_logs.chain import PARTS, RADIUS, SIZE, ChainEntry, LinkState, arcs, chain

ALL, NONE = (True, True, True, True), (False, False, False, False)


def entry(title="Et møde uden drift", parts=ALL, **more):
    return ChainEntry(title=title, written_on=date(2026, 9, 27), parts=parts, **more)


def test_entries_stand_in_the_order_given():
    first, second = chain([entry(href="/log/1"), entry("En anden ved bordenden")]).links
    assert (first.number, first.title, first.date) == (1, "Et møde uden drift", "27. sep. 2026")
    assert first.href == "/log/1"
    assert (second.number, second.title, second.href) == (2, "En anden ved bordenden", None)
    assert chain([entry()], locale="en").links[0].date == "27 Sep 2026"


def test_a_waiting_action_is_an_open_disc_at_the_end():
    last = chain([entry()], "Spørge først, svare sidst", "/log/ny").links[-1]
    assert last.state is LinkState.WAITING
    assert (last.number, last.title, last.date) == (2, "Spørge først, svare sidst", "")
    assert last.href == "/log/ny"
    assert last.written == ()


def test_without_one_the_chain_ends_with_its_entries():
    assert len(chain([entry()]).links) == 1
    assert chain([]).links == ()
    assert [link.state for link in chain([], "Tie").links] == [LinkState.WAITING]


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, LinkState.WRITTEN),
        ({"draft": True}, LinkState.DRAFT),
        ({"current": True}, LinkState.CURRENT),
        ({"current": True, "draft": True}, LinkState.CURRENT),
    ],
)
def test_states(more, state):
    assert chain([entry(**more)]).links[0].state is state


@given(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()))
def test_the_arcs_that_have_text_are_filled(parts):
    link = chain([entry(parts=parts)]).links[0]
    assert tuple(arc.is_filled for arc in link.arcs) == parts
    assert link.written == tuple(part for part, has in zip(PARTS, parts, strict=True) if has)


def test_the_loop_runs_clockwise_from_the_top_with_gaps_between():
    ends = [points(arc) for arc in arcs(NONE)]
    middle = (SIZE / 2, SIZE / 2)
    for start, end in ends:
        assert dist(start, middle) == pytest.approx(RADIUS, abs=0.01)
        assert dist(end, middle) == pytest.approx(RADIUS, abs=0.01)
    (x, y), (right, low) = ends[0]
    assert SIZE / 2 < x < right
    assert y < low < SIZE / 2
    for (_, end), (start, _) in pairwise([*ends, ends[0]]):
        assert 8 < dist(end, start) < 12


def points(arc):
    x, y, end_x, end_y = re.fullmatch(
        r"M([\d.]+) ([\d.]+)A31 31 0 0 1 ([\d.]+) ([\d.]+)", arc.path
    ).groups()
    return (float(x), float(y)), (float(end_x), float(end_y))
