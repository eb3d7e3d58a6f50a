"""Migrations: on an empty database, on a filled one, and level with the models."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command

from programme import create_app
from programme.core import migrate
from programme.core.db import Base, db
from tests import factories
from tests.conftest import settings_for


@pytest.fixture
def fresh(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'fresh.sqlite'}", tmp_path))
    with app.app_context():
        yield db.engine
        db.engine.dispose()


def fill(engine):
    with sa.orm.Session(engine) as session:
        factories.bind(session)
        person = factories.PersonFactory()
        group = factories.GroupFactory()
        factories.MembershipFactory(group=group)
        factories.GrantFactory(person=person, organisation_id=person.organisation_id)
        entry = factories.EntryFactory(
            author=person, activity=factories.ActivityFactory(), goals=[factories.GoalFactory()]
        )
        factories.ShareFactory(entry=entry, cohort_id=group.cohort_id)
        session.commit()
    factories.bind(None)


def counts(engine):
    with engine.connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for name, table in Base.metadata.tables.items()
        }


def test_the_schema_is_that_of_the_models(fresh):
    migrate.upgrade(fresh)
    with fresh.connect() as connection:
        command.check(migrate.configuration(connection))


def test_migrating_a_filled_database_loses_no_row(fresh):
    migrate.upgrade(fresh)
    fill(fresh)
    before = counts(fresh)
    assert sum(before.values()) > 10
    with fresh.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    migrate.upgrade(fresh)
    assert counts(fresh) == before


def test_a_migration_that_orphans_rows_is_refused(fresh, monkeypatch):
    migrate.upgrade(fresh)
    monkeypatch.setattr(migrate, "_foreign_key_faults", lambda _connection: ["a row"])
    with pytest.raises(RuntimeError, match="1 rows"):
        migrate.upgrade(fresh)


def test_foreign_keys_hold_again_afterwards(fresh):
    migrate.upgrade(fresh)
    with fresh.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.postgres
def test_the_schema_is_that_of_the_models_on_postgresql(app):
    with app.app_context(), db.engine.connect() as connection:
        command.check(migrate.configuration(connection))
