from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from programme.activities import queries as activities
from programme.audit.models import AuditRow
from programme.cohorts import queries as cohorts
from programme.cohorts.models import Enrolment, Role
from programme.contributions import queries, services
from programme.contributions.models import ContentProposal, DialogueQuestion, ProposalState
from programme.contributions.services import Decision
from programme.core.errors import ConflictError, RuleBrokenError
from programme.people.models import Person
from tests import factories as make

TEXT = "Kan vi tage en sag om møder, der ikke bliver til drift?"


def propose(db, world, text=TEXT, *, by="mette", activity=None):
    return services.propose(
        cohorts.find_cohort(world.key.cohort),
        text,
        activities.find_activity(activity) if activity else None,
        by=db.get(Person, getattr(world.key, by)),
    )


@pytest.fixture
def proposal(world, in_app):
    """The key of Mette's."""
    with in_app() as db:
        return propose(db, world).id


def decide(db, world, key, state, *, by="soren", activity=None, answer="", version=1):
    found = queries.find_proposal(key)
    chosen = activities.find_activity(activity) if activity else None
    decision = Decision(state, chosen, answer)
    person = db.get(Person, getattr(world.key, by))
    services.decide(found, decision, version=version, by=person, address="/forslag/1")


def ask(db, world, text="Hvad skal vi holde op med?", *, by="amina", activity=None):
    found = activities.find_activity(activity or world.key.joint)
    return services.ask(found, text, by=db.get(Person, getattr(world.key, by)))


def count(session, model):
    return session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_proposal_sent_twice_is_one(world, in_app, session):
    with in_app() as db:
        first = propose(db, world, f"  {TEXT}\r\n")
        assert propose(db, world) is first
        assert propose(db, world, activity=world.key.joint) is first
        propose(db, world, by="jonas")
    assert count(session, ContentProposal) == 2
    assert session.scalars(sa.select(AuditRow.action)).all() == ["proposed", "proposed"]


@pytest.mark.parametrize("text", ["", " \n ", "x" * 1_001, "x" * 10_000, "a\x00b"])
def test_nothing_and_too_much_is_refused(world, in_app, session, text):
    with in_app() as db:
        with pytest.raises(RuleBrokenError):
            propose(db, world, text)
        with pytest.raises(RuleBrokenError):
            ask(db, world, text)
    assert count(session, ContentProposal) == count(session, DialogueQuestion) == 0


@pytest.mark.parametrize("change", ["held", "cancelled", "elsewhere", "unseen"])
def test_it_is_for_what_lies_ahead_of_the_author(world, in_app, change):
    by, key = "mette", world.key.joint
    if change == "held":
        world.joint.starts_on = world.joint.ends_on = date(2026, 11, 22)
    elif change == "cancelled":
        world.joint.cancelled_at = make.LONG_AGO
    elif change == "elsewhere":
        key = make.ActivityFactory(cohort=world.other, starts_on=date(2027, 1, 5)).id
    else:
        by, key = "amina", world.key.leaders
    with in_app() as db, pytest.raises(RuleBrokenError) as raised:
        propose(db, world, by=by, activity=key)
    assert raised.value.field == "activity"


def test_an_accepted_proposal_stands_on_an_activity(world, in_app, proposal, session):
    with in_app() as db:
        decide(db, world, proposal, ProposalState.ACCEPTED, activity=world.key.joint, answer="Ja!")
        decide(db, world, proposal, ProposalState.ACCEPTED, activity=world.key.joint, answer="Ja!")
        [row] = queries.accepted_into(world.key.joint)
        assert (row.text, row.author, row.answer) == (TEXT, "Mette Åtest", "Ja!")
    kept = session.get(ContentProposal, proposal)
    assert (kept.version, kept.decided_by_id) == (2, world.key.soren)
    assert session.scalars(sa.select(AuditRow.action)).all() == ["proposed", "decided"]


def test_it_may_be_put_off_and_taken_up_again(world, in_app, proposal):
    with in_app() as db:
        decide(db, world, proposal, ProposalState.LATER, by="lone")
    with in_app() as db:
        decide(
            db, world, proposal, ProposalState.ACCEPTED, activity=world.key.leaders, by="karen",
            version=2,
        )  # fmt: skip
        assert len(queries.accepted_into(world.key.leaders)) == 1
    with in_app() as db:
        decide(db, world, proposal, ProposalState.DECLINED, by="karen", version=3)
        assert queries.accepted_into(world.key.leaders) == []


@pytest.mark.parametrize(
    ("state", "by", "activity", "answer"),
    [
        (ProposalState.ACCEPTED, "soren", None, ""),
        (ProposalState.ACCEPTED, "lone", "joint", ""),
        (ProposalState.ACCEPTED, "soren", "leaders", ""),
        (ProposalState.NEW, "soren", None, ""),
        (ProposalState.WITHDRAWN, "soren", None, ""),
        (ProposalState.LATER, "soren", None, "x" * 1_001),
    ],
)
def test_what_cannot_be_decided(world, in_app, proposal, state, by, activity, answer):
    key = getattr(world.key, activity) if activity else None
    with in_app() as db, pytest.raises(RuleBrokenError):
        decide(db, world, proposal, state, by=by, activity=key, answer=answer)


def test_of_two_who_decide_the_second_is_shown_both_answers(world, in_app, proposal):
    with in_app() as db:
        decide(db, world, proposal, ProposalState.LATER, answer="Til foråret.")
    with in_app() as db, pytest.raises(ConflictError) as raised:
        decide(db, world, proposal, ProposalState.DECLINED, by="karen", answer="Nej.")
    assert list(raised.value.mine.values())[1] == "Nej."
    assert list(raised.value.theirs.values())[1] == "Til foråret."
    assert raised.value.version == 2


def test_the_author_withdraws_while_nobody_has_decided(world, in_app, session):
    with in_app() as db:
        key = propose(db, world).id
        mette = db.get(Person, world.key.mette)
        for _ in range(2):
            services.withdraw(queries.find_proposal(key), version=1, by=mette)
    assert session.get(ContentProposal, key).state is ProposalState.WITHDRAWN


def test_what_has_been_decided_is_not_withdrawn(world, in_app, proposal):
    with in_app() as db:
        decide(db, world, proposal, ProposalState.LATER)
    with in_app() as db:
        mette, found = db.get(Person, world.key.mette), queries.find_proposal(proposal)
        with pytest.raises(RuleBrokenError):
            services.withdraw(found, version=2, by=mette)


def test_both_groups_ask_each_under_its_name_and_once(world, in_app, session):
    with in_app() as db:
        first = ask(db, world)
        assert ask(db, world) is first
        ask(db, world, by="mette")
        found = queries.questions_to(world.key.joint)
        assert [(each.author, each.role) for each in found] == [
            ("Amina Åtest", Role.APPOINTED_EMPLOYEE),
            ("Mette Åtest", Role.PARTICIPANT),
        ]
        services.take_back(first, by=db.get(Person, world.key.amina))
        assert len(queries.questions_to(world.key.joint)) == 1
        assert queries.find_question(first.id) is None
        assert ask(db, world) is not first
    assert count(session, DialogueQuestion) == 3


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [((2026, 12, 3, 7, 59), True), ((2026, 12, 3, 8, 0), False), ((2026, 12, 4, 8, 0), False)],
)
def test_questions_are_closed_when_the_activity_begins(world, in_app, at, moment, is_open):
    at(*moment)  # it begins at nine in Copenhagen, eight in UTC
    with in_app() as db:
        if is_open:
            assert ask(db, world).id
        else:
            with pytest.raises(RuleBrokenError):
                ask(db, world)


@pytest.mark.parametrize(
    ("change", "is_open"),
    [
        ({"cancelled_at": make.LONG_AGO}, False),
        ({"starts_on": None, "ends_on": None}, True),
        ({"start_time": None}, True),
    ],
)
def test_a_cancelled_activity_takes_none_and_one_without_date_does(world, in_app, change, is_open):
    for name, value in change.items():
        setattr(world.joint, name, value)
    with in_app():
        assert services.is_open(activities.find_activity(world.key.joint)) is is_open


@pytest.mark.parametrize("who", ["soren", "karen", "peter", "hanne"])
def test_nobody_else_asks(world, in_app, who):
    with in_app() as db, pytest.raises(RuleBrokenError):
        ask(db, world, by=who)


def test_without_both_groups_there_is_no_dialogue(world, in_app, session):
    amina = session.scalar(sa.select(Enrolment).where(Enrolment.person_id == world.key.amina))
    amina.ended_at = make.LONG_AGO
    with in_app() as db:
        with pytest.raises(RuleBrokenError):
            ask(db, world, by="mette")
        with pytest.raises(RuleBrokenError):
            ask(db, world, by="mette", activity=world.key.leaders)
