from __future__ import annotations

from datetime import date

import pytest

from programme.activities.models import Activity
from programme.calendars import policy
from programme.calendars.models import FeedAddress
from programme.cohorts.models import Cohort, CohortState, Enrolment, Role
from programme.people.models import CoordinatorGrant, Person
from programme.programmes.content import Audience
from tests.factories import LONG_AGO


def a_person(key, *grants):
    return Person(id=key, grants=list(grants))


def an_activity(**changes):
    cohort = Cohort(id=1, state=CohortState.PUBLISHED, organisation_id=1, programme_id=1)
    cohort.enrolments = [Enrolment(person_id=1, role=Role.PARTICIPANT, level_id=1)]
    values = {
        "audience": Audience.JOINT,
        "starts_on": date(2027, 3, 1),
        "published_at": LONG_AGO,
        "cohort": cohort,
        "levels": [],
    }
    return Activity(**values | changes)


def test_an_address_is_closed_by_its_owner_alone():
    address = FeedAddress(person_id=1)
    assert policy.can_close(a_person(1), address)
    assert not policy.can_close(a_person(2), address)
    assert not policy.can_close(a_person(2, CoordinatorGrant(organisation_id=1)), address)


def test_an_activity_is_taken_along_by_whom_it_is_for_and_by_who_plans():
    assert policy.can_download(a_person(1), an_activity())
    assert policy.can_download(a_person(3, CoordinatorGrant(cohort_id=1)), an_activity())
    assert not policy.can_download(a_person(2), an_activity())


@pytest.mark.parametrize(
    "changes", [{"starts_on": None}, {"published_at": None}, {"audience": Audience.EMPLOYEES}]
)
def test_what_is_undated_a_draft_or_for_others_is_not(changes):
    assert not policy.can_download(a_person(1), an_activity(**changes))


def test_a_draft_is_not_taken_along_by_who_plans_either():
    """Its number does not rise with its changes, so no calendar could tell what is newer."""
    karen = a_person(3, CoordinatorGrant(cohort_id=1))
    assert not policy.can_download(karen, an_activity(published_at=None))


def test_what_is_cancelled_is():
    assert policy.can_download(a_person(1), an_activity(cancelled_at=LONG_AGO))
