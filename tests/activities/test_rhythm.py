"""The rhythm of the source's plan: 16 activity days in 836 days, eleven gaps."""

from dataclasses import dataclass
from datetime import date

from programme.activities.rhythm import activity_days, days_after, practice_gaps, span_days


@dataclass(frozen=True)
class Row:
    name: str
    starts_on: date | None
    ends_on: date | None


def row(name, first=None, last=None):
    return Row(name, first, last or first)


PLAN = (
    row("Workshop 1", date(2020, 2, 24)),
    row("Seminar 1", date(2020, 8, 20), date(2020, 8, 21)),
    row("Netværksmøde 1", date(2020, 9, 18)),
    row("Seminar 2", date(2020, 12, 3)),
    row("Netværksmøde 2", date(2021, 1, 15)),
    row("Seminar 3", date(2021, 3, 11), date(2021, 3, 12)),
    row("Netværksmøde 3", date(2021, 6, 4)),
    row("Skyggepraktik"),
    row("Seminar 4", date(2021, 10, 14), date(2021, 10, 15)),
    row("Netværksmøde 4", date(2021, 12, 3)),
    row("Seminar 5", date(2022, 3, 10), date(2022, 3, 11)),
    row("Netværksmøde 5", date(2022, 4, 15)),
    row("Workshop 2", date(2022, 6, 9)),
)


def test_sixteen_activity_days_in_836_days():
    assert activity_days(PLAN) == 16
    assert span_days(PLAN) == 836


def test_eleven_gaps_between_the_twelve_dated():
    gaps = practice_gaps(PLAN)
    assert [gap.days for gap in gaps] == [178, 28, 76, 43, 55, 84, 132, 49, 97, 35, 55]
    assert (gaps[5].earlier.name, gaps[5].later.name) == ("Seminar 3", "Netværksmøde 3")
    assert (gaps[6].earlier.name, gaps[6].later.name) == ("Netværksmøde 3", "Seminar 4")


def test_gaps_do_not_depend_on_the_order_of_rows():
    assert practice_gaps(reversed(PLAN)) == practice_gaps(PLAN)


def test_a_network_meeting_counts_from_the_last_day_of_its_seminar():
    assert days_after(PLAN[1], PLAN[2]) == 28
    assert days_after(PLAN[7], PLAN[8]) is None
    assert days_after(PLAN[6], PLAN[7]) is None


def test_overlapping_rows_have_no_gap_between_them():
    rows = (
        row("For ledere", date(2027, 3, 1), date(2027, 3, 5)),
        row("For medarbejdere", date(2027, 3, 2)),
        row("Fælles", date(2027, 3, 15)),
    )
    assert [(g.earlier.name, g.later.name, g.days) for g in practice_gaps(rows)] == [
        ("For ledere", "Fælles", 10)
    ]
    assert activity_days(rows) == 6
    assert span_days(rows) == 14


def test_a_row_without_last_day_lasts_one_day():
    only_first = Row("Seance 1", date(2027, 3, 1), None)
    assert activity_days([only_first]) == 1
    assert [gap.days for gap in practice_gaps([only_first, row("Seance 2", date(2027, 3, 2))])] == [
        1
    ]


def test_a_plan_without_dates_has_no_rhythm():
    undated = [row("Skyggepraktik")]
    assert practice_gaps(undated) == ()
    assert (activity_days(undated), span_days(undated)) == (0, 0)
