from __future__ import annotations

from datetime import date, timedelta

from programme.calendars import window
from programme.calendars.queries import Entry

ENDS = date(2027, 8, 20)
HELD = Entry(1, ENDS, cancelled=False, block=None)
CANCELLED = Entry(2, ENDS, cancelled=True, block=None)
DAY = timedelta(days=1)
TODAY = date(2027, 3, 1)


def test_a_subscription_keeps_what_was_held_a_year_and_what_was_cancelled_30_days():
    assert window.drops_on(HELD) == date(2028, 8, 20)
    assert window.drops_on(CANCELLED) == date(2027, 9, 20)
    both = [HELD, CANCELLED]
    assert window.within(both, ENDS - timedelta(days=900)) == both
    assert window.within(both, date(2027, 9, 19)) == both
    assert window.within(both, date(2027, 9, 20)) == [HELD]
    assert window.within(both, date(2028, 8, 19)) == [HELD]
    assert window.within(both, date(2028, 8, 20)) == []


def test_it_moves_on_when_the_first_of_them_drops_out():
    assert window.moves_on([HELD, CANCELLED]) == date(2027, 9, 20)
    assert window.moves_on([]) == date.max


def test_a_file_keeps_everything_but_what_was_cancelled_long_ago():
    both = [HELD, CANCELLED]
    assert window.without_old_cancelled(both, date(2027, 9, 19)) == both
    assert window.without_old_cancelled(both, date(2037, 1, 1)) == [HELD]


def test_what_fits_is_all_there():
    sizes = [(TODAY, window.MOST_BYTES - 1), (TODAY - timedelta(days=1), 1)]
    assert window.left_out(sizes, TODAY) == frozenset()


def test_what_does_not_fit_goes_by_days_the_oldest_first_then_the_farthest():
    third = window.MOST_BYTES // 3
    day = [TODAY + timedelta(days=number) for number in (-2, -1, 0, 1, 2)]
    plan = [(each, third) for each in day]
    assert window.left_out(plan, TODAY) == {day[0], day[1]}
    assert window.left_out(plan[:4], TODAY) == {day[0]}
    assert window.left_out([*plan, (day[4], third)], TODAY) == {day[0], day[1], day[4]}
    assert window.left_out([(day[3], third * 4)], TODAY) == {day[3]}
