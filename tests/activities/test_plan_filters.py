"""Narrowing a plan down: by what its rows differ in, combined, and never by what is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from programme.activities.plan_filters import NAMES, chosen, drop_downs, narrow
from programme.activities.plan_rows import PlanRow
from programme.programmes.content import ActivityKind, Audience, Marker

LEADERS, EMPLOYEES = (1, "Leder af ledere"), (2, "Leder af medarbejdere")

BARE = PlanRow(
    id=1,
    version=1,
    cohort_id=1,
    kind=ActivityKind.SEMINAR,
    number=1,
    title="",
    starts_on=date(2026, 12, 3),
    ends_on=date(2026, 12, 3),
    start_time=None,
    end_time=None,
    window_from=None,
    window_to=None,
    moved_from=None,
    place="",
    audience=Audience.JOINT,
    marker=Marker.NONE,
    try_afterwards="",
    is_published=True,
    is_cancelled=False,
)
ROWS = (
    BARE,
    replace(BARE, id=2, kind=ActivityKind.WORKSHOP, place="Øster Allé", track=(7, "Refleksion")),
    replace(BARE, id=3, levels=(LEADERS,), led_by=(4, 5), facilitators=("Åse", "Bo")),
    replace(BARE, id=4, levels=(EMPLOYEES,), audience=Audience.LEADERS, place="Aulaen"),
)


def keys(wanted):
    return [row.id for row in narrow(ROWS, wanted)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [1, 2, 3, 4]),
        ({"type": "workshop"}, [2]),
        ({"spor": "7"}, [2]),
        ({"niveau": "1"}, [1, 2, 3]),  # without levels it is for every level
        ({"maalgruppe": "leaders"}, [4]),
        ({"sted": "Øster Allé"}, [2]),
        ({"facilitator": "5"}, [3]),
        ({"type": "seminar", "niveau": "2", "sted": "Aulaen"}, [4]),
        ({"type": "workshop", "sted": "Aulaen"}, []),
    ],
)
def test_all_that_is_chosen_must_hold(wanted, expected):
    assert keys(wanted) == expected


def test_what_rows_differ_in_can_be_chosen_by_name():
    found = {each.name: each.options for each in drop_downs(ROWS, {}, "da")}
    assert tuple(found) == NAMES
    assert found["type"] == (("seminar", "Seminar"), ("workshop", "Workshop"))
    assert found["facilitator"] == (("5", "Bo"), ("4", "Åse"))
    assert found["sted"] == (("Aulaen", "Aulaen"), ("Øster Allé", "Øster Allé"))


def test_what_all_rows_share_is_no_choice():
    assert drop_downs([BARE, replace(BARE, id=2)], {}, "da") == ()


def test_unknown_values_and_names_narrow_nothing():
    wanted = {"type": "fest", "spor": "999", "facilitator": "' OR 1=1", "farve": "blå"}
    found = drop_downs(ROWS, wanted, "da")
    assert chosen(found) == {}
    assert chosen(drop_downs(ROWS, {"type": "seminar", "sted": "Månen"}, "da")) == {
        "type": "seminar"
    }
