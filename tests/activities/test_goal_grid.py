"""Mål × aktiviteter: a row a goal, a column an activity, a dot where they meet."""

from hypothesis import given
from hypothesis import strategies as st

from programme.activities.goal_grid import GridActivity, GridGoal, goal_grid

GOALS = [GridGoal(number=number, label=f"Mål {number}") for number in (3, 1, 2)]


def activity(name, *goals):
    return GridActivity(label=name, short_label=name, goals=frozenset(goals))


def test_rows_by_number_columns_as_given():
    late, early = activity("Seminar 2", 2, 3), activity("Seminar 1", 1)
    grid = goal_grid(GOALS, iter([late, early]))
    assert grid.activities == (late, early)
    assert [row.goal.number for row in grid.rows] == [1, 2, 3]
    assert [row.cells for row in grid.rows] == [(False, True), (True, False), (True, False)]
    assert [row.focus for row in grid.rows] == [(early,), (late,), (late,)]


def test_a_goal_that_is_not_here_is_nowhere():
    grid = goal_grid(GOALS, [activity("Workshop", 9)])
    assert not any(any(row.cells) for row in grid.rows)


def test_nothing_gives_an_empty_grid():
    assert goal_grid([], [activity("Workshop", 1)]).rows == ()
    assert [row.cells for row in goal_grid(GOALS, []).rows] == [(), (), ()]


@given(st.lists(st.frozensets(st.integers(1, 3))))
def test_there_are_as_many_dots_as_the_activities_have_goals(chosen):
    grid = goal_grid(GOALS, [activity(str(place), *goals) for place, goals in enumerate(chosen)])
    assert sum(sum(row.cells) for row in grid.rows) == sum(map(len, chosen))
    assert all(len(row.focus) == sum(row.cells) for row in grid.rows)
