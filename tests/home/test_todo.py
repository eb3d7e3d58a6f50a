"""What calls for a coordinator's action, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.activities.clashes import Frame, Placed, World, judge
from programme.activities.findings import Accepted, Finding, FindingCode
from programme.activities.models import Severity
from programme.activities.suggestions import Ground
from programme.cohorts.models import CohortState
from programme.home.queries import CohortCard
from programme.home.todo import Call, todos
from tests.home.test_cards import TODAY, own

RUNNING = CohortCard(
    7,
    "Hold Nord",
    CohortState.PUBLISHED,
    date(2026, 2, 2),
    date(2029, 6, 1),
    school_holidays="7-8, 27-32, 42, jul",
    learners=16,
    invited=0,
)
BOXING_DAY = 34  # days ahead: Saturday 26 December 2026
CHRISTMAS_DAY = 33  # a Friday


def draft(invited=0):
    return CohortCard(
        8, "Hold Syd", CohortState.DRAFT, date(2027, 2, 1), None, "", learners=8, invited=invited
    )


def called(cohorts, rows):
    """What calls, with what is found on the days as the plan check finds it."""
    frames = {
        each.id: Frame(ground=Ground.of(each.starts_on, each.ends_on, each.school_holidays))
        for each in cohorts
    }
    names = ("cohort_id", "kind", "starts_on", "ends_on", "is_cancelled")
    plan = [
        Placed(key=row.id, label="", **{name: getattr(row, name) for name in names}) for row in rows
    ]
    return todos(cohorts, rows, judge(plan, World(today=TODAY, cohorts=frames)), TODAY)


def test_everything_may_be_in_place():
    assert called([RUNNING], [own(1, 3).row]) == []


def test_a_holiday_goes_before_the_weekend_it_lies_on():
    found = called([RUNNING], [own(1, BOXING_DAY).row, own(2, CHRISTMAS_DAY).row])
    assert [todo.call for todo in found] == [Call.HOLIDAY, Call.HOLIDAY]
    assert found[1].finding.code is FindingCode.PUBLIC_HOLIDAY


def test_school_holidays_and_the_past_call_for_nothing():
    monday_in_christmas = own(1, 29)
    last_christmas = own(2, CHRISTMAS_DAY - 365)
    assert called([RUNNING], [monday_in_christmas.row, last_christmas.row]) == []


def test_a_cancelled_activity_calls_for_nothing():
    rows = [own(1, CHRISTMAS_DAY, is_cancelled=True).row, own(2, None, is_cancelled=True).row]
    assert called([RUNNING], rows) == []


def test_each_kind_in_its_order():
    unseen = own(3, 18, is_published=False, cohort_id=8).row
    rows = [own(1, None).row, own(2, CHRISTMAS_DAY).row, unseen]
    found = called([draft(invited=3), RUNNING], rows)
    assert [(todo.call, todo.cohort.name, todo.count) for todo in found] == [
        (Call.HOLIDAY, "Hold Nord", 0),
        (Call.UNDATED, "Hold Nord", 0),
        (Call.UNPUBLISHED, "Hold Syd", 1),
        (Call.INVITED, "Hold Syd", 3),
    ]


def test_drafts_in_a_plan_that_is_published():
    found = called([RUNNING], [own(1, 3, is_published=False).row, own(2, 4).row])
    assert [(todo.call, todo.count) for todo in found] == [(Call.DRAFTS, 1)]


@pytest.mark.parametrize(
    ("change", "calls"),
    [
        ({}, [Call.CLASH]),
        ({"graded": Severity.BLOCK}, [Call.CLASH]),
        ({"graded": Severity.REMARK}, []),
        ({"accepted": Accepted("Karen", datetime(2026, 11, 1, tzinfo=UTC), "Aftalt")}, []),
        ({"code": FindingCode.VENUE_TOO_SMALL}, []),
    ],
)
def test_what_is_double_booked_calls_until_somebody_accepts_it(change, calls):
    row = own(1, 3).row
    clash = Finding(FindingCode.FACILITATOR_BUSY, row.starts_on, who="Søren Holm")
    found = todos([RUNNING], [row], {row.id: (replace(clash, **change),)}, TODAY)
    assert [todo.call for todo in found] == calls


def test_what_is_double_booked_goes_before_its_holiday():
    row = own(1, CHRISTMAS_DAY).row
    clash = Finding(FindingCode.VENUE_BUSY, row.starts_on, who="Nyborg Strand")
    holiday = Finding(FindingCode.PUBLIC_HOLIDAY, row.starts_on)
    found = todos([RUNNING], [row], {row.id: (holiday, clash)}, TODAY)
    assert [todo.call for todo in found] == [Call.CLASH, Call.HOLIDAY]


def test_apologies_call_for_action_and_go_before_what_has_no_date():
    rows = [own(1, None).row, own(2, 4).row, own(3, 5, is_cancelled=True).row]
    found = todos([RUNNING], rows, {}, TODAY, {2: 2, 3: 1})
    assert [(todo.call, todo.count) for todo in found] == [(Call.APOLOGY, 2), (Call.UNDATED, 0)]
    assert found[0].row is rows[1]
