from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme.core.db import db
from programme.people.models import Organisation, Person
from programme.venues import policy, queries

KEEPERS = {
    "karen": {"own"},
    "lone": {"own"},
    "palle": {"own"},
    "berit": {"away"},
    "ditte": {"own", "away"},
    "soren": set(),
    "mette": set(),
}


@pytest.mark.parametrize(("name", "kept"), KEEPERS.items(), ids=KEEPERS)
def test_who_keeps_venues_as_list_and_as_predicate(world, app, session, name, kept):
    session.commit()
    with app.app_context():
        person = db.session.get(Person, getattr(world, name).id)
        organisations = db.session.scalars(sa.select(Organisation)).all()
        by_rule = {
            each.id
            for each in organisations
            if policy.can_keep(person, each.id, queries.cohorts_of(each.id))
        }
        assert {each.id for each in queries.organisations_of(person)} == by_rule
        assert by_rule == {getattr(world, which).id for which in kept}


NOTERS = {
    "karen": {"soren"},
    "lone": {"soren"},
    "palle": set(),
    "berit": {"vera"},
    "soren": {"soren"},
    "vera": {"vera"},
    "ditte": set(),
    "mette": set(),
}


@pytest.mark.parametrize(("name", "noted"), NOTERS.items(), ids=NOTERS)
def test_who_notes_busy_days_as_list_and_as_predicate(world, app, session, name, noted):
    session.commit()
    with app.app_context():
        viewer = db.session.get(Person, getattr(world, name).id)
        by_rule = {
            person.id
            for person in db.session.scalars(sa.select(Person))
            if policy.can_note_busy(viewer, person, queries.led_by(person.id))
        }
        assert {person.id for person in queries.facilitators_for(viewer)} == by_rule
        assert by_rule == {getattr(world, which).id for which in noted}


def test_who_has_left_is_noted_no_more(world, app, session, now):
    place = next(e for e in world.cohort.enrolments if e.person_id == world.soren.id)
    place.ended_at = now
    session.commit()
    with app.app_context():
        assert queries.facilitators_for(db.session.get(Person, world.karen.id)) == []
        assert queries.facilitators_for(db.session.get(Person, world.soren.id)) == []
