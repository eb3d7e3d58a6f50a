"""Who reads and edits programmes: the predicates, and the list that must agree with them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from programme.cohorts.models import Role
from programme.people.models import Person
from programme.programmes import policy, queries
from programme.programmes.models import Programme, ProgrammeState
from tests import factories as make


@pytest.fixture
def people(session):
    """Every kind of person, and programmes in every state."""
    programmes = [make.ProgrammeFactory(state=state) for state in ProgrammeState for _ in range(2)]
    people = {
        name: make.PersonFactory()
        for name in ("organisation", "programme", "cohort", "facilitator", "participant")
    }
    people["administrator"] = make.PersonFactory(is_administrator=True)
    cohort = make.CohortFactory(programme=programmes[0])
    make.GrantFactory(person=people["organisation"], organisation_id=cohort.organisation_id)
    make.GrantFactory(person=people["programme"], programme_id=programmes[0].id)
    make.GrantFactory(person=people["cohort"], cohort_id=cohort.id)
    make.EnrolmentFactory(cohort=cohort, person=people["participant"])
    make.EnrolmentFactory(cohort=cohort, person=people["facilitator"], role=Role.FACILITATOR)
    session.flush()
    return people


def test_programmes_are_for_coordinators_and_administrators(people):
    browsing = {name for name, person in people.items() if policy.can_browse(person)}
    assert browsing == {"organisation", "programme", "cohort", "administrator"}


def test_administrators_make_them(people):
    assert {n for n, person in people.items() if policy.can_create(person)} == {"administrator"}


def test_they_are_edited_by_administrators_and_their_own_coordinators(people, session):
    first, second = session.scalars(select(Programme).order_by(Programme.id).limit(2))
    assert {n for n, p in people.items() if policy.can_edit(p, first)} == {
        "programme",
        "administrator",
    }
    assert {n for n, p in people.items() if policy.can_edit(p, second)} == {"administrator"}


def test_cohorts_are_begun_by_who_coordinates_more_than_one(people):
    assert {n for n, p in people.items() if policy.can_start_cohort(p)} == {
        "organisation",
        "programme",
    }


def test_list_and_predicate_agree(people, session, in_app):
    programmes = session.scalars(select(Programme)).all()
    expected = {
        person.id: sorted(p.slug for p in programmes if policy.can_view(person, p))
        for person in people.values()
    }
    assert sorted(map(len, expected.values())) == [0, 0, 4, 4, 5, 6]
    with in_app() as own:
        for key, slugs in expected.items():
            cards = queries.visible_to(own.get(Person, key))
            assert sorted(card.slug for card in cards) == slugs
