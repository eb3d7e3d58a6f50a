"""The first administrator comes by command."""

from __future__ import annotations

import sqlalchemy as sa

from programme.core.db import db
from programme.outbox.models import OutboxMail
from programme.people.models import AccessLink, Organisation, Person

ANNE = ("--name", "Anne Admin", "--email", "anne@odderup.example", "--organisation", "Odderup")


def test_the_first_administrator_is_invited_by_mail(make_site, run):
    app = make_site()
    done = run(app, "add-person", "--admin", *ANNE)
    assert done.exit_code == 0
    assert done.output == "Added. The worker sends the invitation.\n"
    with app.app_context():
        anne = db.session.scalar(sa.select(Person))
        assert (anne.name, anne.is_administrator, anne.password_hash) == ("Anne Admin", True, None)
        assert anne.organisation.name == "Odderup"
        assert db.session.scalars(sa.select(OutboxMail.template)).all() == ["people/invitation"]


def test_or_by_a_link_for_whoever_sits_at_the_server(make_site, run):
    app = make_site()
    done = run(app, "add-person", "--admin", "--print-link", *ANNE)
    path = done.output.strip().removeprefix("https://lederforloeb.test")
    answer = app.test_client().get(path, base_url="https://lederforloeb.test")
    assert answer.status_code == 200
    with app.app_context():
        assert db.session.scalars(sa.select(OutboxMail)).all() == []
        assert db.session.scalar(sa.select(AccessLink.token_hash)) not in path


def test_an_organisation_is_made_once_and_an_address_taken_once(make_site, run):
    app = make_site()
    run(app, "add-person", *ANNE)
    again = run(app, "add-person", *ANNE)
    assert again.exit_code == 1
    assert "Der er allerede en person med den adresse." in again.output
    run(app, "add-person", *ANNE[:2], "--email", "ane@odderup.example", *ANNE[4:])
    with app.app_context():
        assert len(db.session.scalars(sa.select(Organisation)).all()) == 1
        assert [p.is_administrator for p in db.session.scalars(sa.select(Person))] == [False, False]


def test_an_empty_database_is_migrated_by_command_only(make_site, run):
    app = make_site(migrated=False)
    with app.app_context():
        assert sa.inspect(db.engine).get_table_names() == []
    assert run(app, "migrate").exit_code == 0
    with app.app_context():
        assert "person" in sa.inspect(db.engine).get_table_names()
