"""The whole database to a file and back, while it is in use.

A plain copy of a live SQLite file loses data, hence VACUUM INTO and SQLite's own backup.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Engine

DEBIAN = Path("/usr/lib/postgresql")
MARK = "alembic_version"
BUSY_SECONDS = 30


class BackupError(Exception):
    """It cannot be done; the message says why."""


def write(engine: Engine, file: Path) -> None:
    """Write a backup to a new file that only its owner can read."""
    if file.exists():
        message = f"{file} exists already"
        raise BackupError(message)
    try:
        file.touch(mode=0o600)
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}"
        raise BackupError(message) from error
    try:
        _write(engine, file)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _write(engine: Engine, file: Path) -> None:
    if engine.dialect.name != "sqlite":
        _postgres(engine.url, "pg_dump", "--format=custom", f"--file={file}")
        return
    with closing(_open(str(engine.url.database))) as source:
        source.execute("VACUUM INTO ?", (str(file),))


def read(engine: Engine, file: Path, *, replace: bool) -> None:
    """Put a backup in the place of the database; an empty one needs no `replace`."""
    if not file.is_file():
        message = f"{file} does not exist"
        raise BackupError(message)
    if inspect(engine).get_table_names() and not replace:
        message = "the database is not empty; --yes replaces all it holds"
        raise BackupError(message)
    engine.dispose()
    if engine.dialect.name == "sqlite":
        _read_sqlite(file, str(engine.url.database))
    else:
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
        name = str(engine.url.database)
        _postgres(engine.url, "pg_restore", *options, f"--dbname={name}", str(file))


def _read_sqlite(file: Path, database: str) -> None:
    with closing(_open(f"{file.resolve().as_uri()}?mode=ro")) as source:
        _check(source, file)
        with closing(_open(database)) as target:
            source.backup(target)


def _open(database: str) -> sqlite3.Connection:
    return sqlite3.connect(database, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _check(source: sqlite3.Connection, file: Path) -> None:
    try:
        marks = source.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (MARK,)).fetchall()
        sound = source.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        marks, sound = [], False
    if not marks or not sound:
        message = f"{file} is no backup of this program"
        raise BackupError(message)


def _postgres(url: URL, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password travels by the environment only."""
    named = {
        "PGHOST": url.host,
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    done = subprocess.run(  # noqa: S603 - no shell, and the arguments are the operator's own
        [_program(program), *arguments],
        env={name: value for name, value in named.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{program}: {done.stderr.strip()[-500:]}"
        raise BackupError(message)


def _program(name: str) -> str:
    """The newest one: an older pg_dump refuses a newer server."""
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda file: float(file.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        message = f"{name} is not installed (Debian: postgresql-client)"
        raise BackupError(message)
    return found
