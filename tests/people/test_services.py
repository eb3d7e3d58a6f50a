"""Adding people, their roles, sign-ins, links and addresses: the rules, without a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from programme.core import clock
from programme.core.db import begin_reading, db
from programme.core.errors import RuleBrokenError
from programme.outbox.models import OutboxMail
from programme.people import passwords, queries, services, sessions
from programme.people.models import (
    AccessLink,
    CoordinatorGrant,
    EmailChange,
    JobTitle,
    LinkPurpose,
    Locale,
    Person,
    SignIn,
)
from programme.people.services import Attempt, NewPerson, Scope
from tests.factories import (
    GrantFactory,
    LevelFactory,
    OrganisationFactory,
    PersonFactory,
    UnitFactory,
)
from tests.people.conftest import EMAIL, PASSWORD


@pytest.fixture
def time(monkeypatch):
    """`time(days=1)` moves the clock on."""
    now = [datetime(2026, 11, 22, 9, tzinfo=UTC)]
    monkeypatch.setattr(clock, "now", lambda: now[0])

    def move(**span):
        now[0] += timedelta(**span)

    return move


def here(person) -> Person:
    """The person in the present session."""
    return db.session.get(Person, person.id)


def said(error) -> str:
    return str(error.value.message)


# --- Adding ------------------------------------------------------------------------------------


def test_a_person_is_added_and_invited(in_app, session, waiting, audited):
    level = LevelFactory(code="leader_of_employees")
    title = JobTitle(name="skoleleder", default_level=level)
    session.add(title)
    unit = UnitFactory()
    with in_app():
        new = NewPerson(
            "  Mette   Holm ", " Mette@Odderup.EXAMPLE ", unit.organisation_id, unit.id, title.id
        )
        key = services.add_person(new, actor_id=7).id
    person = session.get(Person, key)
    assert (person.name, person.email) == ("Mette Holm", "mette@odderup.example")
    assert (person.unit_id, person.level_id) == (unit.id, level.id)
    assert (person.locale, person.password_hash) == (Locale.DANISH, None)
    assert waiting(person) == ["people/invitation"]
    assert audited() == ["added", "invited"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "METTE@test.example"}, "email"),
        ({"email": "mette"}, "email"),
        ({"email": "mette@test.example\nBcc: x@test.example"}, "email"),
        ({"name": "   "}, "name"),
        ({"name": "Mette\x07"}, "name"),
        ({"name": "M" * 201}, "name"),
        ({"organisation_id": 0}, "organisation_id"),
    ],
)
def test_what_is_no_new_person(app, session, person, changes, field):
    organisation = OrganisationFactory()
    session.commit()
    values = {"name": "Ny", "email": "ny@test.example", "organisation_id": organisation.id}
    with app.app_context(), pytest.raises(RuleBrokenError) as error:
        services.add_person(NewPerson(**values | changes), actor_id=None)
    assert error.value.field == field


def test_a_unit_of_another_organisation(app, session):
    unit, organisation = UnitFactory(), OrganisationFactory()
    session.commit()
    with app.app_context(), pytest.raises(RuleBrokenError) as error:
        services.add_person(
            NewPerson("Ny", "ny@test.example", organisation.id, unit.id), actor_id=None
        )
    assert error.value.field == "unit_id"


def test_an_invitation_waits_once_and_goes_to_nobody_with_an_account(
    in_app, session, person, waiting
):
    guest = PersonFactory()
    with in_app():
        services.invite(here(guest), actor_id=None)
        services.invite(here(guest), actor_id=None)
        with pytest.raises(RuleBrokenError):
            services.invite(here(person), actor_id=None)
    assert waiting(guest) == ["people/invitation"]
    assert waiting(person) == []


# --- Roles -------------------------------------------------------------------------------------


def test_the_last_administrator_stays(in_app, session):
    only, other = PersonFactory(is_administrator=True), PersonFactory()
    PersonFactory(is_administrator=True, disabled_at=clock.now())
    with in_app():
        for act in (
            lambda: services.set_administrator(here(only), holds=False, actor_id=other.id),
            lambda: services.close_account(here(only), actor_id=other.id),
        ):
            with pytest.raises(RuleBrokenError):
                act()
        services.set_administrator(here(other), holds=True, actor_id=only.id)
        services.set_administrator(here(only), holds=False, actor_id=other.id)
    assert (only.is_administrator, other.is_administrator) == (False, True)


def test_nobody_changes_the_own_role(app, session):
    person = PersonFactory(is_administrator=True)
    grant = GrantFactory(person=person, organisation_id=person.organisation_id)
    PersonFactory(is_administrator=True)
    session.commit()
    with app.app_context():
        me = here(person)
        for act in (
            lambda: services.set_administrator(me, holds=False, actor_id=me.id),
            lambda: services.close_account(me, actor_id=me.id),
            lambda: services.reopen_account(me, actor_id=me.id),
            lambda: services.grant_coordination(me, Scope(1), actor_id=me.id),
            lambda: services.withdraw_coordination(
                db.session.get(CoordinatorGrant, grant.id), actor_id=me.id
            ),
        ):
            with pytest.raises(RuleBrokenError):
                act()


def test_a_new_role_ends_the_sign_ins(in_app, session, audited):
    person = PersonFactory()
    with in_app():
        token = services.begin_sign_in(here(person), remember=True)
    with in_app():
        scope = Scope(organisation_id=person.organisation_id)
        first = services.grant_coordination(here(person), scope, actor_id=None)
        assert services.grant_coordination(here(person), scope, actor_id=None) is first
        assert sessions.find(token, idle_minutes=60) is None
    assert audited() == ["signed_in", "coordination_granted"]
    with in_app():
        services.withdraw_coordination(here(person).grants[0], actor_id=None)
    assert session.scalars(sa.select(CoordinatorGrant)).all() == []


def test_a_closed_account(in_app, session, person):
    with in_app():
        token = services.begin_sign_in(here(person))
        link = services.mint_link(here(person), LinkPurpose.RESET)
        services.close_account(here(person), actor_id=None)
    with in_app():
        assert sessions.find(token, idle_minutes=60) is None
        assert services.sign_in(Attempt(EMAIL, PASSWORD, "192.0.2.1")) is None
        services.request_reset(EMAIL, "192.0.2.1")
    assert session.scalars(sa.select(OutboxMail)).all() == []
    with in_app():
        services.reopen_account(here(person), actor_id=None)
    with in_app():
        assert services.find_link(link, LinkPurpose.RESET) is None
        assert services.sign_in(Attempt(EMAIL, PASSWORD, "192.0.2.1"))


# --- Sign-ins ----------------------------------------------------------------------------------


def test_a_hash_of_older_parameters_is_made_anew(in_app, session, person):
    old = passwords.Hasher(fast=True)
    old._argon = passwords.PasswordHasher(2, 8, 1)
    person.password_hash = before = old.make(PASSWORD)
    with in_app():
        assert services.sign_in(Attempt(EMAIL, PASSWORD, "192.0.2.1"))
    assert person.password_hash != before
    with in_app():
        assert services.sign_in(Attempt(EMAIL, PASSWORD, "192.0.2.1"))


def test_a_password_changed_while_it_was_weighed(app, session, person, monkeypatch):
    session.commit()
    stale = queries.StoredPassword(person.id, None)
    with app.app_context():
        stale = queries.StoredPassword(person.id, passwords.hasher().make(PASSWORD))
        monkeypatch.setattr(queries, "find_stored_password", lambda _email: stale)
        assert services.sign_in(Attempt(EMAIL, PASSWORD, "192.0.2.1")) is None


def test_how_long_a_sign_in_lives(in_app, session, person, time):
    chief = PersonFactory()
    GrantFactory(person=chief, organisation_id=chief.organisation_id)
    with in_app():
        short = services.begin_sign_in(here(person))
        long = services.begin_sign_in(here(person), remember=True)
        strict = services.begin_sign_in(here(chief), remember=True)

    def alive(token) -> bool:
        with in_app():
            return sessions.find(token, idle_minutes=60) is not None

    time(minutes=59)
    assert alive(strict)
    time(minutes=61)
    assert not alive(strict)
    time(hours=21, minutes=59)
    assert alive(short)
    time(minutes=2)
    assert not alive(short)
    time(days=29, minutes=-2)
    assert alive(long)
    time(minutes=2)
    assert not alive(long)


def test_a_coordinator_is_signed_out_after_twelve_hours_of_work(in_app, session, time):
    chief = PersonFactory(is_administrator=True)
    with in_app():
        token = services.begin_sign_in(here(chief))
    for _ in range(14):
        time(minutes=50)
        with in_app():
            assert sessions.find(token, idle_minutes=60)
    time(minutes=21)
    with in_app():
        assert sessions.find(token, idle_minutes=60) is None


def test_losing_the_note_that_one_was_seen_is_no_harm(in_app, person, time, monkeypatch):
    with in_app():
        token = services.begin_sign_in(here(person))
    time(minutes=6)

    def locked():
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr(sessions, "writing", locked)
    with in_app():
        begin_reading()
        assert sessions.find(token, idle_minutes=60)


def test_the_list_shows_living_ones_only_and_old_rows_go(in_app, session, person, time):
    with in_app():
        services.begin_sign_in(here(person), device="Firefox · Linux")
    time(hours=25)
    with in_app():
        services.begin_sign_in(here(person), device="Safari · iPhone")
    with in_app():
        rows = sessions.living(here(person), idle_minutes=60)
        assert [row.device for row in rows] == ["Safari · iPhone"]
    time(days=90)
    with in_app():
        sessions.tidy()
    assert len(session.scalars(sa.select(SignIn)).all()) == 1


# --- Links -------------------------------------------------------------------------------------


def test_a_link_is_stored_as_a_hash_and_works_once(in_app, session, person, audited, waiting):
    with in_app():
        token = services.mint_link(here(person), LinkPurpose.RESET)
        signed_in = services.begin_sign_in(here(person))
    assert token not in [row.token_hash for row in session.scalars(sa.select(AccessLink))]
    with in_app():
        assert services.use_link(token, LinkPurpose.RESET, "new hash")
        assert services.use_link(token, LinkPurpose.RESET, "another hash") is None
        assert sessions.find(signed_in, idle_minutes=60) is None
    assert person.password_hash == "new hash"
    assert waiting(person) == ["people/password_changed"]
    assert "password_reset" in audited()


@pytest.mark.parametrize(
    ("purpose", "holds", "over"),
    [
        (LinkPurpose.RESET, {"minutes": 59}, {"minutes": 1}),
        (LinkPurpose.INVITATION, {"days": 6, "hours": 23}, {"hours": 1}),
    ],
)
def test_how_long_a_link_holds(in_app, session, person, time, purpose, holds, over):
    with in_app():
        token = services.mint_link(here(person), purpose)
    time(**holds)
    with in_app():
        assert services.find_link(token, purpose)
    time(**over)
    with in_app():
        assert services.find_link(token, purpose) is None


def test_a_link_opens_its_own_purpose_only(in_app, session, person):
    with in_app():
        token = services.mint_link(here(person), LinkPurpose.RESET)
        assert services.find_link(token, LinkPurpose.INVITATION) is None


def test_a_newer_link_and_a_new_password_void_the_older(in_app, session, person):
    with in_app():
        first = services.mint_link(here(person), LinkPurpose.RESET)
        second = services.mint_link(here(person), LinkPurpose.RESET)
        assert services.find_link(first, LinkPurpose.RESET) is None
        assert services.find_link(second, LinkPurpose.RESET)
        services.change_password(here(person), "new hash", keep="")
        assert services.find_link(second, LinkPurpose.RESET) is None


def test_a_reset_is_queued_for_those_there_are(in_app, session, person, waiting):
    with in_app():
        services.request_reset(" METTE@test.example ", "192.0.2.1")
        services.request_reset("mette@test.example", "192.0.2.1")
        services.request_reset("nobody@test.example", "192.0.2.1")
    assert waiting(person) == ["people/reset"]
    assert len(session.scalars(sa.select(OutboxMail)).all()) == 1


def test_a_reset_takes_a_commit_for_strangers_too(in_app, person, audited):
    """Else the wait for the disk would tell who has an account."""
    with in_app():
        services.request_reset("nobody@test.example", "192.0.2.1")
    assert audited() == ["reset_requested"]


# --- A new address -----------------------------------------------------------------------------


@pytest.fixture
def wish(in_app, session, person, time):
    """Mette wants another address; the notice to the old one has not left yet."""
    with in_app():
        change = services.request_email_change(here(person), "Mette@Nyt.example")
        key = change.id
    return session.get(EmailChange, key)


def send_notice(session):
    session.execute(sa.update(OutboxMail).values(sent_at=clock.now()))
    session.commit()


def test_the_old_address_holds_until_it_has_answered(wish, person, waiting):
    assert wish.new_email == "mette@nyt.example"
    assert person.email == "mette@test.example"
    assert waiting(person) == ["people/email_change"]


def test_the_old_address_says_yes(in_app, session, wish, person, waiting):
    with in_app():
        change = db.session.get(EmailChange, wish.id)
        token = services.mint_email_token(change)
        db.session.flush()
        services.confirm_email_change(services.find_email_change(token))
        assert services.find_email_change(token) is None
    assert person.email == "mette@nyt.example"
    assert waiting(person)[-1] == "people/email_changed"


def test_the_old_address_says_no(in_app, session, wish, person):
    with in_app():
        signed_in = services.begin_sign_in(here(person))
        services.refuse_email_change(db.session.get(EmailChange, wish.id))
    with in_app():
        assert sessions.find(signed_in, idle_minutes=60) is None
        services.apply_due_email_changes()
    assert person.email == "mette@test.example"
    assert wish.settled_at


def test_silence_for_seven_days_after_the_notice_left(in_app, session, wish, person, time):
    time(days=8)
    with in_app():
        services.apply_due_email_changes()
    assert person.email == "mette@test.example", "the old address has not been told"
    send_notice(session)
    time(days=7, seconds=-1)
    with in_app():
        services.apply_due_email_changes()
    assert person.email == "mette@test.example"
    time(seconds=1)
    with in_app():
        services.apply_due_email_changes()
        services.apply_due_email_changes()
    assert person.email == "mette@nyt.example"


def test_an_address_that_somebody_else_took_meanwhile(in_app, session, wish, person, audited):
    PersonFactory(email="mette@nyt.example")
    with in_app():
        services.confirm_email_change(db.session.get(EmailChange, wish.id))
    assert person.email == "mette@test.example"
    assert "email_change_collided" in audited()


def test_a_wish_made_with_the_old_password_ends_with_a_reset(in_app, wish, person, time, session):
    """Whoever has stolen the password asks for an address of their own; Mette resets hers."""
    send_notice(session)
    with in_app():
        token = services.mint_link(here(person), LinkPurpose.RESET)
        services.use_link(token, LinkPurpose.RESET, "new hash")
    time(days=8)
    with in_app():
        services.apply_due_email_changes()
    assert person.email == "mette@test.example"


def test_a_wish_is_dropped_and_replaced(in_app, session, wish, person, waiting):
    with in_app():
        services.request_email_change(here(person), "mette@tredje.example")
    assert wish.settled_at
    assert waiting(person) == ["people/email_change"]
    with in_app():
        services.withdraw_email_change(here(person))
        services.withdraw_email_change(here(person))
    assert waiting(person) == []


@pytest.mark.parametrize("email", ["mette@test.example", "anden@test.example", "x"])
def test_addresses_that_cannot_be_wished_for(app, session, person, email):
    PersonFactory(email="anden@test.example")
    session.commit()
    with app.app_context(), pytest.raises(RuleBrokenError) as error:
        services.request_email_change(here(person), email)
    assert error.value.field == "email"
