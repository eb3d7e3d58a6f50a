"""A backup is one when somebody has signed in after it was restored."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing

import pytest
import sqlalchemy as sa

from programme.core import backup
from programme.core.backup import BackupError
from programme.core.db import db
from programme.people import passwords, services, sessions
from programme.people.models import Organisation, Person
from programme.people.services import Attempt, NewPerson
from tests.conftest import DATABASE, require

EMAIL, PASSWORD = "karen@odderup.example", "syv stille ænder"
SQLITE_ONLY = pytest.mark.skipif(DATABASE != "sqlite", reason="about SQLite's files")


@pytest.fixture(autouse=True)
def _programs():
    if DATABASE != "sqlite":
        found = shutil.which("pg_dump") or any(backup.DEBIAN.glob("*/bin/pg_dump"))
        require(found, "no pg_dump found")


@pytest.fixture
def site(make_site):
    """A site on which Karen is signed in; its `token` is hers."""
    app = make_site()
    with app.app_context():
        organisation = Organisation(name="Odderup")
        db.session.add(organisation)
        db.session.flush()
        karen = services.add_person(
            NewPerson("Karen Bank", EMAIL, organisation.id), actor_id=None, invited=False
        )
        karen.password_hash = passwords.hasher().make(PASSWORD)
        app.token = services.begin_sign_in(karen)
        db.session.commit()
    return app


def signs_in(app) -> bool:
    with app.app_context():
        person = services.sign_in(Attempt(EMAIL, PASSWORD, "192.0.2.1"))
        db.session.commit()
        return person is not None


def test_there_and_back(site, make_site, run, tmp_path):
    file = tmp_path / "backup"
    done = run(site, "backup", file)
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    new = make_site(migrated=False)
    done = run(new, "restore", file)
    assert done.exit_code == 0, done.output
    with new.app_context():
        assert sessions.find(site.token, idle_minutes=60) is None, "old sign-ins stay over"
    assert signs_in(new)


def test_what_is_there_is_replaced_only_when_told(site, run, tmp_path):
    file = tmp_path / "backup"
    run(site, "backup", file)
    with site.app_context():
        db.session.execute(sa.update(Person).values(name="Somebody Else"))
        db.session.commit()
    refused = run(site, "restore", file)
    assert refused.exit_code == 1
    assert "--yes" in refused.output
    with site.app_context():
        assert db.session.scalar(sa.select(Person.name)) == "Somebody Else"
    done = run(site, "restore", "--yes", file)
    assert done.exit_code == 0, done.output
    with site.app_context():
        assert db.session.scalar(sa.select(Person.name)) == "Karen Bank"


def test_an_older_backup_is_not_overwritten(site, run, tmp_path):
    file = tmp_path / "backup"
    file.write_text("last week's")
    refused = run(site, "backup", file)
    assert refused.exit_code == 1
    assert "exists already" in refused.output
    assert file.read_text() == "last week's"


def test_a_folder_that_is_not_there(site, run, tmp_path):
    refused = run(site, "backup", tmp_path / "nowhere" / "backup")
    assert refused.exit_code == 1
    assert "cannot be written" in refused.output


@pytest.mark.parametrize("content", [b"not a database", None])
def test_a_file_that_is_no_backup(site, run, tmp_path, content):
    file = tmp_path / "other"
    if content:
        file.write_bytes(content)
    refused = run(site, "restore", "--yes", file)
    assert refused.exit_code == 1
    assert signs_in(site)


@SQLITE_ONLY
def test_a_database_of_another_program(site, run, tmp_path):
    file = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE person (id INTEGER)")
    assert "no backup of this program" in run(site, "restore", "--yes", file).output
    assert signs_in(site)


@SQLITE_ONLY
def test_a_backup_that_fails_leaves_no_half_a_file(site, tmp_path, monkeypatch):
    def fails(_database):
        message = "disk full"
        raise OSError(message)

    monkeypatch.setattr(backup, "_open", fails)
    with site.app_context(), pytest.raises(OSError, match="disk full"):
        backup.write(db.engine, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_a_program_that_is_not_installed(monkeypatch, tmp_path):
    monkeypatch.setattr(backup, "DEBIAN", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(BackupError, match="postgresql-client"):
        backup._program("pg_dump")


def test_the_newest_program_is_taken(monkeypatch, tmp_path):
    for version in ("9.6", "15", "16"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "pg_dump").touch()
    monkeypatch.setattr(backup, "DEBIAN", tmp_path)
    assert backup._program("pg_dump") == str(tmp_path / "16" / "bin" / "pg_dump")
