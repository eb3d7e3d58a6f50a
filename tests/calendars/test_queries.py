from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from programme.activities.models import Activity
from programme.activities.queries import find_activity
from programme.calendars import policy, queries, services
from programme.calendars.choices import EVERYTHING
from programme.calendars.models import FeedAddress
from programme.cohorts.models import CohortState
from programme.core.db import reading
from programme.people.models import Person
from programme.programmes.content import Audience
from tests import factories as make

EPOCH = 7


def keys(entries):
    return [entry.activity_id for entry in entries]


@pytest.fixture
def rich(course, session):
    """Beside the plan: for employees only, for the other level, a draft, one cancelled."""
    other = make.LevelFactory(code="leader_of_employees", position=2)
    for changes in (
        {"audience": Audience.EMPLOYEES},
        {"levels": [other]},
        {"levels": [course.level, other]},
        {"published_at": None},
        {"cancelled_at": make.LONG_AGO},
        {"starts_on": None, "ends_on": None},
    ):
        make.ActivityFactory(**{"cohort": course.cohort, "starts_on": date(2027, 3, 1)} | changes)
    draft = make.CohortFactory(state=CohortState.DRAFT)
    make.EnrolmentFactory(cohort=draft, person=course.mette, level=course.level)
    make.ActivityFactory(cohort=draft, starts_on=date(2027, 3, 1))
    session.commit()
    return course


@pytest.mark.parametrize("who", ["karen", "soren", "mette", "jonas", "peter"])
def test_the_cohort_file_and_the_activity_file_agree_on_what_may_be_taken_along(
    rich, in_app, session, who
):
    """List and predicate on the same data, for everybody and every activity."""
    with in_app() as inner:
        person = inner.get(Person, getattr(rich.ids, who))
        every = inner.scalars(sa.select(Activity.id)).all()
        allowed = {key for key in every if policy.can_download(person, find_activity(key))}
        cohorts = set(inner.scalars(sa.select(Activity.cohort_id)))
        with reading() as connection:
            listed = [
                queries.cohort_entries(connection, key, person.id, epoch=EPOCH) for key in cohorts
            ]
    assert {key for entries in listed for key in keys(entries)} == allowed
    assert allowed


def test_the_cohort_file_differs_by_reader(rich, in_app):
    with in_app(), reading() as connection:
        counts = {
            name: len(
                queries.cohort_entries(
                    connection, rich.ids.cohort, getattr(rich.ids, name), epoch=EPOCH
                )
            )
            for name in ("karen", "soren", "mette", "peter")
        }
    # Twelve, and of the six: all but the draft and the undated; of these Mette's level has two.
    assert counts == {"karen": 16, "soren": 16, "mette": 14, "peter": 0}


def test_entries_come_by_date_and_carry_only_blocks_that_are_up_to_date(rich, in_app):
    with in_app(), reading() as connection:
        entries = queries.personal_entries(connection, rich.ids.mette, EVERYTHING, epoch=EPOCH)
    assert [entry.ends_on for entry in entries] == sorted(entry.ends_on for entry in entries)
    assert {entry.block for entry in entries} == {None}
    assert [entry.cancelled for entry in entries].count(True) == 1


def test_last_joined_or_left_is_the_account_the_joining_or_the_leaving(course, in_app, session):
    left = course.enrolments["mette"]
    left.ended_at = make.LONG_AGO.replace(year=2027)
    session.commit()
    with in_app(), reading() as connection:
        found = [
            queries.last_joined_or_left(connection, person_id)
            for person_id in (course.ids.karen, course.ids.jonas, course.ids.mette)
        ]
    assert found == [make.LONG_AGO, make.LONG_AGO, make.LONG_AGO.replace(year=2027)]


def test_addresses_are_a_persons_open_ones_the_oldest_first(course, opened, in_app, at):
    opened(course.mette, "Telefon")
    at(2027, 2, 22, 9)
    opened(course.mette, "Outlook")
    opened(course.jonas, "Jonas")
    with in_app() as session:
        owner = session.get(Person, course.mette.id)
        every = session.scalars(sa.select(FeedAddress)).all()
        listed = queries.addresses_of(owner.id)
        assert [address.name for address in listed] == ["Telefon", "Outlook"]
        assert listed == [each for each in every if policy.can_close(owner, each)]
        services.close_address(listed[0], by=owner)
        session.flush()
        assert [address.name for address in queries.addresses_of(owner.id)] == ["Outlook"]


def test_a_calendar_fetches_while_an_address_that_was_fetched_is_open(
    course, opened, poll, in_app, app
):
    def fetches():
        with app.app_context():
            return queries.has_fetching_calendar(course.mette.id)

    token = opened(course.mette)
    assert not fetches()
    poll(token)
    assert fetches()
    with in_app() as session:
        owner = session.get(Person, course.mette.id)
        services.close_address(queries.addresses_of(owner.id)[0], by=owner)
    assert not fetches()


@pytest.mark.parametrize("token", ["", "æ", "\ud83d", "\x00", "a" * 100_000])
def test_whatever_stands_in_a_path_has_a_hash(token):
    assert len(queries.token_hash(token)) == 64
