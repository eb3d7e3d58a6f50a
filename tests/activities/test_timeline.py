"""Tidslinjen as values: days, headings, shades, and lanes in which no label meets another."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.activities import timeline_axis as axis
from programme.activities.calendar_days import DEFAULT_SCHOOL_HOLIDAYS, SchoolHolidays
from programme.activities.line_items import LineItem, sorted_rows
from programme.activities.timeline import Band, Entry, Zoom, timeline
from programme.activities.timeline_lanes import MOST_ROWS, lay_lane

START, END = date(2020, 2, 24), date(2022, 6, 9)
TODAY = date(2021, 3, 1)
NONE = SchoolHolidays((), christmas=False)
COURSE = (  # the plan of 27½ months: twelve with a date
    ("workshop", (2020, 2, 24), 1), ("seminar", (2020, 8, 20), 2),
    ("network_meeting", (2020, 9, 18), 1), ("seminar", (2020, 12, 3), 1),
    ("network_meeting", (2021, 1, 15), 1), ("seminar", (2021, 3, 18), 2),
    ("network_meeting", (2021, 5, 7), 1), ("seminar", (2021, 9, 16), 2),
    ("network_meeting", (2021, 12, 3), 1), ("seminar", (2022, 2, 3), 2),
    ("network_meeting", (2022, 4, 15), 1), ("workshop", (2022, 6, 9), 1),
)  # fmt: skip


def item(number, kind, on, length=1, **more):
    day = date(*on) if on else None
    return LineItem(
        kind=kind,
        label=f"{kind} {number} | Tema",
        short_label=f"{kind} {number}",
        starts_on=day,
        ends_on=day + timedelta(days=length - 1) if day else None,
        href=f"/aktivitet/{number}",
        **more,
    )


def entries(items):
    rows = sorted_rows(items, TODAY)
    return tuple(Entry(n, row.kind, row) for n, row in enumerate(rows, 1))


def band(items=(), name="Hold", lanes=("workshop", "seminar"), school=NONE, period=(START, END)):
    return Band(name, entries(items), lanes, period, school)


def course():
    return [item(n, *each) for n, each in enumerate(COURSE, 1)]


def marks_of(picture):
    return [mark for strip in picture.strips for lane in strip.lanes for mark in lane.marks]


def test_the_long_plan_shows_all_twelve_in_order():
    picture = timeline([band(course())], TODAY, Zoom.WHOLE)
    in_order = sorted(marks_of(picture), key=lambda mark: mark.entry.row.first)
    places = [mark.hit.left for mark in in_order]
    assert len(places) == 12
    assert places == sorted(places)
    assert [lane.name for lane in picture.strips[0].lanes] == [
        "workshop",
        "seminar",
        "network_meeting",
    ]
    assert [tick.label for tick in picture.years] == ["2020", "2021", "2022"]
    assert picture.left_out == 0
    assert picture.days.start == date(2020, 2, 1)
    assert picture.days.last == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("zoom", "width"), [(Zoom.YEAR, 1040 / 365), (Zoom.HALF, 1040 / 184), (Zoom.QUARTER, 1040 / 92)]
)
def test_a_zoom_fills_a_page(zoom, width):
    picture = timeline([band(course())], TODAY, zoom)
    assert picture.days.width == pytest.approx(width)
    assert picture.width == pytest.approx(14 + 881 * width + 96)


def test_a_short_course_still_fills_the_page():
    days = axis.days_of(date(2026, 3, 4), date(2026, 3, 5), Zoom.YEAR)
    assert (days.start, days.count) == (date(2026, 3, 1), 365)
    assert axis.days_of(date(2026, 3, 4), date(2026, 3, 5), Zoom.WHOLE).count == 31


def test_weeks_are_iso_weeks_and_never_on_each_other():
    days = axis.days_of(date(2026, 12, 1), date(2027, 1, 31), Zoom.QUARTER)
    assert [tick.label for tick in axis.weeks(days)][:7] == ["50", "51", "52", "53", "1", "2", "3"]
    whole = axis.days_of(date(2025, 1, 1), date(2027, 12, 31), Zoom.WHOLE)
    ticks = axis.weeks(whole)
    assert min(b.x - a.x for a, b in itertools.pairwise(ticks)) >= 20


def test_months_are_named_where_there_is_room():
    near = axis.months(axis.days_of(date(2026, 1, 1), date(2026, 3, 31), Zoom.QUARTER), "da")
    assert [tick.label for tick in near][:3] == ["jan", "feb", "mar"]
    far = axis.months(axis.days_of(date(2020, 1, 1), date(2029, 12, 31), Zoom.WHOLE), "en")
    assert [tick.label for tick in far if tick.label][:3] == ["Jan", "Jul", "Jan"]


def test_a_year_without_room_has_no_label():
    days = axis.days_of(date(2025, 10, 31), date(2028, 12, 1), Zoom.WHOLE)
    assert [tick.label for tick in axis.years(days)] == ["2025", "2026", "2027", "2028"]
    short = axis.days_of(date(2025, 12, 31), date(2030, 12, 1), Zoom.WHOLE)
    assert axis.years(short)[0].label == ""


def test_holidays_school_holidays_and_weekends_are_shaded():
    days = axis.days_of(date(2026, 12, 1), date(2027, 2, 28), Zoom.QUARTER)
    assert [shade.name for shade in axis.holidays(days, "da")] == [
        "Juledag",
        "2. juledag",
        "Nytårsdag",
    ]
    found = axis.school_holidays(days, DEFAULT_SCHOOL_HOLIDAYS, "da")
    assert [(shade.name, round(shade.width / days.width)) for shade in found] == [
        ("Juleferie", 15),
        ("Vinterferie", 14),
    ]
    assert len(axis.weekends(days)) == 13
    assert axis.weekends(axis.days_of(date(2026, 1, 1), date(2026, 12, 31), Zoom.WHOLE)) == []


def test_today_is_marked_where_it_is_in_the_picture():
    assert timeline([band(course())], TODAY, Zoom.WHOLE).today.x > 0
    assert timeline([band(course())], date(2019, 1, 1), Zoom.WHOLE).today is None
    first = timeline([band(course())], date(2020, 2, 1), Zoom.WHOLE)
    assert first.today.tag == 0


def test_several_days_have_a_bar_and_a_window_a_dashed_one():
    window = item(2, "shadowing", None, window_from=date(2020, 5, 1), window_to=date(2020, 9, 1))
    off = item(3, "seminar", (2021, 9, 1), cancelled=True)
    picture = timeline(
        [band([item(1, "seminar", (2020, 8, 20), 5), window, off])], TODAY, Zoom.QUARTER
    )
    seminar, shadowing, cancelled = sorted(marks_of(picture), key=lambda m: m.entry.row.item.href)
    assert seminar.bar.width == pytest.approx(5 * picture.days.width - 5.65, abs=0.1)
    assert shadowing.path == ""
    assert shadowing.bar.width == pytest.approx(124 * picture.days.width)
    assert cancelled.cross
    assert cancelled.bar is None
    assert (picture.has_window, picture.has_cancelled) == (True, True)
    assert [kind for kind, _path in picture.legend] == ["seminar"]


def test_cohorts_stand_side_by_side_with_their_own_school_holidays():
    one = band(course(), "Hold A", school=DEFAULT_SCHOOL_HOLIDAYS)
    other = band(course()[:2], "Hold B", period=(date(2021, 1, 1), date(2023, 1, 31)))
    picture = timeline([one, other], TODAY, Zoom.WHOLE)
    first, second = picture.strips
    assert first.top + first.height < second.top
    assert first.school_holidays
    assert second.school_holidays == ()
    assert picture.days.last == date(2023, 1, 31)
    assert first.lanes[0].top == first.top + 30


def test_what_lies_too_far_off_is_told():
    far = item(99, "seminar", (2090, 1, 1))
    picture = timeline([band([*course(), far])], TODAY, Zoom.WHOLE)
    assert picture.left_out == 1
    assert picture.days.count == axis.MOST_DAYS


def test_names_stand_again_and_again_for_those_who_have_moved_along():
    picture = timeline([band(course())], TODAY, Zoom.QUARTER)
    steps = {b - a for a, b in zip(picture.names, picture.names[1:], strict=False)}
    assert steps == {520.0}
    assert picture.names[-1] < picture.width


@given(st.lists(st.integers(0, 800), min_size=1, max_size=40))
def test_no_label_meets_another(offsets):
    items = [
        item(n, "seminar", (START + timedelta(days=offset)).timetuple()[:3])
        for n, offset in enumerate(offsets)
    ]
    days = axis.days_of(START, END, Zoom.WHOLE)
    lane = lay_lane("Seminar", entries(items), days, 0.0)
    assert len(lane.marks) == len(items)
    boxes = sorted((m.hit.top, m.text_x, m.hit.left + m.hit.width) for m in lane.marks if m.text)
    for (top, _left, right), (next_top, next_left, _right) in itertools.pairwise(boxes):
        assert top != next_top or right <= next_left
    assert lane.height <= 20 + 28 * MOST_ROWS
