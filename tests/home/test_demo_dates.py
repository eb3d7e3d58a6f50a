"""Whatever day the demo is started on, its dates tell the same story."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.activities.calendar_days import is_weekend, public_holiday
from programme.commands.demo_data import dates
from programme.commands.demo_data.dates import Slot

TODAY = date(2026, 11, 22)
DAYS = [TODAY + timedelta(days=n) for n in range(1500)]
LEADERS = [
    Slot("workshop-1", 0),
    Slot("seminar-1", 178, 2),
    Slot("netvaerksmoede-1", 207),
    Slot("seminar-2", 283),
    Slot("netvaerksmoede-2", 326),
    Slot("seminar-3", 381, 2),
    Slot("netvaerksmoede-3", 466),
    Slot("seminar-4", 598, 2),
    Slot("netvaerksmoede-4", 648),
    Slot("seminar-5", 745, 2),
    Slot("netvaerksmoede-5", 781),
    Slot("workshop-2", 836),
]
SESSIONS = [Slot(f"seance-{n + 1}", 28 * n) for n in range(6)]
JOINT = [Slot("seance-1", 0), Slot("seance-2", 28), Slot("moede", 56), Slot("workshop", 63)]
HELD = [slot.key for slot in LEADERS[:7]]
any_day = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.fixture(scope="module")
def plans():
    """The main plan of each of 1,500 days."""
    return {day: dates.demo_start(day, LEADERS) for day in DAYS}


def test_the_plan_of_the_day_the_rule_was_tried_on(plans):
    plan = plans[TODAY]
    assert plan.start == date(2025, 4, 14)
    assert plan.first_days["seminar-4"] == date(2026, 12, 3)
    assert set(plan.moved) == {"netvaerksmoede-3", "workshop-2"}


def test_seminar_4_comes_soon_on_most_days(plans):
    ahead = [(plan.first_days["seminar-4"] - day).days for day, plan in plans.items()]
    assert min(ahead) >= 7
    assert sum(days <= 21 for days in ahead) >= 0.72 * len(DAYS)
    assert sum(days <= 44 for days in ahead) >= 0.97 * len(DAYS)


def test_the_story_is_the_same_on_every_day(plans):
    for day, plan in plans.items():
        assert plan.start.weekday() == 0
        assert plan.first_days["seminar-4"].weekday() == 3
        ends = {
            slot.key: plan.first_days[slot.key] + timedelta(days=slot.days - 1) for slot in LEADERS
        }
        assert [key for key, end in ends.items() if end < day] == HELD
        for slot, after in pairwise(LEADERS):
            assert (plan.first_days[after.key] - ends[slot.key]).days >= 14


def test_nothing_lies_in_holidays(plans):
    for plan in plans.values():
        for slot in LEADERS:
            for n in range(slot.days):
                lies = plan.first_days[slot.key] + timedelta(days=n)
                assert public_holiday(lies) is None
                assert lies.isocalendar().week not in {*range(27, 33), 42}
                assert not (lies.month, lies.day) >= (12, 20)
                assert not (lies.month, lies.day) <= (1, 3)


def test_what_is_moved_moves_on_by_whole_weeks(plans):
    for plan in plans.values():
        for slot in LEADERS:
            later = plan.first_days[slot.key] - plan.start - timedelta(days=slot.offset_days)
            assert later >= timedelta(0)
            assert later.days % 7 == 0
            assert (slot.key in plan.moved) == bool(later)


@given(any_day)
def test_the_half_year_has_its_fourth_session_next_on_a_wednesday(day):
    plan = dates.series(day, SESSIONS, dates.HALF_YEAR)
    days = [plan.first_days[slot.key] for slot in SESSIONS]
    assert all(lies.weekday() == 2 and dates.is_ordinary(lies) for lies in days)
    assert all((after - lies).days >= 28 for lies, after in pairwise(days))
    assert days[2] < day <= days[3] - timedelta(days=2)
    assert plan.start == days[0]


def test_the_half_year_today():
    plan = dates.series(TODAY, SESSIONS, dates.HALF_YEAR)
    assert plan.start == date(2026, 9, 2)
    assert plan.first_days["seance-4"] == date(2026, 11, 25)
    assert plan.first_days["seance-5"] == date(2027, 1, 6)  # and not the day before Christmas Eve


@given(any_day)
def test_the_joint_course_has_begun_and_goes_on(day):
    plan = dates.series(day, JOINT, dates.JOINT)
    days = [plan.first_days[slot.key] for slot in JOINT]
    assert days[0] < day < days[1] < days[2] < days[3]
    assert all(dates.is_ordinary(lies) for lies in days)


@given(any_day)
def test_the_draft_has_one_meeting_on_a_holiday(day):
    start = dates.draft_start(day)
    assert start.weekday() == 0
    assert 90 <= (start - day).days <= 140
    meetings = {f"m-{n}": start + timedelta(days=n) for n in (207, 326, 466, 648, 781)}
    key, holiday = dates.onto_holiday(meetings)
    assert public_holiday(holiday)
    assert not is_weekend(holiday)
    assert abs((holiday - meetings[key]).days) <= 35


def test_the_draft_today():
    start = dates.draft_start(TODAY)
    assert start == date(2027, 2, 22)
    meetings = {f"m-{n}": start + timedelta(days=n) for n in (207, 326, 466, 648, 781)}
    assert dates.onto_holiday(meetings) == ("m-466", date(2028, 6, 5))


def test_shadowing_is_on_a_working_day_before_seminar_4(plans):
    assert dates.working_day(TODAY, 4, date(2026, 12, 3)) == date(2026, 11, 26)
    for day, plan in plans.items():
        agreed = dates.working_day(day, 4, plan.first_days["seminar-4"])
        assert day < agreed < plan.first_days["seminar-4"]
        assert not is_weekend(agreed)
        assert public_holiday(agreed) is None


def test_the_moved_meeting_lay_on_a_free_day_of_the_same_weekday(plans):
    for plan in plans.values():
        day = plan.first_days["netvaerksmoede-4"]
        before = dates.week_beside(day, plan.first_days.values())
        assert before != day
        assert before.weekday() == day.weekday()
        assert before not in plan.first_days.values()
        assert dates.is_ordinary(before)
