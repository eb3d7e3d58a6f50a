from __future__ import annotations

import pytest

from programme.people.models import Organisation, Person
from programme.planning import policy, queries
from programme.programmes.models import Programme, ProgrammeState
from tests import factories as make


@pytest.mark.parametrize("name", ["karen", "rikke", "peter", "both"])
def test_what_is_offered_is_what_may_be_made(world, in_app, name):
    """Every programme and organisation that is offered fits with one of the others at least."""
    world.both = make.PersonFactory(organisation=world.organisation)
    make.GrantFactory(person=world.both, programme_id=world.half_year.id)
    make.GrantFactory(person=world.both, organisation_id=world.other.id)
    world.bare.state = ProgrammeState.ARCHIVED
    with in_app() as db:
        person = db.get(Person, getattr(world, name).id)
        live = [p for p in db.query(Programme) if p.state is ProgrammeState.PUBLISHED]
        everywhere = list(db.query(Organisation))
        allowed = {
            (p.id, o.id) for p in live for o in everywhere if policy.can_create(person, p.id, o.id)
        }
        assert {p.id for p in queries.programmes_for(person)} == {p for p, _ in allowed}
        assert {o.id for o in queries.organisations_for(person)} == {o for _, o in allowed}
        assert policy.can_plan(person) is bool(allowed)


def test_a_grant_on_one_cohort_makes_no_others(world, in_app):
    person = make.PersonFactory(organisation=world.organisation)
    make.GrantFactory(person=person, cohort_id=make.CohortFactory().id)
    with in_app() as db:
        found = db.get(Person, person.id)
        assert not policy.can_plan(found)
        assert not policy.can_create(found, world.long.id, world.organisation.id)


def test_an_archived_programme_is_not_found(world, in_app):
    world.bare.state = ProgrammeState.ARCHIVED
    with in_app():
        assert queries.find_programme("forsoegsspor") is None
