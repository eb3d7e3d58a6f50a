"""`flask demo`: fill an empty demo with people, cohorts and logs that follow today."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from programme.commands import demo_data
from programme.core import clock
from programme.core.db import db
from programme.people import passwords
from programme.people.demo import PASSWORD


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load the demo's people; twice changes nothing. Only with DEMO=1."""
    if not current_app.config["SETTINGS"].demo:
        message = "the demo's people have a password that everybody knows: DEMO=1 only"
        raise click.ClickException(message)
    if demo_data.is_there():
        click.echo("Demo: already there")
        return
    password_hash = passwords.hasher().make(PASSWORD)
    try:
        demo_data.load(clock.today(), password_hash)
    except LookupError as error:
        raise click.ClickException(str(error.args[0])) from error
    db.session.commit()
    click.echo("Demo: loaded")


COMMANDS = (demo,)
