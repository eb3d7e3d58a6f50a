from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from programme.reminders import timing


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        ((2026, 11, 23, 6, 59), False),
        ((2026, 11, 23, 7, 0), True),
        ((2026, 11, 23, 14, 59), True),
        ((2026, 11, 23, 15, 0), False),
        ((2026, 11, 22, 10), False),  # Sunday
        ((2027, 3, 26, 10), False),  # Good Friday
        ((2026, 12, 24, 10), False),
        ((2027, 3, 29, 6, 30), False),  # Easter Monday, after the clocks have changed
        ((2027, 3, 30, 6, 30), True),
    ],
)
def test_mail_leaves_in_daytime_on_working_days(moment, may):
    assert timing.is_daytime(datetime(*moment, tzinfo=UTC)) is may


def test_days_off_are_stepped_over():
    assert timing.previous_working_day(date(2026, 11, 23)) == date(2026, 11, 20)
    assert timing.next_working_day(date(2026, 12, 23)) == date(2026, 12, 28)


def test_the_nudge_of_a_day_off_comes_on_the_next_working_day():
    assert timing.nudges_on(date(2026, 11, 24)) == {1}
    assert timing.nudges_on(date(2026, 11, 23)) == {0, 5, 6}
    assert timing.nudges_on(date(2027, 3, 30)) == {1, 0, 6, 5, 4, 3}


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 4), 12, date(2027, 12, 4)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
    ],
)
def test_months_later_is_the_same_date_or_the_last(day, months, then):
    assert timing.months_later(day, months) == then
