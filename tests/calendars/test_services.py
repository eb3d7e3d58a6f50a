from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from programme.audit.models import AuditRow
from programme.calendars import queries, services
from programme.calendars.ical import SERIALISER_EPOCH
from programme.calendars.models import FeedAddress, FeedBody, StoredEvent
from programme.core.db import db, reading
from programme.core.errors import RuleBrokenError
from programme.people.models import Person
from tests import factories as make
from tests.calendars.ics import blocks

URL = "https://lederforloeb.test"


def audited(session):
    return session.execute(
        sa.select(AuditRow.action, AuditRow.thing, AuditRow.thing_id, AuditRow.actor_id).order_by(
            AuditRow.id
        )
    ).all()


# Addresses ----------------------------------------------------------------------------------


def test_an_address_has_a_secret_of_256_bits_of_which_only_the_hash_is_kept(
    course, opened, session
):
    token = opened(course.mette, "Telefon")
    assert len(token) == 43
    address = session.scalars(sa.select(FeedAddress)).one()
    assert (address.name, address.person_id) == ("Telefon", course.mette.id)
    assert address.token_hash == queries.token_hash(token)
    assert address.created_at == datetime(2027, 2, 21, 9, tzinfo=UTC)
    assert audited(session) == [("opened", "feed_address", address.id, course.mette.id)]


def test_every_address_has_a_secret_of_its_own(course, opened, session):
    assert opened(course.mette) != opened(course.mette)
    assert len(session.scalars(sa.select(FeedAddress)).all()) == 2


def test_there_is_an_end_to_the_number_of_addresses_and_closed_ones_do_not_count(
    course, opened, in_app
):
    for _ in range(services.MOST_ADDRESSES):
        opened(course.mette)
    with pytest.raises(RuleBrokenError):
        opened(course.mette)
    opened(course.jonas)
    with in_app() as session:
        owner = session.get(Person, course.mette.id)
        services.close_address(queries.addresses_of(owner.id)[0], by=owner)
    opened(course.mette)


def test_closing_is_for_good_and_twice_is_once(course, opened, in_app, session, at):
    opened(course.mette)
    closed_at = at(2027, 3, 1, 9)
    for _ in range(2):
        with in_app() as inner:
            owner = inner.get(Person, course.mette.id)
            address = inner.scalars(sa.select(FeedAddress)).one()
            services.close_address(address, by=owner)
        at(2027, 3, 2, 9)
    assert session.scalars(sa.select(FeedAddress.closed_at)).one() == closed_at
    assert [row.action for row in audited(session)] == ["opened", "closed"]


# Building -----------------------------------------------------------------------------------


def test_the_epoch_tells_our_writing_and_our_address_apart():
    assert services.epoch(URL) == services.epoch(URL)
    assert services.epoch(URL) != services.epoch("https://nyt.test")
    assert services.epoch(URL) >> 16 == SERIALISER_EPOCH


def test_a_personal_calendar_holds_until_the_first_event_drops_out(course, in_app):
    with in_app(), reading() as connection:
        calendar = services.personal_calendar(connection, course.ids.mette, URL)
        nothing = services.personal_calendar(connection, course.ids.karen, URL)
    assert calendar.valid_until == date(2028, 2, 23)  # the workshop was on 22 February 2027
    assert len(calendar.made) == len(blocks(calendar.body)) == 12
    assert (nothing.valid_until, nothing.made) == (date.max, ())


def test_a_cohort_file_has_the_whole_plan_but_what_was_cancelled_long_ago(
    course, in_app, session, at
):
    course.activities[1].cancelled_at = course.activities[2].cancelled_at = make.LONG_AGO
    session.commit()
    at(2027, 9, 25, 9)  # 36 days after seminar 1, 9 after network meeting 1
    with in_app(), reading() as connection:
        cohort = (course.ids.cohort, "Hold 2027")
        calendar = services.cohort_calendar(connection, cohort, course.ids.mette, URL)
    found = {block["UID"].value for block in blocks(calendar.body)}
    dated = {each.uid for each in course.activities if each.starts_on}
    assert found == dated - {course.activities[1].uid}


def test_what_is_kept_is_not_made_again_and_is_replaced_when_it_changes(course, in_app, session):
    def build():
        with in_app():
            with reading() as connection:
                calendar = services.activity_calendar(
                    connection, course.ids.seminar, course.ids.mette, URL
                )
            services.keep(calendar, URL)
        return calendar

    first = build()
    assert [(each.activity_id, each.sequence) for each in first.made] == [(course.seminar.id, 0)]
    second = build()
    assert (second.made, second.body, second.etag) == ((), first.body, first.etag)
    course.seminar.sequence = 1
    assert [each.sequence for each in build().made] == [1]
    row = session.scalars(sa.select(StoredEvent)).one()
    assert (row.sequence, row.epoch) == (1, services.epoch(URL))
    assert session.scalars(sa.select(FeedBody)).all() == []


def test_keeping_fails_without_harm(course, in_app, app, tmp_path):
    with in_app(), reading() as connection:
        calendar = services.personal_calendar(connection, course.ids.mette, URL)
    with app.app_context():
        engine = db.engines[None]
        db.engines[None] = sa.create_engine(f"sqlite:///{tmp_path / 'no' / 'such.sqlite'}")
        try:
            services.keep(calendar, URL)
            services.note_fetch(queries.Feed(1, 1, "all:", None, 1, 1, None), "Thunderbird")
        finally:
            db.engines[None] = engine


def test_a_fetch_is_noted_by_one_process_an_hour(course, opened, in_app, session, at):
    """Both have read that the last fetch is long ago; the second finds it noted already."""
    opened(course.mette)
    key = session.scalar(sa.select(FeedAddress.id))
    asked = queries.Feed(key, course.mette.id, "all:", None, 1, 1, None)
    first = at(2027, 3, 1, 9)
    with in_app():
        services.note_fetch(asked, "Thunderbird")
    at(2027, 3, 1, 9, 0, 1)
    with in_app():
        services.note_fetch(asked, "Outlook")
    address = session.scalars(sa.select(FeedAddress)).one()
    assert (address.last_fetched_at, address.last_client) == (first, "Thunderbird")
