"""Entries that took up each other's next action make one chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from programme.learning_logs.models import EntryState
from programme.learning_logs.steps import Step, chain_with, chains, waits


def step(key, day, previous=None, *, draft=False, goes_on=False):
    state = EntryState.DRAFT if draft else EntryState.FINAL
    return Step(key, previous, date(2026, 11, day), state, goes_on)


def ids(found):
    return [[one.id for one in chain] for chain in found]


def test_chains_run_from_the_oldest_and_the_newest_chain_stands_first():
    steps = [step(4, 20), step(3, 19, 2), step(2, 9, 1), step(1, 1), step(5, 2)]
    assert ids(chains(steps)) == [[4], [1, 2, 3], [5]]


def test_two_that_took_up_the_same_action_are_in_one_chain():
    assert ids(chains([step(1, 1), step(2, 5, 1), step(3, 3, 1)])) == [[1, 3, 2]]


def test_an_entry_whose_forerunner_is_gone_begins_a_chain():
    assert ids(chains([step(2, 5, 1)])) == [[2]]


def test_the_chain_with_an_entry():
    steps = [step(1, 1), step(2, 5, 1), step(3, 7)]
    assert [one.id for one in chain_with(steps, 1)] == [1, 2]
    assert chain_with(steps, 9) == ()


def test_only_the_last_finished_step_can_wait():
    first, last = step(1, 1, goes_on=True), step(2, 2, 1, goes_on=True)
    assert waits([first, last]) is last
    assert waits([first, step(2, 2, 1)]) is None
    assert waits([first, step(2, 2, 1, draft=True, goes_on=True)]) is None
    assert waits([]) is None


@pytest.mark.parametrize("turn", [1, -1])
def test_a_chain_of_two_thousand_holds_together_whichever_way_the_dates_run(turn):
    days = [date(2020, 1, 1) + timedelta(days=turn * n) for n in range(2_000)]
    steps = [
        Step(n + 1, n or None, day, EntryState.FINAL, has_next_action=True)
        for n, day in enumerate(days)
    ]
    (only,) = chains(steps)
    assert [one.id for one in only] == list(range(1, 2_001))[::turn]
