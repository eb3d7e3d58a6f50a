"""The cases of an event's life, over the real address: the same UID throughout."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from programme.activities import services as activities
from programme.activities.models import Activity
from programme.calendars import services
from programme.calendars.ical import event_bytes
from programme.cohorts import services as cohorts
from programme.cohorts.models import Enrolment
from programme.people.models import Person
from programme.programmes.content import ActivityKind, Audience
from tests import factories as make
from tests.calendars.conftest import START
from tests.calendars.ics import blocks, only, text
from tests.calendars.polls import cancel, edited, event, mover, restore, revision, uids


def test_created_has_sequence_0_and_the_time_of_its_row(course, feed):
    assert revision(feed(), course.seminar) == (0, "20260105T080000Z")


def test_moved_keeps_its_uid_and_raises_sequence_and_last_modified(course, feed, change):
    old = feed()
    change(course.seminar, mover(date(2027, 8, 26), date(2027, 8, 27)))
    new = feed(etag=old.headers["ETag"])
    assert new.status_code == 200
    assert sorted(uids(new)) == sorted(uids(old))
    assert event(new, course.seminar)["DTSTART"].value == "20270826"
    assert revision(new, course.seminar) == (1, "20270221T090000Z")


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"place": "Rådhuset"}, ("LOCATION", "Rådhuset, ")),
        ({"title": "Ledelse på afstand"}, ("SUMMARY", "Seminar 1 | Ledelse på afstand")),
        ({"preparation": "Læs kapitel 4."}, ("DESCRIPTION", "Forberedelse:\nLæs kapitel 4.")),
    ],
    ids=["room", "title", "description"],
)
def test_room_title_or_description_changed_raises_sequence_and_last_modified(
    course, feed, change, changes, shown
):
    feed()
    change(course.seminar, edited(**changes))
    answer = feed()
    name, beginning = shown
    assert text(event(answer, course.seminar)[name]).startswith(beginning)
    assert revision(answer, course.seminar) == (1, "20270221T090000Z")


def test_two_changes_within_a_second_have_different_last_modified(course, feed, change):
    for number, name in enumerate(("Rådhuset", "Biblioteket"), 1):
        change(course.seminar, edited(place=name))
        assert revision(feed(), course.seminar) == (number, f"20270221T09000{number - 1}Z")


def test_saved_without_change_leaves_the_etag(course, feed, change):
    old = feed()
    change(course.seminar, edited(place="Kursuscenteret"))
    assert feed(etag=old.headers["ETag"]).status_code == 304


def test_a_raised_version_with_the_same_bytes_leaves_the_etag(course, feed, in_app):
    old = feed()
    with in_app():
        cohorts.plan_changed(course.cohort.id)
    assert feed(etag=old.headers["ETag"]).status_code == 304


def test_cancelled_says_so_once_and_takes_up_no_time(course, feed, change):
    feed()
    change(course.seminar, cancel)
    change(course.seminar, edited(place="Rådhuset"))
    block = event(feed(), course.seminar)
    assert block["STATUS"].value == "CANCELLED"
    assert text(block["SUMMARY"]) == "AFLYST: Seminar 1 | Ledelse af PLF"
    assert block["TRANSP"].value == "TRANSPARENT"
    assert block["X-MICROSOFT-CDO-BUSYSTATUS"].value == "FREE"
    assert block["SEQUENCE"].value == "2"


def test_restored_is_confirmed_without_prefix_and_newer_again(course, feed, change):
    change(course.seminar, cancel)
    feed()
    change(course.seminar, restore)
    block = event(feed(), course.seminar)
    assert block["STATUS"].value == "CONFIRMED"
    assert text(block["SUMMARY"]) == "Seminar 1 | Ledelse af PLF"
    assert block["SEQUENCE"].value == "2"


def test_cancelled_stays_30_days_and_is_absent_on_the_31st(course, feed, change, at):
    change(course.seminar, cancel)  # its last day is 20 August
    at(2027, 9, 19, 21, 59)  # a minute before midnight in Copenhagen
    old = feed()
    assert course.seminar.uid in uids(old)
    assert feed(etag=old.headers["ETag"]).status_code == 304
    at(2027, 9, 19, 22, 0)
    new = feed(etag=old.headers["ETag"])
    assert new.status_code == 200
    assert course.seminar.uid not in uids(new)


def test_the_window_reaches_twelve_months_back(course, feed, at):
    workshop = course.activities[0]  # on 22 February 2027
    at(2028, 2, 22, 12)
    old = feed()
    assert workshop.uid in uids(old)
    at(2028, 2, 22, 23)
    new = feed(etag=old.headers["ETag"])
    assert new.status_code == 200
    assert uids(new) == uids(old)[1:]


def test_a_participant_in_two_cohorts_has_both_and_one_event_each(course, feed, in_app):
    old = feed()
    with in_app() as session:
        cohorts.enrol(
            session.get(type(course.other), course.other.id),
            cohorts.NewEnrolment(
                session.get(Person, course.mette.id),
                course.enrolments["mette"].role,
                level=session.get(type(course.level), course.level.id),
            ),
            by=None,
        )
    new = feed(etag=old.headers["ETag"])
    assert len(uids(new)) == len(set(uids(new))) == 13
    assert b"Kun for det andet hold" in new.data


def test_who_is_named_has_it_in_their_feed_wherever_they_are_enrolled(
    course, opened, poll, session, in_app, change
):
    pair = make.ActivityFactory(
        cohort=course.cohort,
        kind=ActivityKind.SHADOWING,
        number=None,
        title="Mette følger Peter",
        audience=Audience.NAMED,
        named=[course.mette, course.peter],
        part_of_id=course.undated.id,
        starts_on=START,
        published_at=None,
    )
    tokens = {p.name: opened(p) for p in (course.mette, course.peter, course.jonas)}
    before = {name: poll(token) for name, token in tokens.items()}
    assert not any(pair.uid in uids(answer) for answer in before.values())
    with in_app():
        activities.publish(course.ids.cohort, by=None)
    change(pair, mover(START + timedelta(days=1)))
    after = {name: poll(token) for name, token in tokens.items()}
    with_it = {name for name, answer in after.items() if pair.uid in uids(answer)}
    assert with_it == {course.mette.name, course.peter.name}
    change(pair, mover(START + timedelta(days=2)))
    for person in (course.mette, course.peter):
        newer = poll(tokens[person.name], etag=after[person.name].headers["ETag"])
        assert revision(newer, pair)[0] == 2


def leave(course, in_app):
    with in_app() as session:
        place = session.get(Enrolment, course.enrolments["mette"].id)
        cohorts.end_enrolment(place, by=session.get(Person, course.karen.id))


def test_removed_from_one_cohort_its_events_are_gone_and_the_etag_is_new(course, feed, in_app):
    make.EnrolmentFactory(cohort=course.other, person=course.mette, level=course.level)
    old = feed()
    leave(course, in_app)
    new = feed(etag=old.headers["ETag"], headers={"If-Modified-Since": old.headers.get("Date", "")})
    assert new.status_code == 200
    assert new.headers["ETag"] != old.headers["ETag"]
    assert [text(block["SUMMARY"]) for block in blocks(new.data)] == [
        "Seminar 1 | Kun for det andet hold"
    ]


def test_removed_from_all_one_information_event_for_90_days_then_404(course, feed, in_app, at):
    old = feed()
    at(2027, 3, 1, 12)
    leave(course, in_app)
    new = feed(etag=old.headers["ETag"])
    block = only(new.data)
    assert text(block["SUMMARY"]) == "Ingen datoer i din plan lige nu"
    assert block["DTSTART"].value == "20270301"
    assert block["TRANSP"].value == "TRANSPARENT"
    at(2027, 5, 29, 12)
    assert feed(etag=new.headers["ETag"]).status_code == 304
    at(2027, 5, 30, 12)
    assert feed(etag=new.headers["ETag"]).status_code == 404


def test_0_events_are_a_zone_and_the_information_event(course, opened, poll):
    answer = poll(opened(course.karen))
    assert only(answer.data)["DTSTART"].value == "20260105"
    assert answer.data.count(b"BEGIN:VTIMEZONE") == 1


def test_moved_to_another_cohort_it_leaves_feed_a_and_appears_in_b_with_its_uid(
    course, opened, poll, in_app
):
    tokens = [opened(person) for person in (course.mette, course.peter)]
    before = [poll(token) for token in tokens]
    assert [course.seminar.uid in uids(answer) for answer in before] == [True, False]
    with in_app() as session:
        session.get(Activity, course.ids.seminar).cohort_id = course.other.id
        for cohort in (course.cohort, course.other):
            cohorts.plan_changed(cohort.id)
    after = [
        poll(token, etag=answer.headers["ETag"])
        for token, answer in zip(tokens, before, strict=True)
    ]
    assert [answer.status_code for answer in after] == [200, 200]
    assert [course.seminar.uid in uids(answer) for answer in after] == [False, True]


def test_in_two_cohorts_with_a_common_event_it_is_there_once(course, feed, session, change):
    make.EnrolmentFactory(cohort=course.other, person=course.mette, level=course.level)
    course.seminar.named = [course.mette]
    session.commit()
    change(course.seminar, edited(place="Rådhuset"))
    assert uids(feed()).count(course.seminar.uid) == 1


@pytest.fixture
def long_plan(course, opened, session):
    """`long_plan(count)` is the address of somebody with so many activities, a day apart."""

    def make_one(count):
        cohort, person = make.CohortFactory(), make.PersonFactory()
        make.EnrolmentFactory(cohort=cohort, person=person, level=course.level)
        session.flush()
        put_activities(session, cohort.id, count)
        return opened(person)

    return make_one


def put_activities(session, cohort_id, count):
    """Straight into the table: two thousand by the factory take a while."""
    model = make.ActivityFactory.build(cohort=None, preparation="Læs kapitel 3. " * 12)
    common = {c.key: getattr(model, c.key) for c in sa.inspect(Activity).columns}
    common = {key: value for key, value in common.items() if value is not None}
    rows = [
        common
        | {
            "version": 1,
            "cohort_id": cohort_id,
            "uid": f"00000000-0000-4000-9000-{cohort_id:06d}{number:06d}@lederforloeb",
            "number": number + 1,
            "starts_on": START - timedelta(days=300) + timedelta(days=number),
            "ends_on": START - timedelta(days=300) + timedelta(days=number),
        }
        for number in range(count)
    ]
    session.execute(sa.insert(Activity.__table__), rows)


@pytest.mark.parametrize("count", [20, 2000])
def test_2000_events_fit_1_mb_whole_days_and_ask_no_more_than_20(poll, long_plan, queries, count):
    token = long_plan(count)
    with queries() as cold:
        answer = poll(token)
    # The feed, its entries, what they are made of; events and body kept, the fetch noted.
    assert len(cold) == 6
    assert len(answer.data) <= 1_000_000
    found = blocks(answer.data)
    assert len(found) == 20 if count == 20 else 1000 < len(found) < 2000
    with queries() as warm:
        began = time.process_time()
        assert poll(token).data == answer.data
        took = time.process_time() - began
    assert len(warm) == 2
    assert took < 0.05
    with queries() as unchanged:
        assert poll(token, etag=answer.headers["ETag"]).status_code == 304
    assert len(unchanged) == 1


def test_after_one_of_200_changed_the_next_fetch_is_one_serialisation(
    poll, long_plan, change, session, monkeypatch
):
    token = long_plan(200)
    written = []

    def counted(event):
        written.append(event.uid)
        return event_bytes(event)

    monkeypatch.setattr(services, "event_bytes", counted)
    old = poll(token)
    assert len(written) == 200
    uid = uids(old)[100]
    written.clear()
    moved = session.scalar(sa.select(Activity).where(Activity.uid == uid))
    change(moved, mover(START + timedelta(days=1000)))
    assert poll(token, etag=old.headers["ETag"]).status_code == 200
    assert written == [uid]


def test_what_does_not_fit_is_cut_by_whole_days_the_past_first(poll, long_plan, at):
    """A plan of 2,000 days from April 2026: the days held go before any of those to come."""
    token = long_plan(2000)
    first = [block["DTSTART"].value for block in blocks(poll(token).data)]
    assert first == sorted(first)
    assert first[0] == "20270221"  # today: all that is over is left out
    at(2027, 2, 22, 9)
    second = [block["DTSTART"].value for block in blocks(poll(token).data)]
    assert second[0] == "20270222"
    assert second[-1] > first[-1]


def test_an_event_that_makes_no_sense_is_left_out_and_the_rest_is_there(
    course, feed, session, caplog
):
    course.seminar.start_time = datetime(2027, 1, 1, 9, tzinfo=UTC).time()
    course.seminar.end_time = datetime(2027, 1, 1, 8, tzinfo=UTC).time()
    course.seminar.ends_on = course.seminar.starts_on
    answer = feed()
    assert answer.status_code == 200
    assert len(uids(answer)) == 11
    assert "end before start" in caplog.text


def test_shadowing_without_date_is_absent_and_there_once_it_is_dated(course, feed, change):
    assert course.undated.uid not in uids(feed())
    change(course.undated, mover(date(2027, 9, 1)))
    answer = feed()
    assert len(uids(answer)) == 13
    assert text(event(answer, course.undated)["SUMMARY"]) == "Skyggepraktik"
