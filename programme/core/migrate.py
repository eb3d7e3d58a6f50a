"""Bring the database to the newest schema, by command only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

FOLDER = Path(__file__).parent.parent / "migrations"


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, without a file: all it needs is where and on what."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run all open migrations.

    SQLite is migrated with foreign keys off and checked afterwards: with them on, a table that
    is rebuilt takes its cascading children along.
    """
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            _pragma(connection, "foreign_keys=OFF")
        with connection.begin():
            command.upgrade(configuration(connection), "head")
            broken = _foreign_key_faults(connection) if sqlite else []
            if broken:
                message = f"migration left {len(broken)} rows without the row they point to"
                raise RuntimeError(message)
        if sqlite:
            _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, text: str) -> None:
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA {text}")


def _foreign_key_faults(connection: Connection) -> list[object]:
    return list(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
