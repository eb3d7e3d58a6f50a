"""Judging against a real database: what is found, what asks, what was accepted, who may read it."""

from __future__ import annotations

from datetime import date

import pytest

from programme.activities import queries
from programme.activities.findings import FindingCode
from programme.activities.queries import Asked
from programme.activities.services import judging
from programme.cohorts.models import Role
from tests import factories as make

DAY = date(2026, 12, 2)


def codes(verdict) -> list[FindingCode]:
    return [each.code for each in verdict.findings]


@pytest.fixture
def elsewhere(world):
    """Another cohort, led by the same facilitator, with a seminar on the day."""
    cohort = make.CohortFactory(programme=world.programme, name="Det hemmelige hold")
    make.EnrolmentFactory(cohort=cohort, person=world.soren, role=Role.FACILITATOR)
    return make.ActivityFactory(
        cohort=cohort, number=7, title="Hemmeligt tema", starts_on=DAY, facilitators=[world.soren]
    )


def test_two_cohorts_with_one_facilitator_on_one_day(in_app, world, elsewhere):
    activity = make.ActivityFactory(
        cohort=world.cohort, starts_on=DAY, facilitators=[world.soren], title="Her"
    )
    with in_app():
        found = queries.world_for(Asked(cohort_ids=[world.cohort.id]))
        judged = judging.judge_plan(world.cohort.id, [activity.id])
    assert {each.key for each in found.others} == {activity.id, elsewhere.id}
    (finding,) = judged.findings
    assert finding.code is FindingCode.FACILITATOR_BUSY
    assert finding.name() == "Soren Testsen er optaget"
    assert (finding.other.label, finding.other.cohort) == (
        "Seminar 7 | Hemmeligt tema",
        "Det hemmelige hold",
    )
