"""`flask seed`: load the shipped programmes, or those of a folder of one's own."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from programme.config import ROOT
from programme.core.db import db
from programme.guideposts import loading as guideposts
from programme.learning_logs import template_seeds
from programme.learning_logs.services import load_templates
from programme.programmes import loading, seedfile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programme.frameworks.services import GuidepostSetDraft
    from programme.learning_logs.template_seeds import SeededTemplate
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
    content, posts, templates = _read(folder), _guideposts(folder), _log_templates(folder)
    loaded = loading.load(content, refresh=refresh)
    loaded.added["guidepost sets"] = guideposts.load(posts, refresh=refresh)
    loaded.added["log templates"] = load_templates(templates)
    db.session.commit()
    for slug, outcome in loaded.programmes.items():
        click.echo(f"{slug}: {OUTCOMES[outcome]}")
    counts = ", ".join(f"{number} {kind}" for kind, number in loaded.added.items() if number)
    click.echo(f"Loaded: {counts or 'nothing new'}")


def _read(folder: Path) -> SeedContent:
    paths = [*folder.glob(seedfile.FOUNDATION_FILE), *folder.glob(seedfile.PROGRAMME_FILES)]
    with _refusals():
        return seedfile.read_seeds({path.name: path.read_bytes() for path in paths})


def _guideposts(folder: Path) -> list[GuidepostSetDraft]:
    """The sets of the folder's file; a folder may do without one."""
    path = folder / guideposts.FILE
    with _refusals():
        return guideposts.read(path.read_bytes()) if path.exists() else []


def _log_templates(folder: Path) -> list[SeededTemplate]:
    """The templates of the folder's file; a folder may do without one."""
    path = folder / template_seeds.FILE
    with _refusals():
        return template_seeds.read(path.read_bytes()) if path.exists() else []


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except seedfile.SeedError as error:
        raise click.ClickException(f"{error} – nothing was loaded") from error


COMMANDS = (seed,)
