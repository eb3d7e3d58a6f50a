"""Predicates and the queries that say the same in SQL, held against each other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.cohorts import queries as cohorts
from programme.cohorts.models import Cohort, CohortState
from programme.contributions import policy, queries
from programme.contributions.models import ContentProposal, ProposalState
from programme.core.db import db
from programme.people.models import Person
from tests import factories as make

PEOPLE = ("karen", "soren", "lone", "mette", "jonas", "amina", "peter", "hanne")


@pytest.fixture
def rich(world, session):
    """Proposals of every state, by several, for several activities, in two cohorts."""
    closed = make.CohortFactory(state=CohortState.CLOSED)
    draft = make.CohortFactory(state=CohortState.DRAFT)
    for cohort in (closed, draft):
        make.EnrolmentFactory(cohort=cohort, person=world.mette)
    away = make.ActivityFactory(cohort=world.other)
    for author, cohort, activity in (
        (world.mette, world.cohort, world.joint),
        (world.jonas, world.cohort, world.leaders),
        (world.amina, world.cohort, None),
        (world.peter, world.other, away),
        (world.mette, closed, None),
    ):
        for state in ProposalState:
            session.add(
                ContentProposal(
                    cohort=cohort,
                    author=author,
                    activity=activity,
                    text=f"{author.name} {state.value}",
                    made_at=make.LONG_AGO,
                    state=state,
                )
            )
    session.flush()
    return world


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_and_predicates_agree(rich, in_app, name):
    with in_app() as session:
        person = session.get(Person, getattr(rich.key, name))
        keys = session.scalars(sa.select(ContentProposal.id)).all()
        seen = {key for key in keys if policy.can_see(person, queries.find_proposal(key))}
        listed = session.scalars(
            sa.select(ContentProposal.id)
            .join(Cohort, Cohort.id == ContentProposal.cohort_id)
            .outerjoin(Activity, Activity.id == ContentProposal.activity_id)
            .where(queries.seen_by(person.id))
        ).all()
        assert set(listed) == seen
        known = [cohorts.find_cohort(key) for key in session.scalars(sa.select(Cohort.id))]
        may = {each.id for each in known if policy.can_propose(person, each)}
        assert {each.id for each in queries.cohorts_to_propose_in(person.id)} == may
        assert db is not None


def test_members_see_what_is_accepted_where_they_see_the_activity(rich, in_app):
    keys = [rich.key.cohort]
    with in_app():
        for name, texts in {
            "mette": ["Jonas Åtest accepted"],
            "amina": ["Mette Åtest accepted"],
            "jonas": ["Mette Åtest accepted"],
            "peter": [],
        }.items():
            found = queries.accepted_beside(getattr(rich.key, name), keys)
            assert [each.text for each in found] == texts, name


@pytest.mark.parametrize(
    ("name", "asks", "reads"),
    [
        ("mette", True, True),
        ("amina", True, True),
        ("soren", False, True),
        ("karen", False, True),
        ("peter", False, False),
        ("hanne", False, False),
    ],
)
def test_who_asks_and_who_reads(world, in_app, name, asks, reads):
    with in_app() as session:
        person = session.get(Person, getattr(world.key, name))
        joint = activities.find_activity(world.key.joint)
        assert (policy.can_ask(person, joint), policy.can_read_questions(person, joint)) == (
            asks,
            reads,
        )
        assert not policy.can_read_questions(person, activities.find_activity(world.key.leaders))
        joint.published_at = None
        assert not policy.can_ask(person, joint)
        session.rollback()


def test_only_who_plans_decides_and_only_the_author_withdraws(rich, in_app):
    with in_app() as session:
        key = session.scalar(
            sa.select(ContentProposal.id).where(ContentProposal.text == "Mette Åtest new")
        )
        gone = session.scalar(
            sa.select(ContentProposal.id).where(ContentProposal.text == "Mette Åtest withdrawn")
        )
        for name in PEOPLE:
            person = session.get(Person, getattr(rich.key, name))
            found = queries.find_proposal(key)
            assert policy.can_decide(person, found) == (name in {"karen", "soren", "lone"})
            assert policy.can_withdraw(person, found) == (name == "mette")
            assert not policy.can_decide(person, queries.find_proposal(gone))
