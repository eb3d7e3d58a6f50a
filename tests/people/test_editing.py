"""Correcting a person: what the rules refuse whatever the form offers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programme.core.errors import RuleBrokenError
from programme.people.models import Person, Unit
from programme.people.services.editing import PersonEdit, edit_person
from tests import factories as make


def test_a_unit_of_another_organisation_is_refused(session, in_app):
    person, foreign = make.PersonFactory(), make.UnitFactory()
    session.flush()
    keys = person.id, foreign.id
    with in_app() as own:
        somebody = own.get(Person, keys[0])
        edit = PersonEdit(
            version=1,
            name="Anna",
            phone="",
            organisation=somebody.organisation,
            unit=own.get(Unit, keys[1]),
            job_title=None,
            level=None,
            line_manager=None,
        )
        with pytest.raises(RuleBrokenError) as error:
            edit_person(somebody, edit, actor_id=1, address="/")
        assert error.value.field == "workplace"
        turned = replace(edit, unit=None, name="Anna\u202egro")
        with pytest.raises(RuleBrokenError) as error:
            edit_person(somebody, turned, actor_id=1, address="/")
        assert error.value.field == "name"
        edit_person(somebody, replace(edit, unit=None), actor_id=1, address="/")
    assert person.name == "Anna"
