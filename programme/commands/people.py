"""`flask add-person`: the first administrator, and anybody else whom no form can add."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.people import queries, services
from programme.people.letters import link
from programme.people.models import LinkPurpose, Organisation


@click.command("add-person")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--organisation", required=True, help="Its name; it is made when there is none.")
@click.option("--admin", is_flag=True, help="Make the person an administrator.")
@click.option("--print-link", is_flag=True, help="Print the invitation instead of mailing it.")
@with_appcontext
def add_person(name: str, email: str, organisation: str, *, admin: bool, print_link: bool) -> None:
    """Add a person and queue the invitation."""
    found = queries.find_organisation(organisation) or _organisation(organisation)
    new = services.NewPerson(name, email, found.id, is_administrator=admin)
    try:
        person = services.add_person(new, actor_id=None, invited=not print_link)
    except RuleBrokenError as error:
        raise click.ClickException(str(error.message)) from error
    token = services.mint_link(person, LinkPurpose.INVITATION) if print_link else ""
    db.session.commit()
    if print_link:
        click.echo(link("people.invitation", token=token))
    else:
        click.echo("Added. The worker sends the invitation.")


def _organisation(name: str) -> Organisation:
    made = Organisation(name=name)
    db.session.add(made)
    db.session.flush()
    return made


COMMANDS = (add_person,)
