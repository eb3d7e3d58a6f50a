"""Årshjulet as values: angles, rings, and names beside it of which none covers another."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.activities.calendar_days import DEFAULT_SCHOOL_HOLIDAYS, SchoolHolidays
from programme.activities.line_items import LineItem, sorted_rows
from programme.activities.wheel_geometry import Turn, circumference, drop, upright
from programme.activities.wheel_labels import LEADING
from programme.activities.year_wheel import SHEET, Ring, is_in, year_wheel

TODAY = date(2026, 11, 22)
NONE = SchoolHolidays((), christmas=False)


def item(number, on=None, length=1, kind="seminar", **more):
    return LineItem(
        kind=kind,
        label=f"Seminar {number} | Ledelse af ledelsesteams",
        short_label=f"Seminar {number}",
        starts_on=on,
        ends_on=on + timedelta(days=length - 1) if on else None,
        href=f"/aktivitet/{number}",
        **more,
    )


def ring(*items, name="Hold", school=NONE):
    return Ring(name, sorted_rows(items, TODAY), school)


def sheet(*rings, year=2026, today=TODAY):
    return year_wheel(rings, year, today).views[0]


def test_the_year_begins_at_the_top_and_runs_clockwise():
    turn = Turn(100, 100, 2026)
    assert turn.angle(date(2026, 1, 1)) == 0
    assert turn.angle(date(2026, 7, 2), 0.5) == 180
    assert turn.angle(date(2025, 3, 1)) == 0
    assert turn.angle(date(2027, 3, 1)) == 360
    assert Turn(0, 0, 2028).length == 366
    assert turn.point(50, 90) == pytest.approx((150, 100))
    assert drop(50, 180) == 50
    assert circumference(10, 180) == pytest.approx(31.416, abs=0.001)


def test_words_never_stand_on_their_heads():
    assert [upright(angle) for angle in (10, 120, 200, 300)] == [10, 300, 380, 300]


def test_arcs_and_parts_of_rings():
    turn = Turn(0, 0, 2026)
    assert turn.arc(10, 0, 90) == "M0 -10A10 10 0 0 1 10 0"
    assert turn.arc(10, 0, 270) == "M0 -10A10 10 0 1 1 -10 0"
    assert turn.ring_part(5, 10, 0, 90) == "M0 -10A10 10 0 0 1 10 0L5 0A5 5 0 0 0 0 -5z"
    assert turn.ring_part(5, 10, 0, 360).count("z") == 2
    assert turn.spoke(5, 10, 90) == "M5 0L10 0"


def test_the_current_month_is_marked_and_today_drawn_in_its_year_only():
    now = sheet(ring(item(1, TODAY)))
    assert [n for n, part in enumerate(now.months, 1) if part.is_now] == [11]
    assert [word.text for word in now.month_names][:2] == ["januar", "februar"]
    assert now.today.startswith("M")
    other = sheet(ring(item(1, date(2027, 2, 3))), year=2027)
    assert not any(part.is_now for part in other.months)
    assert other.today == ""


def test_iso_weeks_stand_round_the_year():
    assert [word.text for word in sheet(ring(item(1, TODAY))).week_numbers] == [
        str(number) for number in range(2, 54)
    ]
    small = year_wheel([ring(item(1, TODAY))], 2026, TODAY).views[1]
    assert [word.text for word in small.week_numbers][:3] == ["4", "8", "12"]
    assert [word.text for word in small.month_names][:2] == ["jan", "feb"]
    assert small.notes == ()


def test_what_is_on_in_the_year_and_what_is_not():
    window = item(3, kind="shadowing", window_from=date(2025, 6, 1), window_to=date(2026, 2, 1))
    rows = sorted_rows([item(1, date(2025, 12, 31), 2), item(2, date(2027, 1, 1)), window, item(4)],
                       TODAY)  # fmt: skip
    assert [row.item.href for row in rows if is_in(row, 2026)] == ["/aktivitet/3", "/aktivitet/1"]


def test_marks_arcs_windows_and_crosses():
    wheel = year_wheel(
        [
            ring(
                item(1, date(2026, 3, 2), 31, kind="workshop"),
                item(2, date(2026, 9, 1), cancelled=True),
                item(3, kind="shadowing", window_from=date(2026, 1, 1), window_to=date(2027, 1, 1)),
                school=DEFAULT_SCHOOL_HOLIDAYS,
            )
        ],
        2026,
        TODAY,
    )
    (drawn,) = wheel.views[0].rings
    by_address = {mark.row.item.href: mark for mark in drawn.marks}
    assert by_address["/aktivitet/1"].days
    assert by_address["/aktivitet/2"].cross
    assert by_address["/aktivitet/2"].days == ""
    assert by_address["/aktivitet/3"].path == ""
    assert by_address["/aktivitet/3"].days
    assert drawn.school_holidays.count("z") == 5  # Christmas is off at both ends of the year
    assert drawn.letter == ""
    assert (wheel.has_window, wheel.has_cancelled, wheel.unnamed) == (True, True, 0)
    assert [kind for kind, _path in wheel.legend] == ["workshop", "seminar"]


def test_several_cohorts_have_a_ring_and_a_letter_each_and_six_are_the_most():
    rings = [ring(item(n, date(2026, n, 3)), name=f"Hold {n}") for n in range(1, 8)]
    view = sheet(*rings)
    assert [(drawn.letter, drawn.name) for drawn in view.rings] == [
        (letter, f"Hold {n}") for n, letter in enumerate("ABCDEF", 1)
    ]
    assert sorted(note.text[0] for note in view.notes) == list("ABCDEF")


def test_what_finds_no_room_is_counted_and_stands_in_the_table():
    items = [item(n, date(2026, 1, 1) + timedelta(days=n)) for n in range(100)]
    wheel = year_wheel([ring(*items)], 2026, TODAY)
    assert wheel.unnamed == 100 - len(wheel.views[0].notes)
    assert wheel.unnamed > 40


@given(st.lists(st.integers(0, 364), max_size=80))
def test_no_name_covers_another_nor_leaves_the_sheet(offsets):
    items = [item(n, date(2026, 1, 1) + timedelta(days=day)) for n, day in enumerate(offsets)]
    view = sheet(ring(*items))
    for side in ("start", "end"):
        heights = sorted(note.y for note in view.notes if note.anchor == side)
        pitch = SHEET.text * LEADING
        assert all(b - a > pitch - 0.01 for a, b in itertools.pairwise(heights))
        assert all(SHEET.text * 0.7 < y <= SHEET.height for y in heights)
    for note in view.notes:
        assert 0 < note.x < SHEET.width
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", note.leader)]
        assert len(numbers) == 6
