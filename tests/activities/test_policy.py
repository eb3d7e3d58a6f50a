"""Predicates and the queries that say the same in SQL, held against each other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme.activities import policy, queries
from programme.activities.models import Activity
from programme.cohorts import policy as cohort_policy
from programme.cohorts.models import CohortState, Role
from programme.people.models import Person
from programme.programmes.content import Audience
from tests import factories as make

PEOPLE = ("karen", "soren", "mette", "jonas", "amina", "peter", "gone")


@pytest.fixture
def rich(world):
    """Activities of every sort in three cohorts, and somebody whose place has ended."""
    world.gone = make.PersonFactory(name="Gone Testsen")
    make.EnrolmentFactory(
        cohort=world.cohort, person=world.gone, role=Role.FACILITATOR, ended_at=make.LONG_AGO
    )
    draft = make.CohortFactory(
        programme=world.programme, organisation=world.organisation, state=CohortState.DRAFT
    )
    for role, person in ((Role.PARTICIPANT, world.mette), (Role.FACILITATOR, world.soren)):
        make.EnrolmentFactory(cohort=draft, person=person, role=role, level=None)
    other = make.CohortFactory()
    for cohort in (world.cohort, draft, other):
        for audience in Audience:
            for levels in ([], [world.leaders], [world.employees]):
                for published in (make.LONG_AGO, None):
                    make.ActivityFactory(
                        cohort=cohort,
                        audience=audience,
                        levels=levels,
                        published_at=published,
                        facilitators=[world.soren, world.gone] if levels else [],
                    )
    for cohort in (world.cohort, draft, other):
        _by_name(cohort, [getattr(world, name) for name in PEOPLE])
    return world


def _by_name(cohort, everybody):
    """Meant by name: members of every sort, who has left, and who never was in the cohort."""
    for published in (make.LONG_AGO, None):
        for audience, named in (
            (Audience.NAMED, everybody[1::2]),
            (Audience.LEADERS, everybody[::2]),
        ):
            make.ActivityFactory(
                cohort=cohort, audience=audience, published_at=published, named=named
            )


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_and_predicates_agree(rich, in_app, name):
    with in_app() as db:
        person = db.get(Person, getattr(rich, name).id)
        everything = [queries.find_activity(key) for key in db.scalars(sa.select(Activity.id))]
        seen = {a.id for a in everything if policy.can_view(person, a)}
        assert {a.id for a in queries.visible_to(person)} == seen
        own = {
            a.id
            for a in everything
            if policy.is_shown(a)
            and (
                policy.is_named(a, person.id)
                or any(
                    policy.is_in_plan(a, place)
                    for place in cohort_policy.open_enrolments(person, a.cohort)
                )
            )
        }
        assert {row.id for row in queries.own_rows(person.id)} == own
        cohorts = {a.cohort_id for a in everything if a.id in own}
        assert {c.id for c in queries.own_cohorts(person.id)} == cohorts
        for key in {a.cohort_id for a in everything}:
            plan = {a.id for a in queries.own_plan(person.id, key)}
            assert plan == {a.id for a in everything if a.id in own and a.cohort_id == key}


@pytest.mark.parametrize(
    ("name", "edits", "prepares", "sees"),
    [
        ("karen", True, True, True),
        ("soren", False, True, True),
        ("mette", False, False, True),
        ("jonas", False, False, False),
        ("peter", False, False, False),
        ("gone", False, False, False),
    ],
)
def test_who_may_do_what(rich, in_app, session, name, edits, prepares, sees):
    activity = make.ActivityFactory(
        cohort=rich.cohort, levels=[rich.leaders], facilitators=[rich.soren, rich.gone]
    )
    with in_app() as db:
        found = queries.find_activity(activity.id)
        person = db.get(Person, getattr(rich, name).id)
        assert policy.can_edit(person, found) is edits
        assert policy.can_prepare(person, found) is prepares
        assert policy.can_view(person, found) is sees


def test_a_facilitator_of_the_cohort_prepares_own_activities_only(rich, in_app):
    activity = make.ActivityFactory(cohort=rich.cohort)
    with in_app() as db:
        soren = db.get(Person, rich.soren.id)
        assert not policy.can_prepare(soren, queries.find_activity(activity.id))


def test_learning_and_leading_in_one_s_plan(world):
    activity = make.ActivityFactory(cohort=world.cohort, levels=[world.leaders])
    places = {place.person_id: place for place in world.cohort.enrolments}
    in_plan = {
        name: policy.is_in_plan(activity, places[getattr(world, name).id])
        for name in ("mette", "jonas", "amina", "soren")
    }
    assert in_plan == {"mette": True, "jonas": False, "amina": True, "soren": False}
    activity.facilitators.append(world.soren)
    assert policy.is_in_plan(activity, places[world.soren.id])
