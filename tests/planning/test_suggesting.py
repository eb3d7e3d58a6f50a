"""Proposed dates: never against a hard rule, the same twice, each with its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.activities.calendar_days import SchoolHolidays, is_weekend, public_holiday
from programme.activities.clashes import Judge
from programme.activities.findings import FindingCode, Grade
from programme.activities.models import Severity
from programme.activities.placed import Busy, Frame, Placed, Seat, Space, World
from programme.activities.suggestions import Ground
from programme.cohorts.models import Role
from programme.planning.suggesting import BEST, Question, suggest_all, suggest_one
from programme.planning.suggestion_text import (
    cannot_text,
    length_text,
    reason_text,
    reasons_text,
)
from programme.planning.wishes import Hard, Reason, Why
from programme.programmes.content import ActivityKind, Audience, Marker

TODAY = date(2026, 11, 22)
WEEK = timedelta(weeks=1)
CALM = SchoolHolidays((), christmas=False)
SEMINAR, SESSION = ActivityKind.SEMINAR, ActivityKind.COURSE_SESSION
LEADER = 7


def at(key, day, *, last=None, kind=SESSION, **more):
    label = f"Aktivitet {key}"
    ends_on = last or day
    return Placed(
        key=key, cohort_id=1, label=label, kind=kind, starts_on=day, ends_on=ends_on, **more
    )


def question(*plan, period=(date(2026, 12, 1), date(2027, 12, 31)), **more):
    frame = Frame(
        name="Hold",
        ground=Ground(period, more.pop("school_holidays", CALM)),
        least_days=more.pop("least_days", 0),
        grades=more.pop("grades", {}),
    )
    numbers = more.pop("numbers", {})
    weekdays = more.pop("weekdays", frozenset(range(5)))
    world = World(today=TODAY, cohorts={1: frame}, names={LEADER: "Søren"}, **more)
    return Question(plan=plan, world=world, numbers=numbers, weekdays=weekdays)


def days_of(option):
    return [
        option.starts_on + timedelta(days=n)
        for n in range((option.ends_on - option.starts_on).days + 1)
    ]


WEDNESDAYS = [date(2027, 1, 6) + n * 4 * WEEK for n in range(6)]


def series(holiday=3):
    """Six sessions on Wednesdays, four weeks apart; one of them given another day."""
    return [at(n + 1, day) for n, day in enumerate(WEDNESDAYS)]


# One activity -------------------------------------------------------------------------------


def test_three_dates_in_three_weeks_the_best_on_the_usual_weekday():
    plan = [*series()[:3], at(4, date(2027, 4, 1)), *series()[4:]]  # Skærtorsdag 25/3, 1/4 is not
    plan[3] = at(4, date(2027, 3, 25))
    answer = suggest_one(question(*plan), 4)
    assert len(answer.options) == BEST
    assert len({option.starts_on.isocalendar()[:2] for option in answer.options}) == BEST
    best = answer.options[0]
    assert best.starts_on == date(2027, 3, 31)
    assert [option.cost for option in answer.options] == sorted(o.cost for o in answer.options)
    words = reasons_text(best.reasons)
    assert words.startswith("Onsdag som de andre seancer, midt mellem Aktivitet 3 og Aktivitet 5")
    assert "otte uger efter Aktivitet 3" in words or "fire uger efter Aktivitet 3" in words
    assert "ingen andre aktiviteter i ugen" in words


def test_an_undated_one_lies_in_its_window_between_its_neighbours_in_the_series():
    plan = [at(1, date(2027, 2, 3)), at(3, date(2027, 6, 2))]
    target = replace(
        at(2, None), window_from=date(2027, 1, 1), window_to=date(2027, 4, 30), ends_on=None
    )
    answer = suggest_one(question(*plan, target, numbers={1: 1, 2: 2, 3: 3}), 2)
    for option in answer.options:
        assert date(2027, 2, 3) < option.starts_on <= date(2027, 4, 30)
    assert "inden for 1. januar–30. april 2027" in reasons_text(answer.options[0].reasons)


def test_without_window_and_series_the_period_bounds_it():
    period = (date(2027, 3, 1), date(2027, 3, 12))
    target = replace(at(2, None), ends_on=None)
    answer = suggest_one(question(target, period=period), 2)
    assert answer.options
    assert all(period[0] <= option.starts_on <= period[1] for option in answer.options)
    open_end = suggest_one(question(target, period=None), 2)
    assert open_end.options[0].starts_on > TODAY


def test_where_it_lies_already_is_no_proposal():
    best = suggest_one(question(*series()), 4).options[0].starts_on
    there = [at(4, best) if each.key == 4 else each for each in series()]
    again = [option.starts_on for option in suggest_one(question(*there), 4).options]
    assert len(again) == BEST
    assert best not in again


def test_a_busy_facilitator_is_left_alone():
    away = {LEADER: (Busy(date(2027, 3, 29), date(2027, 4, 9)),)}
    plan = [*series()[:3], at(4, date(2027, 3, 31), facilitator_ids=frozenset({LEADER}))]
    answer = suggest_one(question(*plan, away=away), 4)
    for option in answer.options:
        assert not any(date(2027, 3, 29) <= day <= date(2027, 4, 9) for day in days_of(option))


def test_hours_of_a_day_count_and_not_the_day():
    other = Placed(
        key=99, cohort_id=2, label="Andet", kind=SEMINAR, starts_on=date(2027, 3, 31),
        ends_on=date(2027, 3, 31), start_time=time(8), end_time=time(10),
        facilitator_ids=frozenset({LEADER}),
    )  # fmt: skip
    target = at(
        4, date(2027, 3, 25), facilitator_ids=frozenset({LEADER}), start_time=time(12),
        end_time=time(14),
    )  # fmt: skip
    answer = suggest_one(
        question(target, others=(other,), period=(date(2027, 3, 31), date(2027, 3, 31))), 4
    )
    assert answer.options[0].starts_on == date(2027, 3, 31)
    assert Why.BUSY_WEEK in {reason.why for reason in answer.options[0].reasons}


def test_a_school_holiday_is_a_last_resort_and_is_told():
    winter = SchoolHolidays(((9, 9),), christmas=False)
    plan = [at(1, date(2027, 2, 24)), at(2, date(2027, 2, 27)), at(3, date(2027, 3, 10))]
    best = suggest_one(question(*plan, school_holidays=winter), 2).options[0]
    assert best.starts_on < date(2027, 3, 1) or best.starts_on > date(2027, 3, 7)
    only = (date(2027, 3, 1), date(2027, 3, 5))
    target = replace(at(2, None), ends_on=None)
    told = suggest_one(question(target, period=only, school_holidays=winter), 2).options[0]
    assert "OBS: Vinterferie" in reasons_text(told.reasons)


def test_saturdays_where_they_are_allowed():
    saturday = frozenset({5})
    weekend_is_fine = {FindingCode.WEEKEND: Severity.WARN}
    target = at(1, date(2027, 3, 3))
    answer = suggest_one(question(target, weekdays=saturday, grades=weekend_is_fine), 1)
    assert {option.starts_on.weekday() for option in answer.options} == {5}


# No date ------------------------------------------------------------------------------------


def test_what_cannot_all_hold_is_the_least_that_is_against_each_other():
    plan = [at(1, date(2027, 3, 1)), at(2, date(2027, 3, 6)), at(3, date(2027, 3, 8))]
    away = {LEADER: (Busy(date(2027, 3, 2), date(2027, 3, 5)),)}
    target = replace(plan[1], facilitator_ids=frozenset({LEADER}))
    answer = suggest_one(question(plan[0], target, plan[2], away=away), 2)
    assert answer.options == ()
    assert answer.cannot == (Hard.ORDER, Hard.WEEKDAYS, Hard.FACILITATORS)
    assert cannot_text(answer.cannot) == (
        "Ingen dag kan overholde alt dette på én gang: rækkefølgen i forløbet, "
        "de valgte ugedage og facilitatorernes tid."
    )


def test_a_place_that_is_too_small_is_so_on_every_day():
    seats = {1: tuple(Seat(n, Role.PARTICIPANT) for n in range(9))}
    target = at(1, date(2027, 3, 3), venue_id=5)
    answer = suggest_one(question(target, seats=seats, venues={5: Space("Skolen", 4)}), 1)
    assert answer.cannot == (Hard.CAPACITY,)
    assert cannot_text(answer.cannot) == "Ingen dag kan overholde dette: plads til alle på stedet."
    assert (
        cannot_text(answer.cannot, "en")
        == "No day keeps to this: seats for everybody at the venue."
    )


def test_a_window_that_is_over_has_no_days_left():
    target = replace(at(1, None), window_to=date(2026, 10, 1), ends_on=None)
    assert suggest_one(question(target), 1).cannot == (Hard.WINDOW,)


def test_what_lies_after_the_closing_is_brought_back_before_it():
    plan = [
        at(1, date(2027, 1, 6), marker=Marker.OPENING),
        at(2, date(2027, 6, 2), marker=Marker.CLOSING),
        at(3, date(2027, 7, 7)),
    ]
    answer = suggest_one(question(*plan), 3)
    assert all(date(2027, 1, 6) < o.starts_on < date(2027, 6, 2) for o in answer.options)


def test_the_opening_comes_before_all():
    plan = [at(1, date(2027, 3, 24), marker=Marker.OPENING), at(2, date(2027, 3, 25))]
    answer = suggest_one(question(*plan), 2)
    assert all(option.starts_on > date(2027, 3, 24) for option in answer.options)


def test_what_is_for_persons_by_name_stands_in_nobody_s_order():
    plan = [at(1, date(2027, 3, 4), audience=Audience.NAMED), at(2, date(2027, 3, 25))]
    answer = suggest_one(question(*plan), 2)
    assert Why.AFTER not in {r.why for option in answer.options for r in option.reasons}


# Several ------------------------------------------------------------------------------------


def test_several_go_together_and_keep_their_order():
    plan = [
        at(1, date(2027, 3, 1)),
        at(2, date(2027, 3, 25)),
        at(3, date(2027, 3, 26)),
        at(4, date(2027, 4, 6)),
    ]
    answers = suggest_all(question(*plan), [3, 2])
    assert [answer.key for answer in answers] == [2, 3]
    first, second = (answer.options[0] for answer in answers)
    assert date(2027, 3, 1) < first.starts_on < second.starts_on < date(2027, 4, 6)


def test_the_way_back_is_taken_where_the_best_leaves_nothing_for_the_next():
    """One free day each side: the second can have only the later one."""
    plan = [
        at(1, date(2027, 3, 1)),
        replace(at(2, None), window_from=date(2027, 3, 2), window_to=date(2027, 3, 3)),
        replace(at(3, None), window_from=date(2027, 3, 2), window_to=date(2027, 3, 2)),
        at(4, date(2027, 3, 4)),
    ]
    answers = {a.key: a for a in suggest_all(question(*plan), [2, 3])}
    assert {key: a.options[0].starts_on for key, a in answers.items()} == {
        2: date(2027, 3, 3),
        3: date(2027, 3, 2),
    }


def test_as_many_as_there_is_room_for_and_the_rest_is_told():
    window = {"window_from": date(2027, 3, 2), "window_to": date(2027, 3, 3)}
    plan = [replace(at(n, None), ends_on=None, **window) for n in range(1, 9)]
    answers = suggest_all(question(*plan), range(1, 9))
    dated = [answer for answer in answers if answer.options]
    assert len(dated) == 2
    assert all(answer.cannot for answer in answers if not answer.options)
    assert suggest_all(question(*plan), [77]) == ()


# Properties ---------------------------------------------------------------------------------

activities = st.lists(
    st.tuples(
        st.integers(0, 200),  # days after the first
        st.integers(0, 2),  # further days
        st.booleans(),  # led by Søren
        st.sampled_from((SEMINAR, SESSION)),
        st.booleans(),  # has a date
    ),
    min_size=1,
    max_size=8,
)
busy = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20)), max_size=4)


def world_of(rows, times, least_days):
    start = date(2027, 1, 4)
    plan = []
    for n, (offset, more, led, kind, dated) in enumerate(sorted(rows, key=lambda row: row[0])):
        first = start + timedelta(days=offset)
        days = (
            {"starts_on": first, "ends_on": first + timedelta(days=more)}
            if dated
            else {"window_from": first, "window_to": first + timedelta(days=60)}
        )
        leaders = frozenset({LEADER}) if led else frozenset()
        plan.append(
            Placed(key=n, cohort_id=1, label=str(n), kind=kind, facilitator_ids=leaders, **days)
        )
    away = {
        LEADER: tuple(
            Busy(start + timedelta(days=first), start + timedelta(days=first + more))
            for first, more in times
        )
    }
    numbers = {each.key: n for n, each in enumerate(plan)}
    return question(*plan, away=away, least_days=least_days, numbers=numbers)


@pytest.mark.slow
@settings(max_examples=80)
@given(activities, busy, st.sampled_from((0, 0, 7)), st.data())
def test_no_date_is_against_a_hard_rule(rows, times, least_days, data):
    asked = world_of(rows, times, least_days)
    key = data.draw(st.sampled_from([each.key for each in asked.plan]))
    answer = suggest_one(asked, key)
    assert answer == suggest_one(asked, key)
    assert bool(answer.options) is not bool(answer.cannot)
    target = asked.plan[key]
    for option in answer.options:
        there = replace(target, starts_on=option.starts_on, ends_on=option.ends_on)
        found = Judge(asked.plan, asked.world).findings(there)
        assert not [f for f in found if f.grade is Grade.FINDING]
        assert option.starts_on > TODAY
        assert not any(is_weekend(day) or public_holiday(day) for day in days_of(option))
        if target.starts_on:
            assert option.ends_on - option.starts_on == target.ends_on - target.starts_on


@pytest.mark.slow
@settings(max_examples=60)
@given(activities, busy, st.sampled_from((0, 7)))
def test_dates_for_all_that_want_one_go_together(rows, times, least_days):
    asked = world_of(rows, times, least_days)
    judge = Judge(asked.plan, asked.world)
    keys = [
        each.key
        for each in asked.plan
        if each.starts_on is None or any(f.grade is Grade.FINDING for f in judge.findings(each))
    ]
    answers = suggest_all(asked, keys)
    assert answers == suggest_all(asked, keys)
    assert {answer.key for answer in answers} == set(keys)
    chosen = {a.key: a.options[0] for a in answers if a.options}
    after = [
        replace(each, starts_on=chosen[each.key].starts_on, ends_on=chosen[each.key].ends_on)
        if each.key in chosen
        else each
        for each in asked.plan
        if each.key in chosen or each.key not in keys
    ]
    bench = Judge(after, replace(asked.world, others=()))
    for each in after:
        if each.key in chosen:
            assert not [f for f in bench.findings(each) if f.grade is Grade.FINDING]


@pytest.mark.slow
@settings(max_examples=80)
@given(activities)
def test_the_order_of_a_plan_is_kept(rows):
    """What lay before still does, for all that had a date in its place."""
    asked = world_of([(*row[:4], True) for row in rows], [], 0)
    judge = Judge(asked.plan, asked.world)
    keys = [
        each.key
        for each in asked.plan
        if any(f.grade is Grade.FINDING for f in judge.findings(each))
    ]
    chosen = {a.key: a.options[0] for a in suggest_all(asked, keys) if a.options}
    known = [each for each in asked.plan if each.key in chosen or each.key not in keys]
    for one, other in pairwise(sorted(known, key=lambda each: each.key)):
        if one.ends_on < other.starts_on:
            ends = chosen[one.key].ends_on if one.key in chosen else one.ends_on
            starts = chosen[other.key].starts_on if other.key in chosen else other.starts_on
            assert ends < starts


# Words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "en dag"),
        (7, "en uge"),
        (14, "to uger"),
        (10, "ti dage"),
        (45, "45 dage"),
        (84, "12 uger"),
    ],
)
def test_lengths_in_words(days, words):
    assert length_text(days) == words
    assert length_text(14, "en") == "two weeks"


@pytest.mark.parametrize("locale", ["da", "en"])
@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_words(why, locale):
    finding = Judge((), World(today=TODAY)).findings(at(1, date(2027, 5, 1)))[0]
    reason = Reason(
        why, days=1, label="A", other="B", kind=SEMINAR, first=TODAY, last=TODAY, finding=finding
    )
    assert "{" not in reason_text(reason, locale)
    assert reason_text(Reason(Why.BUSY_WEEK, days=12)) == "12 andre aktiviteter i samme uge"
    assert reason_text(Reason(Why.CALM_WEEK)) == "ingen andre aktiviteter i ugen"


@pytest.mark.parametrize("locale", ["da", "en"])
@pytest.mark.parametrize("rule", list(Hard))
def test_every_rule_has_words(rule, locale):
    assert len(cannot_text((rule,), locale)) > 10
