from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.activities.series import Part, in_order, renumbered, series_of

START = date(2026, 9, 2)


def part(key, number, week, **more):
    day = None if week is None else START + timedelta(weeks=week)
    return Part(key=key, number=number, starts_on=day, **more)


def six(**moved):
    return [part(n, n, moved.get(f"s{n}", n)) for n in range(1, 7)]


def test_six_in_order_stay_as_they_are():
    assert renumbered(six()) == {n: n for n in range(1, 7)}


def test_moving_one_numbers_the_rest():
    assert renumbered(six(s2=5.5)) == {1: 1, 3: 2, 4: 3, 5: 4, 2: 5, 6: 6}


def test_a_series_may_begin_with_another_number_and_have_gaps():
    assert renumbered([part(1, 3, 2), part(2, 5, 1), part(3, 8, 3)]) == {2: 3, 1: 5, 3: 8}


def test_what_is_cancelled_keeps_its_number():
    parts = [*six(s2=5.5)[:2], part(3, 3, 3, is_cancelled=True), *six()[3:]]
    assert renumbered(parts) == {1: 1, 3: 3, 4: 2, 5: 4, 2: 5, 6: 6}


def test_a_new_one_takes_its_place_and_the_rest_move_up():
    assert renumbered([*six(), part(7, 4, 3.5)]) == {1: 1, 2: 2, 3: 3, 7: 4, 4: 5, 5: 6, 6: 7}


def test_a_number_that_a_cancelled_one_keeps_is_passed_over():
    parts = [part(1, 1, 1), part(2, 2, 2, is_cancelled=True), part(3, 2, 3)]
    assert renumbered(parts) == {1: 1, 2: 2, 3: 3}


def test_the_undated_come_by_window_and_last_by_number():
    parts = [
        part(1, 1, None),
        part(2, 2, None, window_from=START),
        part(3, 3, 4),
        part(4, 4, None),
    ]
    assert [each.key for each in in_order(parts)] == [2, 3, 1, 4]
    assert renumbered(parts) == {2: 1, 3: 2, 1: 3, 4: 4}


def test_tracks_that_count_each_for_themselves_are_series_of_their_own():
    parts = [
        part(1, 1, 1, lane="a"),
        part(2, 2, 2, lane="a"),
        part(3, 1, 4, lane="b"),
        part(4, 2, 3, lane="b"),
    ]
    assert len(series_of(parts)) == 2
    assert renumbered(parts) == {1: 1, 2: 2, 3: 2, 4: 1}


def test_tracks_in_one_series_are_numbered_across():
    parts = [part(1, 1, 2, lane="a"), part(2, 2, 1, lane="b"), part(3, 3, 3, lane="a")]
    assert len(series_of(parts)) == 1
    assert renumbered(parts) == {2: 1, 1: 2, 3: 3}


def test_the_rest_close_up_behind_what_is_gone():
    parts = [*six()[:2], part(3, 3, 3, is_gone=True), *six()[3:]]
    assert renumbered(parts) == {1: 1, 2: 2, 4: 3, 5: 4, 6: 5}


def test_nothing_is_no_series():
    assert renumbered([]) == {}


PARTS = st.lists(
    st.builds(
        part,
        key=st.integers(1, 10_000),
        number=st.integers(1, 9),
        week=st.one_of(st.none(), st.integers(0, 20)),
        is_cancelled=st.booleans(),
        lane=st.sampled_from("ab"),
    ),
    unique_by=lambda each: each.key,
    max_size=12,
)


@given(PARTS)
def test_numbers_rise_with_the_days(parts):
    numbers = renumbered(parts)
    for series in series_of(parts):
        held = in_order(each for each in series if not each.is_cancelled)
        given_numbers = [numbers[each.key] for each in held]
        assert given_numbers == sorted(set(given_numbers))
        assert not set(given_numbers) & {each.number for each in series if each.is_cancelled}
    assert {each.key: each.number for each in parts if each.is_cancelled}.items() <= numbers.items()


@pytest.mark.parametrize("days", [1, 200])
def test_a_long_series_keeps_its_order(days):
    parts = [part(n, n, (n * 7) % 101 * days) for n in range(1, 100)]
    numbers = renumbered(parts)
    assert sorted(numbers.values()) == list(range(1, 100))
