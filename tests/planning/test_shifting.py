"""The date rules over every start from 2024 to 2040, held against rules written a second way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.activities.calendar_days import (
    DEFAULT_SCHOOL_HOLIDAYS,
    SchoolHolidays,
    is_weekend,
    public_holiday,
)
from programme.planning.rules import WORKING_WEEK, Direction, Rule, Rules
from programme.planning.shifting import place, whole_shift
from programme.planning.spans import Before, Span

STARTS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
OLD = date(2020, 2, 24)  # a Monday
OFFSETS = ((0, 1), (178, 2), (207, 1), (283, 1), (326, 1), (381, 2), (466, 1), (598, 2), (648, 1),
           (745, 2), (781, 1), (836, 1))  # fmt: skip
NONE = SchoolHolidays((), christmas=False)
ALWAYS = SchoolHolidays(((1, 53),), christmas=True)
WEEK = timedelta(weeks=1)


def plan(offsets=OFFSETS, old=OLD):
    return [
        (old + timedelta(days=n), old + timedelta(days=n + length - 1)) for n, length in offsets
    ]


def lay(source, start, rules, *, old=OLD, holidays=DEFAULT_SCHOOL_HOLIDAYS, fixed=None):
    dated = [each[0] for each in source if each]
    days = whole_shift(dated, old, start, keep_weekday=rules.keep_weekday)
    return place(source, days, rules, holidays, fixed or {})


def days_of(row):
    return [row.first + timedelta(days=n) for n in range((row.last - row.first).days + 1)]


def one(start, days=1, *, fixed=None, holidays=NONE, **rules):
    source = [(start, start + timedelta(days=days - 1))]
    (row,) = place(source, 0, Rules(**rules), holidays, {0: fixed} if fixed else {})
    return row


# Properties ---------------------------------------------------------------------------------

sources = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 4)), min_size=1, max_size=12).map(
    lambda offsets: plan(sorted(offsets))
)
rule_sets = st.builds(
    Rules,
    keep_weekday=st.booleans(),
    off_holidays=st.booleans(),
    off_weekends=st.booleans(),
    off_school_holidays=st.booleans(),
    direction=st.sampled_from(Direction),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    keep_order=st.booleans(),
    distance=st.sampled_from((0, 0, 1, 7, 14, 30)),
)
holiday_sets = st.sampled_from((DEFAULT_SCHOOL_HOLIDAYS, NONE, ALWAYS))


def broken_by(n, source, rows, rules, holidays):
    """Which rules row `n` breaks, looked up day by day and pair by pair."""
    found = set()
    days = days_of(rows[n])
    if rules.keep_weekday and rows[n].first.weekday() != source[n][0].weekday():
        found.add(Rule.WEEKDAY)
    if rules.off_holidays and any(public_holiday(d) for d in days):
        found.add(Rule.HOLIDAY)
    if rules.off_weekends and any(is_weekend(d) for d in days):
        found.add(Rule.WEEKEND)
    if rules.off_school_holidays and any(holidays.on(d) for d in days):
        found.add(Rule.SCHOOL_HOLIDAY)
    return found | _out_of_order(n, source, rows, rules)


def _out_of_order(n, source, rows, rules):
    found = set()
    if rules.keep_order:
        for m, before in enumerate(source):
            if before[1] < source[n][0]:
                least = min(rules.distance, (source[n][0] - before[1]).days)
                apart = (rows[n].first - rows[m].last).days
                found |= {Rule.ORDER} if apart < 1 else set()
                found |= {Rule.DISTANCE} if rules.distance and apart < least else set()
            elif before[0] < source[n][0] and rows[m].first > rows[n].first:
                found.add(Rule.ORDER)
    return found


@pytest.mark.slow
@settings(max_examples=400)
@given(sources, STARTS, rule_sets, holiday_sets)
def test_every_rule_is_kept_or_named(source, start, rules, holidays):
    rows = lay(source, start, rules, holidays=holidays)
    for n, row in enumerate(rows):
        assert set(row.unmet) == broken_by(n, source, rows, rules, holidays), n
        assert row.last - row.first == source[n][1] - source[n][0]


@pytest.mark.slow
@settings(max_examples=200)
@given(sources, STARTS, rule_sets, holiday_sets)
def test_the_same_answer_twice_and_whatever_the_order_of_the_rows(source, start, rules, holidays):
    rows = lay(source, start, rules, holidays=holidays)
    assert rows == lay(source, start, rules, holidays=holidays)
    turned = lay(source[::-1], start, rules, holidays=holidays)[::-1]
    assert sorted((r.first, r.last) for r in rows) == sorted((r.first, r.last) for r in turned)


@given(STARTS, st.sampled_from(Direction), st.booleans())
def test_the_long_plan_keeps_all_of_the_rules_together(start, direction, keep_weekday):
    """The thirteen activities have room enough: nothing is left unmet on any start."""
    rules = Rules(
        keep_weekday=keep_weekday, off_holidays=True, off_weekends=True, off_school_holidays=True,
        direction=direction, keep_order=True, distance=14,
    )  # fmt: skip
    source = plan()
    rows = lay(source, start, rules)
    assert [row.unmet for row in rows] == [()] * len(rows)
    for row in rows:
        assert not any(
            public_holiday(d) or is_weekend(d) or DEFAULT_SCHOOL_HOLIDAYS.on(d)
            for d in days_of(row)
        )
    for earlier, later in pairwise(rows):
        assert (later.first - earlier.last).days >= 14
    if keep_weekday:
        assert [row.first.weekday() for row in rows] == [first.weekday() for first, _ in source]


@given(sources, STARTS, st.booleans())
def test_without_days_to_avoid_all_distances_stay(source, start, keep_weekday):
    rules = Rules(keep_weekday=keep_weekday, keep_order=True, distance=30)
    rows = lay(source, start, rules)
    shifts = {row.first - first for row, (first, _) in zip(rows, source, strict=True)}
    assert len(shifts) == 1
    assert not any(row.unmet or row.has_moved for row in rows)


@given(STARTS, st.integers(0, 20))
def test_weekdays_are_kept_by_the_nearest_whole_weeks(start, offset):
    first = OLD + timedelta(days=offset)
    shift = whole_shift([first], OLD, start, keep_weekday=True)
    assert shift % 7 == 0
    assert first + timedelta(days=shift) >= start
    exact = (start - OLD).days
    nearest = next(s for s in range(exact - 3, exact + 4) if s % 7 == 0)
    if first + timedelta(days=nearest) >= start:
        assert shift == nearest
    else:
        assert shift == nearest + 7


@given(STARTS, st.integers(1, 400))
def test_what_lay_before_its_start_may_do_so_again(start, days):
    shift = whole_shift([OLD - timedelta(days=days)], OLD, start, keep_weekday=True)
    assert abs(shift - (start - OLD).days) <= 3
    assert whole_shift([], OLD, start, keep_weekday=False) == (start - OLD).days


@given(sources, STARTS, rule_sets, st.integers(0, 11), STARTS)
def test_a_day_set_by_hand_stands_and_says_what_it_breaks(source, start, rules, which, day):
    which %= len(source)
    rows = lay(source, start, rules, fixed={which: day})
    assert rows[which].first == day
    found = broken_by(which, source, rows, rules, DEFAULT_SCHOOL_HOLIDAYS)
    assert found - {Rule.ORDER, Rule.DISTANCE} <= set(rows[which].unmet)
    assert (Rule.ORDER in found) <= (Rule.ORDER in rows[which].unmet)
    for n, row in enumerate(rows):
        if n != which:  # what is set by hand is nobody else's fault
            others = [m for m in range(len(source)) if m != which]
            rest = [source[m] for m in others]
            alone = place(rest, (row.plain - source[n][0]).days, rules, DEFAULT_SCHOOL_HOLIDAYS, {})
            assert alone[others.index(n)] == row


# Times on the wall --------------------------------------------------------------------------


@given(STARTS)
def test_nine_o_clock_stays_nine_o_clock_over_summer_time(start):
    """Days alone are moved: the time on the wall is no business of theirs, so it cannot shift."""
    zone = ZoneInfo("Europe/Copenhagen")
    rows = lay(plan(), start, Rules(keep_weekday=True))
    meetings = [datetime.combine(row.first, time(9), zone) for row in rows]
    assert {moment.hour for moment in meetings} == {9}
    assert {moment.astimezone(UTC).hour for moment in meetings} == {7, 8}


# Single cases -------------------------------------------------------------------------------


def test_off_a_holiday_to_the_next_or_the_previous_same_weekday():
    friday = date(2022, 4, 15)
    assert public_holiday(friday)
    both = {"off_holidays": True, "keep_weekday": True}
    assert one(friday, **both).first == date(2022, 4, 22)
    assert one(friday, direction=Direction.PREVIOUS, **both).first == date(2022, 4, 8)
    assert one(friday, **both).has_moved
    assert one(friday).first == friday


def test_off_a_holiday_to_any_allowed_weekday():
    friday = date(2022, 4, 15)  # Skærtorsdag before it, 2. påskedag on the Monday after
    assert one(friday, off_holidays=True).first == date(2022, 4, 19)
    back = one(friday, off_holidays=True, direction=Direction.PREVIOUS)
    assert back.first == date(2022, 4, 13)
    thursdays = one(friday, off_holidays=True, weekdays=frozenset({3}))
    assert thursdays.first == date(2022, 4, 21)


def test_a_landing_is_never_a_holiday_though_holidays_may_stay():
    winter = SchoolHolidays(((15, 15),), christmas=False)
    monday = date(2022, 4, 11)  # the Monday after is 2. påskedag
    row = one(monday, holidays=winter, off_school_holidays=True, keep_weekday=True)
    assert row.first == date(2022, 4, 25)


def test_a_saturday_cannot_both_stay_a_saturday_and_leave_the_weekend():
    row = one(date(2027, 3, 6), off_weekends=True, keep_weekday=True)
    assert (row.first, row.unmet) == (date(2027, 3, 8), (Rule.WEEKDAY,))


def test_a_row_longer_than_a_working_week_stays_and_says_so():
    row = one(date(2027, 3, 1), 6, off_weekends=True)
    assert (row.first, row.unmet) == (date(2027, 3, 1), (Rule.WEEKEND,))
    kept = one(date(2027, 3, 1), 6, off_weekends=True, keep_weekday=True)
    assert (kept.first, kept.unmet) == (date(2027, 3, 1), (Rule.WEEKEND,))


def test_no_day_of_the_year_is_outside_the_school_holidays():
    row = one(date(2027, 3, 1), holidays=ALWAYS, off_school_holidays=True)
    assert (row.first, row.unmet) == (date(2027, 3, 1), (Rule.SCHOOL_HOLIDAY,))


def test_what_moves_does_not_come_to_lie_on_another_row():
    monday = date(2022, 4, 18)  # 2. påskedag
    source = [(monday, monday), (monday + WEEK, monday + WEEK)]
    moved, stayed = place(source, 0, Rules(off_holidays=True, keep_weekday=True), NONE, {})
    assert (moved.first, stayed.first) == (date(2022, 5, 2), date(2022, 4, 25))


def test_with_the_order_kept_what_follows_makes_room():
    monday = date(2022, 4, 18)  # 2. påskedag
    source = [(monday, monday), (monday + WEEK, monday + WEEK)]
    rules = Rules(off_holidays=True, keep_weekday=True, keep_order=True)
    first, second = place(source, 0, rules, NONE, {})
    assert (first.first, second.first) == (date(2022, 4, 25), date(2022, 5, 2))


def test_what_lay_on_the_same_days_stays_together():
    friday = date(2022, 4, 15)
    rules = Rules(off_holidays=True, keep_weekday=True)
    leaders, employees = place([(friday, friday)] * 2, 0, rules, NONE, {})
    assert leaders.first == employees.first == date(2022, 4, 22)


def test_backwards_only_as_far_as_what_came_before():
    thursday, friday = date(2022, 4, 7), date(2022, 4, 15)
    rules = Rules(off_holidays=True, keep_order=True, distance=7, direction=Direction.PREVIOUS)
    _, row = place([(thursday, thursday), (friday, friday)], 0, rules, NONE, {})
    assert row.first == date(2022, 4, 19)


def test_the_undated_have_no_place():
    assert place([None, (OLD, OLD)], 7, Rules(), NONE, {})[0] is None


def test_a_day_by_hand_out_of_order_is_named_on_its_own_row_alone():
    source = plan(((0, 1), (30, 1), (60, 1)))
    rules = Rules(keep_order=True, distance=14)
    for day, unmet in (
        (OLD + timedelta(days=70), (Rule.ORDER, Rule.DISTANCE)),
        (OLD - timedelta(days=1), (Rule.ORDER, Rule.DISTANCE)),
        (OLD + timedelta(days=50), (Rule.DISTANCE,)),
        (OLD + timedelta(days=10), (Rule.DISTANCE,)),
        (OLD + timedelta(days=40), ()),
    ):
        rows = lay(source, OLD, rules, fixed={1: day})
        assert [row.unmet for row in rows] == [(), unmet, ()], day


def test_the_rules_stand_still_by_themselves():
    assert Rules() == Rules(weekdays=WORKING_WEEK, direction=Direction.NEXT)


@pytest.mark.parametrize("least", [0, 1, 5, 9])
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.integers(0, 6)), max_size=9))
def test_what_lies_before_is_what_every_pair_says(least, rows):
    """The folded answer against all pairs, on rows that have been delayed at random."""
    source = {n: Span(first, first + length) for n, (first, length, _) in enumerate(rows)}
    placed = {
        n: Span(first + delay, first + length + delay)
        for n, (first, length, delay) in enumerate(rows)
    }
    before = Before(list(source), source, placed, least)
    for n in sorted(source, key=lambda n: (source[n].first, source[n].last, n)):
        floor = before.floor(n)
        orders, distances = [-(10**9)], [-(10**9)]
        for m, span in source.items():
            if span.last < source[n].first:
                orders.append(placed[m].last + 1)
                gap = source[n].first - span.last
                distances.append(placed[m].last + min(least, gap))
            if span.first < source[n].first:
                orders.append(placed[m].first)
        assert floor.order == (max(orders) if len(orders) > 1 else floor.order)
        assert floor.distance == (max(distances) if least else -(10**9))
