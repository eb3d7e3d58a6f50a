"""A site with a database of its own, as an operator has it."""

from __future__ import annotations

import secrets
from contextlib import closing

import psycopg
import pytest
import sqlalchemy as sa

from programme import create_app
from programme.core import migrate
from programme.core.db import db
from tests.conftest import DATABASE, settings_for


@pytest.fixture
def make_site(tmp_path, database_url):
    """`make_site(**settings)` is an app on an empty, migrated database."""
    made = []

    def make(*, migrated=True, **settings):
        folder = tmp_path / f"site-{len(made)}"
        folder.mkdir()
        url = (
            f"sqlite:///{folder / 'own.sqlite'}"
            if DATABASE == "sqlite"
            else _postgres(database_url)
        )
        app = create_app(settings_for(url, folder, **settings))
        made.append(app)
        if migrated:
            with app.app_context():
                migrate.upgrade(db.engine)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


def _postgres(url) -> str:
    """A new database on the tests' server."""
    server = sa.make_url(url).set(drivername="postgresql")
    name = f"own_{secrets.token_hex(4)}"
    with closing(
        psycopg.connect(server.render_as_string(hide_password=False), autocommit=True)
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def run():
    """`run(app, "add-person", …)` is the command's result."""
    return lambda app, *arguments: app.test_cli_runner().invoke(args=[str(a) for a in arguments])
