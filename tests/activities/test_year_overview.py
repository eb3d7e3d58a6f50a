"""Årsoverblik: whole years of small months, ISO weeks, and the days that have something on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.activities.line_items import LineItem
from programme.activities.year_overview import year_overview

START, END = date(2020, 2, 24), date(2022, 6, 9)


def item(label, on=None, until=None, **more):
    return LineItem(
        kind="seminar", label=label, short_label=label, starts_on=on, ends_on=until, **more
    )


def overview(*items, today=date(2021, 1, 1), **more):
    return year_overview(items, START, END, today, **more)


def days_of(overview):
    return [
        day
        for year in overview.years
        for month in year.months
        for week in month.weeks
        for day in week.days
        if day is not None
    ]


def on(overview, wanted):
    return next(day for day in days_of(overview) if day.on == wanted)


def test_each_year_of_the_course_is_whole():
    found = overview()
    assert [year.number for year in found.years] == [2020, 2021, 2022]
    assert [month.name for month in found.years[0].months][:2] == ["januar", "februar"]
    assert len(days_of(found)) == 366 + 365 + 365


def test_weeks_begin_on_monday_and_have_iso_numbers():
    found = overview()
    assert found.weekdays[0] == "mandag"
    january = found.years[1].months[0]
    assert [week.number for week in january.weeks] == [53, 1, 2, 3, 4]
    assert january.weeks[0].days[:4] == (None, None, None, None)
    assert january.weeks[0].days[4].on == date(2021, 1, 1)


def test_english_has_english_names():
    found = overview(locale="en")
    assert found.weekdays[6] == "Sunday"
    assert found.years[0].months[4].name == "May"


def test_all_days_of_an_activity_are_marked_and_counted():
    found = overview(item("Seminar 1", date(2020, 8, 20), date(2020, 8, 21), href="/1"))
    august = found.years[0].months[7]
    assert august.count == 2
    assert not august.is_empty
    assert found.years[0].months[6].is_empty
    assert [year.count for year in found.years] == [2, 0, 0]
    assert on(found, date(2020, 8, 21)).href == "/1"
    assert on(found, date(2020, 8, 22)).items == ()


def test_what_has_no_date_is_not_there():
    window = item("Skyggepraktik", window_from=START, window_to=END)
    assert [year.count for year in overview(window).years] == [0, 0, 0]


def test_several_things_on_a_day_are_all_named_and_the_first_address_leads():
    day = on(
        overview(item("Møde", START), item("Seminar", START, href="/2"), item("Fest", START)), START
    )
    assert day.label == "Møde, Seminar, Fest"
    assert day.href == "/2"
    assert on(overview(item("Møde", START)), START).href is None


def test_items_outside_the_period_bring_their_years():
    found = overview(item("Før", date(2019, 12, 1)), item("Efter", date(2023, 1, 1)))
    assert [year.number for year in found.years] == [2019, 2020, 2021, 2022, 2023]


def test_an_endless_activity_marks_a_year_and_no_more():
    assert sum(y.count for y in overview(item("Kald", START, date(2999, 1, 1))).years) == 366


@pytest.mark.parametrize(
    ("day", "looks"),
    [
        (date(2021, 4, 1), ("holiday",)),
        (date(2021, 4, 3), ("weekend",)),
        (date(2021, 4, 6), ("busy", "today")),
        (date(2021, 4, 7), ("busy", "cancelled")),
        (date(2021, 4, 8), ("busy",)),
        (date(2021, 4, 9), ()),
    ],
)
def test_looks(day, looks):
    found = overview(
        item("Møde", date(2021, 4, 6)),
        item("Aflyst", date(2021, 4, 7), cancelled=True),
        item("Aflyst", date(2021, 4, 8), cancelled=True),
        item("Holdt", date(2021, 4, 8)),
        today=date(2021, 4, 6),
        holiday_name={date(2021, 4, 1): "Skærtorsdag"}.get,
    )
    assert on(found, day).looks == looks


@given(start=st.dates(date(1990, 1, 1), date(2060, 1, 1)), length=st.integers(0, 800))
def test_every_day_stands_once_under_its_weekday_and_week(start, length):
    end = start + timedelta(length)
    found = year_overview([], start, end, start)
    seen = []
    for year in found.years:
        for number, month in enumerate(year.months, start=1):
            for week in month.weeks:
                for weekday, day in enumerate(week.days, start=1):
                    if day is not None:
                        assert (day.on.year, day.on.month) == (year.number, number)
                        assert day.on.isocalendar()[1:] == (week.number, weekday)
                        seen.append(day.on)
    assert seen[0] == date(start.year, 1, 1)
    assert seen == [seen[0] + timedelta(n) for n in range(len(seen))]
    assert seen[-1] == date(end.year, 12, 31)
