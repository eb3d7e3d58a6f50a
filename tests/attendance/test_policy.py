"""Predicates and the queries that say the same in SQL, held against each other."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.attendance import policy, queries
from programme.attendance.models import CatchUpOffer, OfferState
from programme.cohorts.models import Cohort, CohortState, Role
from programme.people.models import Person
from programme.programmes.content import Audience
from tests import factories as make

PEOPLE = ("karen", "soren", "lone", "mette", "jonas", "amina", "hanne", "peter")


@pytest.fixture
def rich(world, session):
    """Activities of every sort in cohorts of every state; a guest; who learns and leads."""
    draft = make.CohortFactory(
        programme=world.programme, organisation=world.organisation, state=CohortState.DRAFT
    )
    for person in (world.mette, world.soren):
        make.EnrolmentFactory(cohort=draft, person=person, level=world.level)
    make.EnrolmentFactory(cohort=world.a, person=world.soren, level=world.level)
    make.EnrolmentFactory(cohort=world.a, person=world.hanne, ended_at=make.LONG_AGO)
    for cohort in (world.a, world.b, draft):
        for audience in Audience:
            for published in (make.LONG_AGO, None):
                for named in ([], [world.peter, world.hanne]):
                    make.ActivityFactory(
                        cohort=cohort,
                        audience=audience,
                        published_at=published,
                        named=named,
                        facilitators=[world.soren] if named else [],
                        answers_until=date(2026, 11, 30),
                    )
    session.flush()
    return world


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_and_predicates_agree(rich, in_app, name):
    with in_app() as db:
        person = db.get(Person, getattr(rich.key, name))
        every = [activities.find_activity(key) for key in db.scalars(sa.select(Activity.id))]
        may = {each.id for each in every if policy.can_answer(person, each)}
        listed = db.scalars(
            sa.select(Activity.id)
            .join(Cohort, Cohort.id == Activity.cohort_id)
            .where(queries.answerable_by(person.id))
        )
        assert set(listed) == may
        asked = {each.id for each in queries.open_questions(person.id, date(2026, 11, 22))}
        assert asked == {each.id for each in every if each.id in may and each.answers_until}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_notes_and_who_knows_what_is_eaten(world, in_app, name):
    with in_app() as db:
        person = db.get(Person, getattr(world.key, name))
        seminar = activities.find_activity(world.key.seminar)
        assert policy.can_mark(person, seminar) == (name in {"karen", "soren"})
        assert policy.can_see_needs(person, seminar) == (name == "karen")
        assert policy.can_offer(person, seminar) == (name == "karen")
        assert policy.can_answer(person, seminar) == (name in {"mette", "jonas", "amina"})


def test_guests_go_where_the_organisation_or_the_coordinator_lets_them(world, in_app):
    away = make.CohortFactory(programme=world.programme)
    key = make.ActivityFactory(cohort=away).id
    cohort_key = away.id
    with in_app() as db:
        karen = db.get(Person, world.key.karen)
        missed = activities.find_activity(world.key.seminar)
        assert policy.can_receive(karen, missed, activities.find_activity(world.key.again[4]))
        assert not policy.can_receive(karen, missed, activities.find_activity(key))
    make.GrantFactory(person=world.karen, cohort_id=cohort_key)
    with in_app() as db:
        karen = db.get(Person, world.key.karen)
        missed = activities.find_activity(world.key.seminar)
        assert policy.can_receive(karen, missed, activities.find_activity(key))


def test_an_offer_is_for_one_and_withdrawn_by_who_plans(world, in_app, session):
    for state in OfferState:
        offered = make.ActivityFactory(cohort=world.b)
        session.add(
            CatchUpOffer(
                person=world.mette,
                missed=world.held,
                offered=offered,
                state=state,
                offered_at=make.LONG_AGO,
            )
        )
    with in_app() as db:
        made = [queries.find_offer(key) for key in db.scalars(sa.select(CatchUpOffer.id))]
        for name in PEOPLE:
            person = db.get(Person, getattr(world.key, name))
            own = {each.id for each in made if policy.can_answer_offer(person, each)}
            open_ones = {OfferState.OFFERED, OfferState.ACCEPTED}
            assert {each.id for each in queries.offers_to(person.id)} == {
                each.id for each in made if each.id in own and each.state in open_ones
            }
            assert policy.can_withdraw(person, made[0]) == (name == "karen")


def test_a_learner_who_leads_the_day_is_not_asked(world, in_app):
    make.EnrolmentFactory(
        cohort=world.a, person=world.soren, role=Role.PARTICIPANT, level=world.level
    )
    with in_app() as db:
        soren = db.get(Person, world.key.soren)
        assert not policy.can_answer(soren, activities.find_activity(world.key.seminar))
