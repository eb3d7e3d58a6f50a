"""What the lists of cohorts and people find."""

from __future__ import annotations

import pytest

from programme.cohorts import queries
from programme.cohorts.queries import Wanted, directory
from programme.people.accounts import AccountState
from programme.people.models import JobTitle, Person
from tests import factories as make


@pytest.fixture
def ask(world, in_app):
    """`ask(lambda viewer: …)` with the administrator, or another by name."""

    def run(question, who="administrator"):
        key = getattr(world, who).id
        with in_app() as session:
            return question(session.get(Person, key))

    return run


def names(rows):
    return [row.name for row in rows]


def test_members_know_their_group_and_account(world, in_app):
    world.mate.password_hash = "x"
    world.third.disabled_at = make.LONG_AGO
    with in_app():
        members = {m.name: m for m in queries.members_of(world.cohort.id)}
    assert members["Mette Madsen"].group_id == world.group.id
    assert members["Tove Toft"].group_id is None
    assert members["Mette Madsen"].account is AccountState.INVITED
    assert members["Jonas Juhl"].account is AccountState.OPEN
    assert members["Tove Toft"].account is AccountState.CLOSED
    assert members["Jonas Juhl"].initials == "JJ"
    assert members["Søren Sand"].workplace == world.facilitator.organisation.name


def test_a_group_elsewhere_is_not_shown_here(world, in_app):
    foreign = make.GroupFactory(cohort=world.other)
    make.MembershipFactory(group=foreign, person=world.third)
    make.MembershipFactory(group=world.group, person=world.third, left_at=make.LONG_AGO)
    with in_app():
        rows = [m for m in queries.members_of(world.cohort.id) if m.name == "Tove Toft"]
    assert [row.group_id for row in rows] == [None]


def test_a_group_counts_the_workplaces_that_meet_in_it(world, in_app):
    make.MembershipFactory(group=world.group, person=world.third)
    with in_app():
        members = queries.members_of(world.cohort.id)
        (group,) = queries.groups_of(world.cohort.id, members)
    assert (len(group.members), group.units, group.is_narrow) == (3, 2, False)


def test_the_nearest_coordinators_are_named_alone(world, in_app):
    wide = make.PersonFactory(name="Olga Overalt")
    make.GrantFactory(person=wide, organisation_id=world.organisation.id)
    with in_app() as session:
        cohort = session.get(type(world.cohort), world.cohort.id)
        assert names(queries.coordinators_of(cohort)) == ["Karen Krog"]
    world.coordinator.disabled_at = make.LONG_AGO
    with in_app() as session:
        cohort = session.get(type(world.cohort), world.cohort.id)
        assert names(queries.coordinators_of(cohort)) == ["Olga Overalt"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("madsen", ["Mette Madsen"]),
        ("søren", ["Søren Sand"]),
        ("SØREN", ["Søren Sand"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("' OR 1=1 --", []),
    ],
)
def test_the_directory_is_searched_by_part_of_a_name(ask, words, found):
    rows, _more = ask(lambda viewer: queries.people_visible_to(viewer, Wanted(words=words)))
    assert names(rows) == found


def test_the_directory_is_narrowed(world, ask, session):
    title = JobTitle(name="skoleleder")
    session.add(title)
    world.third.job_title = title
    session.flush()
    for wanted in (
        Wanted(title_id=title.id),
        Wanted(level_id=world.level.id),
        Wanted(organisation_id=world.stranger.organisation_id),
    ):
        rows, _more = ask(lambda viewer, wanted=wanted: queries.people_visible_to(viewer, wanted))
        assert len(rows) == 1


def test_the_directory_comes_in_pages(ask, monkeypatch):
    monkeypatch.setattr(directory, "PAGE", 4)
    seen = []
    for number in range(1, 4):
        wanted = Wanted(page=number)
        rows, more = ask(lambda viewer, wanted=wanted: queries.people_visible_to(viewer, wanted))
        seen += names(rows)
        assert more is (number < 3)
    assert len(seen) == len(set(seen)) == 11


def test_places_are_shown_as_far_as_one_coordinates(world, ask):
    make.EnrolmentFactory(cohort=world.other, person=world.former)

    def places(viewer):
        somebody = queries.find_person(world_former)
        return [(p.cohort, p.ended_on is None) for p in queries.places_of(somebody, viewer)]

    world_former = world.former.id
    assert ask(places, "coordinator") == [("Hold Nord", False)]
    assert sorted(ask(places)) == [("Hold Nord", False), ("Hold Syd", True)]


def test_what_can_be_coordinated_is_named(world, ask):
    scopes = ask(lambda _viewer: queries.scopes())
    assert (world.cohort.id, "Hold Nord") in scopes["cohort"]
    assert (world.programme.id, "Ledelse i praksis") in scopes["programme"]
    assert (world.organisation.id, "Ny Kommune") in scopes["organisation"]
    key = world.coordinator.id
    named = ask(lambda _viewer: queries.grants_of(queries.find_person(key)))
    assert [name for _key, name in named] == ["Hold Nord"]
