"""Organisations, units and titles as administrators keep them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from programme.audit.models import AuditRow
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.home import services
from programme.home.services import OrganisationText, TitleText
from programme.people.models import JobTitle, Organisation, Person, Unit
from tests import factories as make


@pytest.fixture
def by(session):
    return make.PersonFactory(is_administrator=True)


def actor():
    return db.session.scalars(select(Person).where(Person.is_administrator)).one()


def test_an_organisation_is_added_with_its_weeks_in_order(in_app, session, by):
    key = by.id
    with in_app():
        text = OrganisationText("  Ny   Kommune ", "jul, 42,7-8")
        services.add_organisation(text, by=db.session.get(Person, key))
    made = session.scalars(select(Organisation).where(Organisation.name == "Ny Kommune")).one()
    assert made.school_holidays == "7-8, 42, jul"
    row = session.scalars(select(AuditRow).where(AuditRow.thing == "organisation")).one()
    assert (row.action, row.thing_id, row.actor_id) == ("added", made.id, key)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (OrganisationText("", "42"), "name"),
        (OrganisationText("x" * 121, "42"), "name"),
        (OrganisationText("Gammel Kommune", "42"), "name"),
        (OrganisationText("Ny Kommune", "uge 42"), "school_holidays"),
        (OrganisationText("Ny Kommune", "54"), "school_holidays"),
    ],
)
def test_what_no_organisation_can_be_is_refused(in_app, session, by, text, field):
    make.OrganisationFactory(name="Gammel Kommune")
    with in_app(), pytest.raises(RuleBrokenError) as refused:
        services.add_organisation(text, by=actor())
    assert refused.value.field == field


def test_an_organisation_keeps_its_own_name(in_app, session, by):
    key = make.OrganisationFactory(name="Gammel Kommune").id
    with in_app():
        found = db.session.get(Organisation, key)
        services.edit_organisation(found, OrganisationText("Gammel Kommune", ""), by=actor())
    assert session.get(Organisation, key).school_holidays == ""


def test_units_have_names_of_their_own_within_an_organisation(in_app, session, by):
    old = make.UnitFactory(name="Søndre Skole")
    other = make.OrganisationFactory()
    keys = old.organisation_id, other.id
    with in_app():
        organisation = db.session.get(Organisation, keys[0])
        with pytest.raises(RuleBrokenError):
            services.add_unit(organisation, "Søndre Skole", by=actor())
        services.add_unit(organisation, "Nordre Skole", by=actor())
        elsewhere = db.session.get(Organisation, keys[1])
        services.add_unit(elsewhere, "Søndre Skole", by=actor())
    names = session.scalars(select(Unit.name).order_by(Unit.id)).all()
    assert names == ["Søndre Skole", "Nordre Skole", "Søndre Skole"]


def test_a_unit_is_renamed(in_app, session, by):
    unit = make.UnitFactory(name="Søndre Skole")
    make.UnitFactory(name="Nordre Skole", organisation=unit.organisation)
    key = unit.id
    with in_app():
        found = db.session.get(Unit, key)
        with pytest.raises(RuleBrokenError):
            services.rename_unit(found, "Nordre Skole", by=actor())
        services.rename_unit(found, "Søndre Skole", by=actor())
        services.rename_unit(found, "Byens Skole", by=actor())
    assert session.get(Unit, key).name == "Byens Skole"


def test_titles_are_added_and_changed(in_app, session, by):
    key = make.LevelFactory(code="leader_of_leaders").id
    with in_app():
        services.add_title(TitleText("rektor", key), by=actor())
        title = services.add_title(TitleText("dekan"), by=actor())
        with pytest.raises(RuleBrokenError):
            services.add_title(TitleText("rektor"), by=actor())
        with pytest.raises(RuleBrokenError):
            services.edit_title(title, TitleText("rektor"), by=actor())
        services.edit_title(title, TitleText("prodekan", key), by=actor())
    titles = {title.name: title.default_level_id for title in session.scalars(select(JobTitle))}
    assert titles == {"rektor": key, "prodekan": key}
