"""`flask seed`: load the shipped programmes, or those of a folder of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from programme.config import ROOT
from programme.core.db import db
from programme.programmes import loading, seedfile

if TYPE_CHECKING:
    from programme.programmes.content import SeedContent

OUTCOMES = {
    "added": "added",
    "refreshed": "put back to the words of the file",
    "kept": "there already, left as it is",
}


@click.command("seed")
@click.argument(
    "folder",
    default=ROOT / "seeds",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--refresh", is_flag=True, help="Overwrite programmes that are there already.")
@with_appcontext
def seed(folder: Path, *, refresh: bool) -> None:
    """Load the programmes in FOLDER (as shipped: seeds/); twice changes nothing.

    One broken file refuses them all, and nothing is saved.
    """
    loaded = loading.load(_read(folder), refresh=refresh)
    db.session.commit()
    for slug, outcome in loaded.programmes.items():
        click.echo(f"{slug}: {OUTCOMES[outcome]}")
    counts = ", ".join(f"{number} {kind}" for kind, number in loaded.added.items() if number)
    click.echo(f"Loaded: {counts or 'nothing new'}")


def _read(folder: Path) -> SeedContent:
    paths = [*folder.glob(seedfile.FOUNDATION_FILE), *folder.glob(seedfile.PROGRAMME_FILES)]
    try:
        return seedfile.read_seeds({path.name: path.read_bytes() for path in paths})
    except seedfile.SeedError as error:
        raise click.ClickException(f"{error} – nothing was loaded") from error


COMMANDS = (seed,)
