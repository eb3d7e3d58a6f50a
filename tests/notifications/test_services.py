from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme.audit.models import AuditRow
from programme.core.errors import ConflictError, RuleBrokenError
from programme.notifications import queries, services
from programme.notifications.models import NoticeChoice
from programme.notifications.queries import DEFAULT, Choice
from programme.people.models import Person
from tests import factories as make


@pytest.fixture
def person(session):
    return make.PersonFactory(name="Karen Åse", email="karen@test.example")


@pytest.fixture
def choose(in_app, person):
    """`choose(invitations=True, version=0)` keeps Karen's choices."""

    def run(**values):
        with in_app() as session:
            return services.choose(session.get(Person, person.id), Choice(**values), "/konto")

    return run


def chosen(in_app, person):
    with in_app():
        return queries.choice_of(person.id)


def test_who_never_chose_has_the_defaults_and_is_asked_for_nothing(in_app, person):
    assert chosen(in_app, person) == DEFAULT == Choice(nudge_weekday=4)
    assert not any((DEFAULT.invitations, DEFAULT.weekly_nudge, DEFAULT.reminders))


def test_every_choice_is_kept(in_app, person, choose, session):
    wish = {
        "skip_when_fetched": True,
        "invitations": True,
        "secretary_email": "Sekretær@Kommune.example",
        "weekly_nudge": True,
        "nudge_weekday": 0,
        "reminders": True,
    }
    kept = choose(**wish)
    assert kept == Choice(**wish | {"secretary_email": "sekretær@kommune.example", "version": 1})
    assert chosen(in_app, person) == kept
    rows = session.execute(sa.select(AuditRow.action, AuditRow.thing, AuditRow.actor_id)).all()
    assert rows == [("chosen", "notice_choice", person.id)]


def test_choosing_the_same_twice_changes_nothing(choose, session):
    choose(invitations=True)
    assert choose(invitations=True, version=0).version == 1
    assert choose(invitations=True, version=1).version == 1
    assert len(session.scalars(sa.select(AuditRow)).all()) == 1


def test_two_windows_are_a_conflict_that_shows_both(choose, in_app, person):
    choose(invitations=True, secretary_email="a@test.example")
    with pytest.raises(ConflictError) as raised:
        choose(reminders=True, version=0)
    assert "a@test.example" in raised.value.theirs.values()
    assert raised.value.mine.keys() == raised.value.theirs.keys()
    assert (raised.value.address, raised.value.version) == ("/konto", 1)
    assert chosen(in_app, person).invitations


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_secretary_is_none(choose, typed):
    assert choose(invitations=True, secretary_email=typed).secretary_email is None


@pytest.mark.parametrize(
    "typed", ["ikke en adresse", "a@b", "KAREN@test.example", "a@test.example\r\nBcc: x@y.example"]
)
def test_no_address_and_one_s_own_are_refused_at_the_field(choose, typed, in_app, person):
    with pytest.raises(RuleBrokenError) as raised:
        choose(invitations=True, secretary_email=typed)
    assert raised.value.field == "secretary_email"
    assert chosen(in_app, person) == DEFAULT


@pytest.mark.parametrize("day", [-1, 7])
def test_a_week_has_seven_days(choose, day):
    with pytest.raises(RuleBrokenError) as raised:
        choose(weekly_nudge=True, nudge_weekday=day)
    assert raised.value.field == "nudge_weekday"


def test_choices_of_many_are_one_question(in_app, choose, person, queries_of_many, session):
    choose(invitations=True)
    other = make.PersonFactory()
    found, statements = queries_of_many([person.id, other.id])
    assert set(found) == {person.id}
    assert found[person.id].invitations
    assert len(statements) == 1
    assert len(session.scalars(sa.select(NoticeChoice)).all()) == 1


@pytest.fixture
def queries_of_many(in_app, session):
    def ask(keys):
        with in_app() as inner:
            seen = []
            sa.event.listen(
                inner.connection(), "before_cursor_execute", lambda *args: seen.append(args[2])
            )
            return queries.choices_of(keys), [s for s in seen if s.startswith("SELECT")]

    return ask
