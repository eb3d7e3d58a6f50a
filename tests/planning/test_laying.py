"""Laying the thirteen activities of the leaders of leaders, and awkward plans."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.activities.calendar_days import SchoolHolidays, is_weekend, public_holiday
from programme.activities.findings import FindingCode, findings_on, is_flagged
from programme.activities.rhythm import activity_days, practice_gaps, span_days
from programme.activities.suggestions import Ground
from programme.planning.laying import Around, Laying, period_end
from programme.planning.laying import lay as laid


@dataclass(frozen=True)
class Item:
    key: str
    offset_days: int | None
    days: int = 1
    window_from: int | None = None
    window_to: int | None = None


PLAN = (
    Item("workshop-1", 0),
    Item("seminar-1", 178, 2),
    Item("network-1", 207),
    Item("seminar-2", 283),
    Item("network-2", 326),
    Item("seminar-3", 381, 2),
    Item("network-3", 466),
    Item("shadowing", None, window_from=467, window_to=597),
    Item("seminar-4", 598, 2),
    Item("network-4", 648),
    Item("seminar-5", 745, 2),
    Item("network-5", 781),
    Item("workshop-2", 836),
)
STARTS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
SOURCE = date(2020, 2, 24)
UNHURRIED = settings(deadline=None)  # other tests may be running on the same cores
NO_SCHOOL_HOLIDAYS = SchoolHolidays((), christmas=False)


def lay(items, start, **options):
    return laid(items, Laying(start=start, **options))


def rows_by_key(start, items=PLAN, **options):
    return {row.item.key: row for row in lay(items, start, **options)}


def only(start, *, days=1, **options):
    (row,) = lay([Item("one", 0, days)], start, **options)
    return row


def test_laid_on_the_sources_start_only_langfredag_is_found():
    rows = lay(PLAN, SOURCE, ends_on=date(2022, 6, 9))
    flagged = [row for row in rows if row.is_flagged]
    assert [row.item.key for row in flagged] == ["network-5"]
    (finding,) = flagged[0].findings
    assert (flagged[0].starts_on, finding.name()) == (date(2022, 4, 15), "Langfredag")
    assert flagged[0].suggestion == date(2022, 4, 22)


def test_laid_on_the_sources_start_the_days_are_the_sources():
    rows = rows_by_key(SOURCE)
    seminar = rows["seminar-1"]
    assert (seminar.starts_on, seminar.ends_on) == (date(2020, 8, 20), date(2020, 8, 21))
    assert (seminar.weekday, seminar.week) == (3, 34)
    assert rows["workshop-2"].starts_on == date(2022, 6, 9)
    assert [row.item for row in rows.values()] == list(PLAN)


def test_the_undated_activity_has_a_window_and_nothing_to_find():
    row = rows_by_key(SOURCE)["shadowing"]
    assert (row.starts_on, row.ends_on, row.weekday, row.week) == (None, None, None, None)
    assert (row.window_from, row.window_to) == (date(2021, 6, 5), date(2021, 10, 13))
    assert (row.findings, row.suggestion, row.is_flagged) == ((), None, False)


def test_laid_in_2027_nothing_is_found():
    rows = rows_by_key(date(2027, 2, 22))
    seminar = rows["seminar-1"]
    assert (seminar.starts_on, seminar.ends_on) == (date(2027, 8, 19), date(2027, 8, 20))
    assert [row.item.key for row in rows.values() if row.is_flagged] == []
    remarks = {key: [f.name() for f in row.findings] for key, row in rows.items() if row.findings}
    assert remarks == {"workshop-1": ["Vinterferie"]}
    assert all(row.suggestion is None for row in rows.values())


def test_a_laid_plan_keeps_the_rhythm():
    rows = lay(PLAN, date(2027, 2, 22))
    assert (activity_days(rows), span_days(rows), len(practice_gaps(rows))) == (16, 836, 11)


def test_every_day_of_a_row_is_looked_at():
    row = only(date(2027, 5, 5), days=2)
    assert [finding.name() for finding in row.findings] == ["Kristi himmelfartsdag"]
    assert row.suggestion == date(2027, 5, 12)


def test_a_suggestion_avoids_remarks_within_four_weeks():
    ascension = date(2027, 5, 6)
    may_holiday = SchoolHolidays(((19, 19),), christmas=False)
    assert only(ascension).suggestion == date(2027, 5, 13)
    assert only(ascension, school_holidays=may_holiday).suggestion == date(2027, 5, 20)


def test_a_suggestion_takes_a_remark_rather_than_wait_for_months():
    summer = SchoolHolidays(((19, 40),), christmas=False)
    assert only(date(2027, 5, 6), school_holidays=summer).suggestion == date(2027, 5, 13)


def test_a_suggestion_takes_a_remark_rather_than_pass_what_follows():
    items = [Item("first", 0), Item("next", 14)]
    remark = SchoolHolidays(((19, 19),), christmas=False)
    first, _ = lay(items, date(2027, 5, 6), school_holidays=remark)
    assert first.suggestion == date(2027, 5, 13)


def test_a_suggestion_passes_what_follows_when_there_is_no_room():
    items = [Item("first", 0, days=2), Item("next", 8)]
    first, _ = lay(items, date(2027, 5, 5), school_holidays=NO_SCHOOL_HOLIDAYS)
    assert first.suggestion == date(2027, 5, 19)


def test_what_is_on_the_same_day_does_not_follow():
    items = [Item("leaders", 0), Item("employees", 0), Item("next", 20)]
    first, second, _ = lay(items, date(2027, 5, 6), school_holidays=NO_SCHOOL_HOLIDAYS)
    assert first.suggestion == second.suggestion == date(2027, 5, 13)


def test_a_row_at_a_weekend_is_offered_the_next_working_days():
    assert only(date(2027, 3, 6)).suggestion == date(2027, 3, 8)
    assert only(date(2027, 3, 5), days=2).suggestion == date(2027, 3, 8)


def test_a_row_longer_than_a_working_week_has_no_better_days():
    row = only(date(2027, 3, 1), days=6)
    assert row.is_flagged
    assert row.suggestion is None


def test_a_row_outside_the_period_is_found():
    items = [Item("inside", 180), Item("outside", 185)]
    inside, outside = lay(items, date(2027, 2, 1), ends_on=period_end(date(2027, 2, 1), 6))
    assert FindingCode.OUTSIDE_PERIOD not in {finding.code for finding in inside.findings}
    assert outside.starts_on == date(2027, 8, 5)
    assert FindingCode.OUTSIDE_PERIOD in {finding.code for finding in outside.findings}
    assert outside.suggestion is None


def test_a_suggestion_stays_inside_the_period():
    row = only(date(2027, 5, 6), ends_on=date(2027, 5, 12))
    assert row.is_flagged
    assert row.suggestion is None


def test_a_moved_row_is_judged_where_it_is_moved():
    moved = {"network-5": date(2022, 4, 22), "shadowing": date(2021, 9, 18)}
    rows = rows_by_key(SOURCE, moved=moved)
    assert (rows["network-5"].starts_on, rows["network-5"].findings) == (date(2022, 4, 22), ())
    assert (rows["shadowing"].starts_on, rows["shadowing"].suggestion) == (
        date(2021, 9, 18),
        date(2021, 9, 20),
    )


def test_what_has_no_days_is_offered_none():
    (row,) = lay([Item("shadowing", None)], SOURCE)
    assert Around([row]).suggest(row, Ground()) is None


def test_what_is_left_out_is_shown_and_in_nobody_s_way():
    items = [Item("first", 0), Item("next", 7), Item("undated", None, window_from=0)]
    out = {"left_out": frozenset({"next", "undated"})}
    first, left, undated = lay(items, date(2027, 5, 6), school_holidays=NO_SCHOOL_HOLIDAYS, **out)
    assert first.suggestion == left.starts_on == date(2027, 5, 13)
    assert (left.is_taken, left.findings, undated.starts_on) == (False, (), None)
    assert undated.window_from == date(2027, 5, 6)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 2, 1), 6, date(2027, 7, 31)),
        (date(2027, 2, 15), 6, date(2027, 8, 14)),
        (date(2026, 9, 1), 6, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 8, 29), 6, date(2027, 2, 28)),
        (date(2026, 8, 28), 6, date(2027, 2, 27)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 1, 1), 12, date(2027, 12, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2020, 2, 24), 28, date(2022, 6, 23)),
    ],
)
def test_the_end_of_a_period(start, months, end):
    assert period_end(start, months) == end


@UNHURRIED
@given(STARTS, st.integers(1, 60))
def test_periods_of_months_follow_one_another_without_overlap(start, months):
    end, day_before = period_end(start, months), period_end(start - timedelta(days=1), months)
    assert day_before <= end
    assert period_end(start, months + 1) > end


@UNHURRIED
@given(STARTS)
def test_a_flagged_row_is_always_offered_free_days(start):
    rows = lay(PLAN, start)
    assert rows == lay(PLAN, start)
    for row in rows:
        assert (row.suggestion is not None) is row.is_flagged
        if row.suggestion is not None:
            assert row.suggestion > row.starts_on
            days = [row.suggestion + timedelta(days=n) for n in range(row.item.days)]
            assert not any(is_weekend(d) or public_holiday(d) for d in days)


@UNHURRIED
@given(STARTS)
def test_a_suggestion_keeps_the_weekday_of_days_within_the_week(start):
    for row in lay(PLAN, start):
        at_weekend = any(f.code is FindingCode.WEEKEND for f in row.findings)
        if row.suggestion is not None and not at_weekend:
            assert row.suggestion.weekday() == row.weekday


@UNHURRIED
@given(STARTS)
def test_findings_are_those_of_the_days(start):
    for row in lay(PLAN, start):
        if row.starts_on is not None:
            assert row.findings == findings_on(row.starts_on, row.ends_on)
            assert row.is_flagged is is_flagged(row.findings)


@UNHURRIED
@given(STARTS, st.integers(1, 40))
def test_a_suggestion_keeps_the_order_when_there_is_room(start, distance):
    first, following = lay([Item("first", 0), Item("next", distance)], start)
    if first.suggestion is None:
        return
    weekly = not is_weekend(start)
    steps = range(7, distance, 7) if weekly else range(1, distance)
    room = any(
        not is_flagged(findings_on(d, d)) for d in (start + timedelta(days=n) for n in steps)
    )
    assert (first.suggestion < following.starts_on) is room
