"""Who was there when, as one table; and what the venue has to know."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.attendance.models import Presence
from programme.attendance.needs import Guest, as_csv, venue_list
from programme.attendance.standing import (
    Elsewhere,
    Facts,
    Held,
    Line,
    Mark,
    held_days,
    lines,
    missed,
)

FIRST, SECOND = date(2026, 12, 3), date(2026, 12, 4)
HELD = [Held(7, FIRST, 1, 2), Held(7, SECOND, 2, 2)]


def cells(marks=None, *, apologies=(), meant=((7, 1),), elsewhere=()):
    facts = Facts(marks or {}, frozenset(apologies), frozenset(meant), elsewhere)
    return lines([1], HELD, facts)[0].cells


def test_days_are_held_until_today():
    assert held_days(7, FIRST, SECOND, FIRST) == HELD[:1]
    assert held_days(7, FIRST, SECOND, SECOND) == HELD
    assert held_days(7, FIRST, None, SECOND) == [Held(7, FIRST, 1, 1)]
    assert held_days(7, None, None, SECOND) == []


@pytest.mark.parametrize("presence", Presence)
def test_what_was_noted_stands_there(presence):
    assert cells({(7, FIRST, 1): presence}) == (Mark(presence.value), Mark.UNMARKED)


def test_without_a_mark_the_apology_stands_and_for_others_nothing():
    assert cells(apologies=[(7, 1)]) == (Mark.APOLOGY, Mark.APOLOGY)
    assert cells(meant=()) == (Mark.NOT_MEANT, Mark.NOT_MEANT)
    assert cells({(7, FIRST, 1): Presence.LATE}, apologies=[(7, 1)])[0] is Mark.LATE


def test_a_day_elsewhere_makes_up_for_the_same_day_here():
    absent = {(7, FIRST, 1): Presence.ABSENT, (7, SECOND, 1): Presence.ABSENT}
    first_only = Elsewhere(1, 7, 2, frozenset({1}))
    assert cells(absent, elsewhere=[first_only]) == (Mark.CAUGHT_UP, Mark.ABSENT)
    one_day = Elsewhere(1, 7, 1, frozenset({1}))
    assert cells(absent, elsewhere=[one_day]) == (Mark.CAUGHT_UP, Mark.CAUGHT_UP)
    nothing = Elsewhere(1, 7, 1, frozenset())
    assert cells(absent, elsewhere=[nothing]) == (Mark.ABSENT, Mark.ABSENT)
    somebody_else = Elsewhere(2, 7, 2, frozenset({1, 2}))
    assert cells(absent, elsewhere=[somebody_else]) == (Mark.ABSENT, Mark.ABSENT)
    here = {(7, FIRST, 1): Presence.PART}
    assert cells(here, elsewhere=[first_only])[0] is Mark.PART


def test_days_are_counted_and_what_was_missed_is_named():
    line = Line(1, (Mark.PRESENT, Mark.ABSENT))
    assert (line.present, line.noted) == (1, 2)
    assert missed(line, HELD) == {7: [SECOND]}
    assert (Line(1, (Mark.UNMARKED, Mark.NOT_MEANT)).noted, missed(line, HELD)) == (
        0,
        {7: [SECOND]},
    )
    assert missed(Line(1, (Mark.CAUGHT_UP, Mark.APOLOGY)), HELD) == {7: [SECOND]}


def test_needs_that_are_spelt_alike_are_one_and_the_most_common_first():
    found = venue_list(
        [
            Guest("Mette", stays_overnight=True, diet="ingen nødder"),
            Guest("Jonas", stays_overnight=False, diet="Vegetar"),
            Guest("Amina", stays_overnight=True, diet=" vegetar. "),
            Guest("Åse", stays_overnight=False, diet="  \n"),
        ]
    )
    assert (found.coming, found.overnight) == (4, ("Mette", "Amina"))
    assert [(need.text, need.names) for need in found.needs] == [
        ("Vegetar", ("Jonas", "Amina")),
        ("Ingen nødder", ("Mette",)),
    ]
    assert venue_list([]).needs == ()


@given(st.text(max_size=30))
def test_a_cell_of_the_file_is_text_and_reads_back(value):
    data = as_csv([[value, 3]])
    assert data.startswith(b"\xef\xbb\xbf")
    [row] = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row[1] == "3"
    assert row[0].removeprefix("'") == value.removeprefix("'")
    assert not row[0].lstrip(" ").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t"))
