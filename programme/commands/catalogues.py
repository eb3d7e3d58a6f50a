"""`flask translations …`: keep the catalogues complete."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from programme.core import catalogues

translations = AppGroup("translations", help="Keep the catalogues complete.")


@translations.command("update")
@click.option("--feature", default=None)
def update_translations(feature: str | None) -> None:
    """Add new message ids to the catalogues."""
    click.echo(f"{catalogues.update(feature)} new")


@translations.command("compile")
def compile_translations() -> None:
    """Write the compiled catalogues."""
    click.echo(f"{catalogues.compile_all()} messages")


@translations.command("check")
def check_translations() -> None:
    """Fail when a message is missing, obsolete or untranslated."""
    faults = catalogues.faults()
    for fault in faults:
        click.echo(f"{fault.file}: {fault.what}: {fault.message}")
    if faults:
        raise SystemExit(1)


COMMANDS = (translations,)
