"""Start, middle and end side by side, and the drawing; nothing is summed up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from programme.standings.overview import HEIGHT, WIDTH, plot, side_by_side


@dataclass(frozen=True)
class At:
    stands_on: date
    step: int | None = None


def days(*ordinals):
    return [At(date.fromordinal(738_000 + day)) for day in ordinals]


@pytest.mark.parametrize(
    ("all_of_them", "chosen"),
    [
        ((), ()),
        ((1,), (1,)),
        ((1, 9), (1, 9)),
        ((1, 5, 9), (1, 5, 9)),
        ((0, 10, 20, 90, 100), (0, 20, 100)),
        ((0, 45, 55, 100), (0, 45, 100)),
        ((0, 90, 100), (0, 90, 100)),
        ((5, 5, 5), (5, 5, 5)),
    ],
)
def test_the_one_nearest_the_middle_stands_between(all_of_them, chosen):
    assert side_by_side(days(*all_of_them)) == tuple(days(*chosen))


def test_a_plot_goes_from_left_to_right_and_up_with_the_steps():
    drawn = plot([At(date(2026, 1, 1), 1), At(date(2026, 1, 11)), At(date(2026, 1, 21), 5)])
    assert [(point.x, point.step) for point in drawn.points] == [(160, 1), (328, 5)]
    assert drawn.points[0].y > drawn.points[1].y
    assert drawn.line == "160,209 328,25"
    assert drawn.grid == (209, 163, 117, 71, 25)
    assert (drawn.first, drawn.last) == (date(2026, 1, 1), date(2026, 1, 21))


def test_one_step_or_none_makes_no_drawing_and_one_day_does_not_break_it():
    assert plot([]) is None
    assert plot([At(date(2026, 1, 1), 3), At(date(2026, 2, 1))]) is None
    same = plot([At(date(2026, 1, 1), 3), At(date(2026, 1, 1), 4)])
    assert all(0 <= p.x <= WIDTH and 0 <= p.y <= HEIGHT for p in same.points)
