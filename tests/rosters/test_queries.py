"""What a list is held against: by the policy of cohorts, and the same for every viewer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from programme.cohorts import policy
from programme.cohorts.queries import cohorts_of, find_cohort
from programme.people.models import Person
from programme.rosters import queries
from tests import factories as make


@pytest.fixture
def viewers(there, session):
    """Coordinators of the organisation, the programme, the cohort, elsewhere; others."""
    people = {name: make.PersonFactory(name=name) for name in ("of_programme", "of_cohort", "away")}
    make.GrantFactory(person=people["of_programme"], programme_id=there.programme.id)
    make.GrantFactory(person=people["of_cohort"], cohort_id=there.cohort.id)
    make.GrantFactory(person=people["away"], cohort_id=make.CohortFactory().id)
    people |= {"karen": there.karen, "jonas": there.jonas}
    people["administrator"] = make.PersonFactory(name="Adam", is_administrator=True)
    left = make.EnrolmentFactory(cohort=there.cohort, person=there.peter)
    left.ended_at = left.joined_at
    session.flush()
    return people


def test_query_and_predicate_agree_on_who_may_be_seen_and_edited(there, viewers, in_app):
    keys = {name: person.id for name, person in viewers.items()}
    seen_at_all = set()
    with in_app() as db:
        everybody = db.scalars(select(Person)).all()
        emails = [person.email for person in everybody]
        for key in keys.values():
            viewer = db.get(Person, key)
            known = queries.people_known(viewer, emails)
            for person in everybody:
                cohorts = cohorts_of(person)
                found = known[person.email]
                may = (
                    policy.can_see_person(viewer, person, cohorts),
                    policy.can_edit_person(viewer, person, cohorts),
                )
                assert (found.may_see, found.may_edit) == may, (viewer.name, person.name)
                seen_at_all.add(may)
    assert seen_at_all == {(True, True), (True, False), (False, False)}


def test_a_list_is_held_against_the_one_cohort(there, in_app):
    other = make.CohortFactory(programme=there.programme)
    make.EnrolmentFactory(cohort=other, person=there.peter, level=there.top)
    make.MembershipFactory(group=make.GroupFactory(cohort=other), person=there.peter)
    keys = there.cohort.id, there.peter.id
    with in_app():
        ground = queries.ground_of(find_cohort(keys[0]))
    assert keys[1] not in ground.held
    assert keys[1] not in ground.group_of
    assert [group.name for group in ground.groups] == ["", "De gode"]
    assert set(ground.taught.values()) == {"Leder af ledere", "Leder af medarbejdere"}
