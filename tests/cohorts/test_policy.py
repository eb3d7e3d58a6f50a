"""Who may do what with a cohort and with people: the predicates, and the lists that must agree."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from programme.cohorts import policy, queries
from programme.cohorts.models import Cohort, CohortState, Role
from programme.cohorts.queries import Wanted
from programme.people.models import Person
from tests import factories as make

EVERYBODY = (
    "manager",
    "owner",
    "mate",
    "employee",
    "facilitator",
    "former",
    "coordinator",
    "elsewhere",
    "stranger",
    "administrator",
)


@pytest.fixture
def rich(world):
    """The world with more of everything that opens or closes a door."""
    org_wide, programme_wide = make.PersonFactory(), make.PersonFactory()
    make.GrantFactory(person=org_wide, organisation_id=world.organisation.id)
    make.GrantFactory(person=programme_wide, programme_id=world.programme.id)
    make.CohortFactory(programme=world.programme, state=CohortState.DRAFT)
    draft = make.CohortFactory(organisation=world.organisation, state=CohortState.DRAFT)
    make.EnrolmentFactory(cohort=draft, person=world.owner)
    make.EnrolmentFactory(cohort=draft, person=world.mate, role=Role.FACILITATOR)
    closed = make.CohortFactory(state=CohortState.CLOSED)
    make.EnrolmentFactory(cohort=closed, person=world.owner)
    make.EnrolmentFactory(cohort=closed, person=world.former, ended_at=make.LONG_AGO)
    return world


def keys(things):
    return sorted(thing.id for thing in things)


@pytest.mark.parametrize(
    ("who", "views", "oversees", "edits"),
    [
        ("coordinator", True, True, True),
        ("facilitator", True, True, False),
        ("owner", True, False, False),
        ("employee", True, False, False),
        ("manager", False, False, False),
        ("former", False, False, False),
        ("elsewhere", False, False, False),
        ("stranger", False, False, False),
        ("administrator", False, False, False),
    ],
)
def test_a_cohort_is_its_members_and_makers_alone(world, who, views, oversees, edits):
    person = getattr(world, who)
    assert policy.can_view(person, world.cohort) is views
    assert policy.can_oversee(person, world.cohort) is oversees
    assert policy.can_edit(person, world.cohort) is edits


def test_a_draft_is_not_for_those_who_will_take_part(world):
    world.draft()
    assert not policy.can_view(world.owner, world.cohort)
    assert policy.can_view(world.facilitator, world.cohort)
    assert policy.can_view(world.coordinator, world.cohort)


@pytest.mark.parametrize("scope", ["organisation", "programme", "cohort"])
def test_a_grant_covers_its_scope_and_nothing_else(world, scope):
    person = make.PersonFactory()
    thing = {
        "organisation": world.organisation,
        "programme": world.programme,
        "cohort": world.cohort,
    }[scope]
    make.GrantFactory(person=person, **{f"{scope}_id": thing.id})
    assert policy.coordinates(person, world.cohort)
    assert not policy.coordinates(person, world.other)


def test_list_and_predicate_agree_on_cohorts(rich, session, in_app):
    session.flush()
    cohorts = session.scalars(select(Cohort)).all()
    people = session.scalars(select(Person)).all()
    may_view = {p.id: keys(c for c in cohorts if policy.can_view(p, c)) for p in people}
    may_oversee = {p.id: keys(c for c in cohorts if policy.can_oversee(p, c)) for p in people}
    assert sum(map(len, may_view.values())) > 12
    with in_app() as own:
        for key, expected in may_view.items():
            person = own.get(Person, key)
            assert keys(queries.visible_to(person)) == expected
            assert keys(queries.cohorts_overseen_by(person)) == may_oversee[key]


def test_list_and_predicate_agree_on_people(rich, session, in_app):
    session.flush()
    people = session.scalars(select(Person)).all()
    cohorts = {
        person.id: [
            cohort
            for cohort in session.scalars(select(Cohort))
            if any(e.person_id == person.id for e in cohort.enrolments)
        ]
        for person in people
    }
    may = {
        viewer.id: keys(p for p in people if policy.can_see_person(viewer, p, cohorts[p.id]))
        for viewer in people
    }
    assert may[rich.coordinator.id]
    assert len(may[rich.administrator.id]) == len(people)
    assert may[rich.stranger.id] == []
    with in_app() as own:
        for key, expected in may.items():
            rows, more = queries.people_visible_to(own.get(Person, key), Wanted())
            assert (keys(rows), more) == (expected, False)


def test_the_directory_is_for_coordinators_and_administrators(world):
    allowed = {name for name in EVERYBODY if policy.can_look_up_people(getattr(world, name))}
    assert allowed == {"coordinator", "elsewhere", "administrator"}


def test_rights_are_given_by_administrators_and_never_to_oneself(world):
    assert policy.can_grant(world.administrator, world.owner)
    assert not policy.can_grant(world.administrator, world.administrator)
    assert not policy.can_grant(world.coordinator, world.owner)


def test_whoever_may_look_a_person_up_may_correct_them(world):
    assert policy.can_edit_person(world.coordinator, world.owner, [world.cohort])
    assert not policy.can_edit_person(world.coordinator, world.stranger, [world.other])


def test_who_has_left_is_no_longer_corrected(world, session):
    make.EnrolmentFactory(cohort=world.cohort, person=world.stranger, ended_at=make.LONG_AGO)
    session.refresh(world.cohort)
    assert policy.can_see_person(world.coordinator, world.stranger, [world.cohort])
    assert not policy.can_edit_person(world.coordinator, world.stranger, [world.cohort])


def test_one_cohort_of_several_is_not_enough_to_correct_somebody(world, session):
    make.EnrolmentFactory(cohort=world.other, person=world.owner, level=world.level)
    session.refresh(world.other)
    both = [world.cohort, world.other]
    assert policy.can_see_person(world.coordinator, world.owner, both)
    assert not policy.can_edit_person(world.coordinator, world.owner, both)
    make.GrantFactory(person=world.coordinator, cohort_id=world.other.id)
    session.refresh(world.coordinator)
    assert policy.can_edit_person(world.coordinator, world.owner, both)


def test_an_administrator_is_not_corrected_by_a_cohorts_coordinator(world, session):
    world.owner.is_administrator = True
    assert not policy.can_edit_person(world.coordinator, world.owner, [world.cohort])
