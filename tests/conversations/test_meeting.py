from __future__ import annotations

from datetime import date

import pytest

from programme.conversations.meeting import Meeting, meeting_for
from programme.conversations.methods import BY_KEY, METHODS


def meeting(key, day, ends=None, *, cancelled=False):
    day = day and date(2026, 12, day)
    return Meeting(key, day, date(2026, 12, ends) if ends else day, cancelled)


PLAN = [meeting(3, None), meeting(2, 20), meeting(1, 10, 11), meeting(4, 5, cancelled=True)]


@pytest.mark.parametrize(("day", "found"), [(1, 1), (10, 1), (11, 1), (12, 2), (20, 2), (21, 3)])
def test_a_title_comes_to_the_first_meeting_that_is_not_over(day, found):
    assert meeting_for(date(2026, 12, day), PLAN) == found


def test_without_a_meeting_it_waits():
    assert meeting_for(date(2026, 12, 1), [meeting(4, 5, cancelled=True)]) is None
    assert meeting_for(date(2026, 12, 1), []) is None
    only_start = Meeting(9, date(2026, 12, 3), None, is_cancelled=False)
    assert meeting_for(date(2026, 12, 3), [only_start]) == 9
    assert meeting_for(date(2026, 12, 4), [only_start]) is None


def test_a_round_takes_between_half_an_hour_and_forty_minutes():
    assert len(BY_KEY) == len(METHODS) == 3
    for method in METHODS:
        assert 30 <= method.minutes <= 40
