"""What comes next in cohorts, on the pages of cohorts."""

import re
from datetime import timedelta

from programme.activities.coming import first_coming, meetings_of
from programme.core import clock
from programme.programmes.content import ActivityKind
from tests import factories as make


def on(cohort, days, **changes):
    first = clock.today() + timedelta(days=days)
    return make.ActivityFactory(cohort=cohort, starts_on=first, ends_on=first, **changes)


def test_the_first_that_is_neither_over_nor_off(in_app):
    cohort, other = make.CohortFactory(), make.CohortFactory()
    on(cohort, -1)
    on(cohort, 1, cancelled_at=clock.now())
    today = on(cohort, 0)
    on(cohort, 2)
    draft = on(other, 9, published_at=None)
    with in_app():
        found = first_coming([cohort.id, other.id], clock.today())
    assert {each.cohort_id: each.id for each in found} == {cohort.id: today.id, other.id: draft.id}


def test_ones_own_meeting_alone(in_app):
    cohort = make.CohortFactory()
    person, stranger = make.EnrolmentFactory(cohort=cohort).person, make.PersonFactory()
    on(cohort, 1)
    on(cohort, 2, kind=ActivityKind.NETWORK_MEETING, published_at=None)
    meeting = on(cohort, 3, kind=ActivityKind.NETWORK_MEETING)
    with in_app():
        found = first_coming([cohort.id], clock.today(), meetings_of(person.id))
        assert first_coming([cohort.id], clock.today(), meetings_of(stranger.id)) == []
    assert [each.id for each in found] == [meeting.id]


def test_the_list_of_cohorts_and_my_cohort_say_it(sign_in):
    cohort = make.CohortFactory()
    karen = make.PersonFactory()
    make.GrantFactory(person=karen, cohort_id=cohort.id)
    enrolment = make.EnrolmentFactory(cohort=cohort)
    make.MembershipFactory(group=make.GroupFactory(cohort=cohort), person=enrolment.person)
    meeting = on(cohort, 3, kind=ActivityKind.NETWORK_MEETING, number=4, title="")
    address = f'<a href="/aktivitet/{meeting.id}">Netværksmøde 4</a>'
    listed = sign_in(karen).get("/hold")
    assert address in listed.text
    assert re.findall(r'data-title="(\w+)"', listed.text)[-3:] == ["Tilmeldte", "Næste", "Status"]
    assert f"Næste møde: {address}" in sign_in(enrolment.person).get("/mit-hold").text
