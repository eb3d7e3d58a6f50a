"""`flask migrate | backup | restore`: the database as a whole."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from programme.core import backup
from programme.core.db import db
from programme.people import sessions

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


def _to_newest() -> None:
    from programme.core import migrate  # noqa: PLC0415 - Alembic is 8 MB that no server needs

    migrate.upgrade(db.engine)


@click.command("migrate")
@with_appcontext
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    _to_newest()


@click.command("backup")
@FILE
@with_appcontext
def backup_command(file: Path) -> None:
    """Write the whole database to a new FILE while the site runs."""
    try:
        backup.write(db.engine, file)
    except backup.BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Backup written to {file}")


@click.command("restore")
@FILE
@click.option("--yes", is_flag=True, help="Replace what the database holds now.")
@with_appcontext
def restore_command(file: Path, *, yes: bool) -> None:
    """Replace the database by a backup FILE. Everybody signs in anew afterwards."""
    try:
        backup.read(db.engine, file, replace=yes)
    except backup.BackupError as error:
        raise click.ClickException(str(error)) from error
    _to_newest()
    sessions.end_everybodys()
    db.session.commit()
    click.echo("Restored. Start the server and the worker again.")


COMMANDS = (migrate_command, backup_command, restore_command)
