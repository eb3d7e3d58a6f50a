"""People who can sign in, and a look at what the outbox holds for them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.core import migrate
from programme.core.db import db
from programme.outbox.models import OutboxMail
from programme.people import passwords
from programme.people.models import Organisation
from programme.people.services import NewPerson, add_person
from tests.client import Client
from tests.conftest import settings_for
from tests.factories import PersonFactory

EMAIL = "mette@test.example"
PASSWORD = "syv stille ænder"


@pytest.fixture
def person(app, session):
    """Mette, who signs in with PASSWORD."""
    with app.app_context():
        stored = passwords.hasher().make(PASSWORD)
    return PersonFactory(name="Mette Holm", email=EMAIL, password_hash=stored)


@pytest.fixture
def waiting(session):
    """`waiting(person)` names the templates queued for somebody, in order."""

    def look(person):
        rows = sa.select(OutboxMail.template).where(OutboxMail.person_id == person.id)
        return list(session.scalars(rows.order_by(OutboxMail.id)))

    return look


@pytest.fixture
def audited(session):
    """`audited()` lists what was written down, in order."""
    from programme.audit.models import AuditRow

    return lambda: list(session.scalars(sa.select(AuditRow.action).order_by(AuditRow.id)))


class NoSession:
    """A site with a database of its own: the browser has nothing to flush or expire."""

    def in_transaction(self):
        """Nothing waits, and nothing is held."""
        return False


@pytest.fixture
def own_site(tmp_path):
    """`own_site(email, **settings)` is a browser before a site on a real SQLite file."""
    apps = []

    def make(email, base="https://lederforloeb.test", **settings):
        url = f"sqlite:///{tmp_path / 'own.sqlite'}"
        app = create_app(settings_for(url, tmp_path, public_url=base, **settings))
        apps.append(app)
        with app.app_context():
            migrate.upgrade(db.engine)
            organisation = Organisation(name="Odderup Kommune")
            db.session.add(organisation)
            db.session.flush()
            new = NewPerson("Karen Bank", email, organisation.id)
            person = add_person(new, actor_id=None, invited=False)
            person.password_hash = passwords.hasher().make(PASSWORD)
            db.session.commit()
        browser = Client(app, NoSession())
        browser.base = base
        return browser

    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()
