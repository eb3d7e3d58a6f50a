"""One app and one schema for the whole run; each test in a transaction that is undone.

A request gets an app context and a session of its own, as in production: nothing a test has
flushed but not committed is seen by it, and nobody's sign-in leaks into the next request.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from programme import create_app
from programme.config import Settings
from programme.core import clock, kept, migrate
from programme.core.db import db
from tests import factories
from tests.client import Client
from tests.postgres import find_postgres, running_postgres

# How long an example takes says something of the machine, nothing of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
DATABASE = os.environ.get("TEST_DATABASE", "sqlite")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What asks for no database says the same whichever it is."""
    for item in items:
        if "database_url" not in item.fixturenames and not item.get_closest_marker("postgres"):
            item.add_marker("one_database")


def require(program: object, why: str) -> None:
    """Skip loudly when a program is missing; fail where everything must run."""
    if program:
        return
    if REQUIRE_ALL:
        pytest.fail(f"REQUIRE_ALL=1: {why}")
    # Not every machine has a browser or PostgreSQL. CI sets REQUIRE_ALL and never gets here.
    pytest.skip(why)


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates(tmp_path_factory):
    """Templates are compiled once a run, not once an app and worker."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder /= "templates"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", FileSystemBytecodeCache(str(folder)))
        yield


@pytest.fixture(scope="session")
def database_url(tmp_path_factory):
    """A private database: SQLite in a file, or PostgreSQL when TEST_DATABASE says so."""
    if DATABASE == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite'}"
        return
    require(find_postgres(), "no PostgreSQL server programs found")
    base = Path("/tmp") / f"lf-pg-{os.getpid()}"  # noqa: S108 - socket names must stay short
    base.mkdir()
    try:
        with running_postgres(base) as url:
            yield url
    finally:
        shutil.rmtree(base, ignore_errors=True)


def settings_for(url: str, folder: Path, **changes) -> Settings:
    values = {
        "secret_key": "a-secret-for-tests-that-is-long-enough",
        "public_url": "https://lederforloeb.test",
        "database_url": url.replace("postgresql://", "postgresql+psycopg://"),
        "instance": folder,
        "fast_hash": True,
    } | changes
    return Settings(**values)


@pytest.fixture(scope="session")
def app(database_url, tmp_path_factory):
    app = create_app(settings_for(database_url, tmp_path_factory.mktemp("instance")))
    app.config["TESTING"] = False
    with app.app_context():
        migrate.upgrade(db.engine)
        db.engine.dispose()
    yield app
    with app.app_context():
        db.engine.dispose()  # psycopg warns of connections that are left open


@pytest.fixture
def _isolated(app):
    """One connection in place of the engine, inside a transaction that is rolled back."""
    with app.app_context():
        engines = db.engines
    engine = engines[None]
    connection = engine.connect()
    transaction = connection.begin()
    engines[None] = connection
    try:
        yield
    finally:
        engines[None] = engine
        transaction.rollback()
        connection.close()


@pytest.fixture
def session(app, _isolated):
    """A database session for arranging and looking; requests have their own."""
    session = sa.orm.Session(
        bind=_connection(app), join_transaction_mode="create_savepoint", expire_on_commit=True
    )
    factories.bind(session)
    kept.forget()
    # Rows arranged by hand raise no versions.
    sa.event.listen(session, "after_flush", lambda *_: kept.forget())
    yield session
    session.close()
    factories.bind(None)


def _connection(app):
    with app.app_context():
        return db.engines[None]


@pytest.fixture
def in_app(app, session):
    """Call a service as a command would: own context and session, committed.

    `with in_app(): services.enrol(...)`
    """

    @contextmanager
    def context():
        session.commit()
        with app.app_context():
            yield db.session
            db.session.commit()
        session.expire_all()

    return context


@pytest.fixture
def client(app, session):
    """A browser that nobody has signed in with."""
    return Client(app, session)


@pytest.fixture
def sign_in(app, session):
    """`sign_in(person)` gives a browser in which that person is signed in."""
    return lambda person: Client(app, session).sign_in(person)


@pytest.fixture
def queries(app, session):
    """`with queries() as statements:` collects what goes to the database."""

    @contextmanager
    def collect():
        statements: list[str] = []

        def note(conn, cursor, statement, parameters, context, executemany):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                statements.append(statement)

        connection = _connection(app)
        sa.event.listen(connection, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            sa.event.remove(connection, "before_cursor_execute", note)

    return collect


@pytest.fixture
def at(monkeypatch):
    """`at(2026, 11, 22, 9)` stops the clock at that UTC moment."""
    from datetime import UTC, datetime

    def stop(*parts):
        moment = datetime(*parts, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return stop
