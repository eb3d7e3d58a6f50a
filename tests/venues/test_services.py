from __future__ import annotations

from datetime import date, time

import pytest
import sqlalchemy as sa

from programme.activities.models import Activity, ActivityChange
from programme.activities.plan import ActivityPlan, Details, Texts, When
from programme.activities.services import details_of, edit, placing, plan, texts_of
from programme.audit.models import AuditRow
from programme.cohorts.models import Cohort
from programme.core.errors import ConflictError, RuleBrokenError
from programme.people.models import Person
from programme.programmes.content import ActivityKind
from programme.venues import services
from programme.venues.models import BusyTime, Room, Venue
from programme.venues.services import BusySpan, RoomText, VenueText

SEMINAR = Details(kind=ActivityKind.SEMINAR, number=4, title="Ledelse af PLF")
ADDRESS = "/steder/1/ret"


@pytest.fixture
def act(in_app, world):
    """`act(lambda venue, karen: …)` does something with Nyborg Strand."""

    def run(work):
        with in_app() as session:
            strand = session.get(Venue, world.strand.id)
            return work(strand, session.get(Person, world.karen.id))

    return run


def write(act, text, version=1):
    act(lambda venue, by: placing.edit_venue(venue, text, version=version, by=by, address=ADDRESS))


# Venues ---------------------------------------------------------------------------------------


def test_a_venue_is_added_tidied_and_written_down(world, in_app, session):
    with in_app() as db:
        by = db.get(Person, world.karen.id)
        text = VenueText("  Sal  Æøå ", " Torvet 1 ", 12, " Nøgle hos pedellen. ")
        venue = services.add_venue(world.own.id, text, by=by)
        key = venue.id
    made = session.get(Venue, key)
    assert (made.name, made.address, made.capacity) == ("Sal Æøå", "Torvet 1", 12)
    assert made.note == "Nøgle hos pedellen."
    assert session.scalars(sa.select(AuditRow.action)).all() == ["added"]


def test_a_command_may_add_one_too(world, in_app, session):
    with in_app():
        services.add_venue(world.own.id, VenueText("Salen"), by=None)
    assert session.scalar(sa.select(AuditRow.actor_id)) is None


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (VenueText("  "), "name"),
        (VenueText("Nyborg Strand"), "name"),
        (VenueText("x" * 121), "name"),
        (VenueText("Sal", address="x" * 10_000), "address"),
        (VenueText("Sal", note="x" * 10_000), "note"),
        (VenueText("Sal", capacity=0), "capacity"),
        (VenueText("Sal", capacity=10_001), "capacity"),
    ],
)
def test_what_a_venue_may_not_be(world, in_app, text, field):
    with in_app(), pytest.raises(RuleBrokenError) as refused:
        services.add_venue(world.own.id, text, by=None)
    assert refused.value.field == field


def test_another_organisation_may_have_one_of_the_same_name(world, in_app, session):
    with in_app():
        services.add_venue(world.away.id, VenueText("Nyborg Strand"), by=None)
    assert session.scalar(sa.select(sa.func.count(Venue.id))) == 3


def test_a_new_name_and_address_reach_what_is_to_come_and_leave_the_past(
    world, held_at, act, session
):
    coming = held_at()
    today = held_at(date(2026, 11, 22), world.room)
    past = held_at(date(2026, 11, 21), world.room)
    draft = held_at(date(2027, 1, 7), published_at=None)
    undated = held_at(None)
    before = [(a.sequence, a.revised_at) for a in (coming, past, draft)]
    version = world.cohort.plan_version
    write(act, VenueText("Strandhotellet", "Strandvejen 9", 40))
    assert (coming.place, coming.address) == ("Strandhotellet", "Strandvejen 9")
    assert today.place == "Strandhotellet, Lokale 3"
    assert (past.place, past.address) == ("Nyborg Strand, Lokale 3", "Østersøvej 2")
    assert draft.place == undated.place == "Strandhotellet"
    assert (coming.sequence, past.sequence, draft.sequence) == (1, 0, 0)
    assert coming.revised_at > before[0][1]
    assert past.revised_at == before[1][1]
    assert world.cohort.plan_version > version
    told = session.scalars(sa.select(ActivityChange.activity_id)).all()
    assert set(told) == {coming.id, today.id, undated.id}  # drafts are nobody's to be told of


def test_what_leaves_the_words_as_they_are_revises_nothing(world, held_at, act):
    activity = held_at()
    write(act, VenueText("Nyborg Strand", "Østersøvej 2", 60, "Ny parkering"))
    assert (world.strand.capacity, activity.sequence) == (60, 0)


def test_saving_what_stands_leaves_no_trace(world, act, session):
    write(act, VenueText("Nyborg Strand", "Østersøvej 2", 40), version=999)
    assert session.scalars(sa.select(AuditRow)).all() == []


def test_who_comes_second_sees_both(world, act):
    write(act, VenueText("Strandhotellet", "Østersøvej 2", 40))
    with pytest.raises(ConflictError) as found:
        write(act, VenueText("Nyborg Strand", "Østersøvej 2", 50), version=1)
    assert found.value.mine == {"Navn": "Nyborg Strand", "Pladser": "50"}
    assert found.value.theirs == {"Navn": "Strandhotellet", "Pladser": "40"}
    assert found.value.version == 2


def test_a_name_that_another_has_is_refused_also_when_edited(world, in_app, act):
    with in_app():
        services.add_venue(world.own.id, VenueText("Salen"), by=None)
    with pytest.raises(RuleBrokenError):
        write(act, VenueText("Salen"))


def test_closing_and_opening_again(world, act, session):
    act(lambda venue, by: services.close_venue(venue, by=by))
    assert world.strand.is_closed
    closed_at = world.strand.closed_at
    act(lambda venue, by: services.close_venue(venue, by=by))
    assert world.strand.closed_at == closed_at
    act(lambda venue, by: services.reopen_venue(venue, by=by))
    act(lambda venue, by: services.reopen_venue(venue, by=by))
    assert not world.strand.is_closed
    assert session.scalars(sa.select(AuditRow.action)).all() == ["closed", "reopened"]


# Rooms ----------------------------------------------------------------------------------------


def test_rooms_come_change_and_go(world, held_at, act, session):
    activity = held_at(room=world.room)
    act(lambda venue, by: services.add_room(venue, RoomText(" Sal  1 ", 80), by=by))
    assert [room.name for room in world.strand.rooms] == ["Lokale 3", "Sal 1", "Ærø"]

    def rename(venue, by):
        placing.edit_room(venue.rooms[0], RoomText("Lokale 30", 20), by=by)

    act(rename)
    assert (activity.place, activity.sequence) == ("Nyborg Strand, Lokale 30", 1)
    act(lambda venue, by: placing.remove_room(venue.rooms[1], by=by))
    assert [room.name for room in world.strand.rooms] == ["Lokale 30", "Ærø"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (RoomText(""), "name"),
        (RoomText("Ærø"), "name"),
        (RoomText("x" * 61), "name"),
        (RoomText("Sal", 0), "capacity"),
    ],
)
def test_what_a_room_may_not_be(act, text, field):
    with pytest.raises(RuleBrokenError) as refused:
        act(lambda venue, by: services.add_room(venue, text, by=by))
    assert refused.value.field == field


def test_a_room_keeps_its_own_name(world, act):
    act(lambda venue, by: placing.edit_room(venue.rooms[0], RoomText("Lokale 3", 30), by=by))
    assert world.room.capacity == 30


def test_a_room_with_something_to_come_stays_and_the_past_keeps_it_in_words(
    world, held_at, act, session
):
    past = held_at(date(2026, 5, 7), world.room)
    coming = held_at(room=world.room)
    with pytest.raises(RuleBrokenError):
        act(lambda venue, by: placing.remove_room(venue.rooms[0], by=by))
    session.delete(coming)
    act(lambda venue, by: placing.remove_room(venue.rooms[0], by=by))
    assert (past.room_id, past.place) == (None, "Nyborg Strand, Lokale 3")
    assert session.scalars(sa.select(Room.name)).all() == ["Ærø"]


# On an activity -------------------------------------------------------------------------------


def planned(world, in_app, session, **more):
    details = Details(kind=ActivityKind.SEMINAR, place="skrevet", address="i hånden", **more)
    day = date(2027, 1, 7)
    with in_app() as db:
        cohort = db.get(Cohort, world.cohort.id)
        new = ActivityPlan(details=details, when=When(starts_on=day, ends_on=day))
        key = plan(cohort, new, by=None).id
    return session.get(Activity, key)


def test_a_venue_gives_an_activity_its_place(world, in_app, session):
    made = planned(world, in_app, session, venue_id=world.strand.id)
    assert (made.venue_id, made.place, made.address) == (
        world.strand.id,
        "Nyborg Strand",
        "Østersøvej 2",
    )


def test_a_room_is_named_with_its_venue(world, in_app, session):
    made = planned(world, in_app, session, venue_id=world.strand.id, room_id=world.room.id)
    assert (made.room_id, made.place) == (world.room.id, "Nyborg Strand, Lokale 3")


def test_without_a_venue_the_words_are_ones_own(world, in_app, session):
    made = planned(world, in_app, session)
    assert (made.venue_id, made.place, made.address) == (None, "skrevet", "i hånden")


@pytest.mark.parametrize("case", ["another's venue", "closed", "another's room", "room alone"])
def test_only_what_stands_in_the_list_can_be_chosen(world, in_app, session, now, case):
    world.hotel.rooms = [Room(name="Stuen")]
    session.flush()
    keys = {
        "another's venue": {"venue_id": world.hotel.id},
        "closed": {"venue_id": world.strand.id},
        "another's room": {"venue_id": world.strand.id, "room_id": world.hotel.rooms[0].id},
        "room alone": {"room_id": world.room.id},
    }[case]
    if case == "closed":
        world.strand.closed_at = now
    with pytest.raises(RuleBrokenError) as refused:
        planned(world, in_app, session, **keys)
    assert refused.value.field == "where"


@pytest.fixture
def save(in_app, world, session):
    """`save(activity, place=…)` writes the activity's details anew."""

    def run(activity, **changes):
        with in_app() as db:
            found = db.get(Activity, activity.id)
            from dataclasses import replace

            details = replace(details_of(found), **changes)
            texts = texts_of(found) if found.starts_on else Texts()
            by = db.get(Person, world.karen.id)
            edit(found, details, texts, version=found.version, by=by, address="/")

    return run


def test_a_closed_venue_stays_where_it_stands(world, held_at, save, now):
    activity = held_at()
    world.strand.closed_at = now
    save(activity, title="Et nyt tema")
    assert (activity.title, activity.venue_id) == ("Et nyt tema", world.strand.id)


def test_what_is_over_keeps_the_name_it_was_held_under(world, held_at, save):
    past = held_at(date(2026, 5, 7), place="Det gamle navn")
    save(past, title="Rettet bagefter")
    assert (past.title, past.place) == ("Rettet bagefter", "Det gamle navn")
    save(past, room_id=world.room.id)
    assert past.place == "Nyborg Strand, Lokale 3"


def test_away_from_a_venue_again(world, held_at, save):
    activity = held_at(room=world.room)
    save(activity, venue_id=None, room_id=None, place="Hos Mette", address="")
    assert (activity.venue_id, activity.room_id, activity.place) == (None, None, "Hos Mette")
    assert activity.sequence == 1


# Busy times -----------------------------------------------------------------------------------

DAY = date(2027, 5, 3)


def busy_rows(session):
    return session.scalars(sa.select(BusyTime).order_by(BusyTime.id)).all()


def test_busy_is_noted_once_and_removed(world, in_app, session):
    span = BusySpan(DAY, date(2027, 5, 7))
    for _ in range(2):
        with in_app() as db:
            soren = db.get(Person, world.soren.id)
            services.note_busy(span, by=soren, person=soren)
    with in_app() as db:
        services.note_busy(span, by=None, venue=db.get(Venue, world.strand.id))
    rows = busy_rows(session)
    assert [(row.person_id, row.venue_id, row.made_by_id) for row in rows] == [
        (world.soren.id, None, world.soren.id),
        (None, world.strand.id, None),
    ]
    with in_app() as db:
        services.remove_busy(db.get(BusyTime, rows[0].id))
    assert len(busy_rows(session)) == 1


@pytest.mark.parametrize(
    ("span", "field"),
    [
        (BusySpan(date(1999, 5, 3), date(1999, 5, 3)), "days"),
        (BusySpan(DAY, date(2101, 1, 1)), "days"),
        (BusySpan(DAY, date(2027, 5, 2)), "days"),
        (BusySpan(DAY, date(2028, 5, 3)), "days"),
        (BusySpan(DAY, date(2027, 5, 4), time(9), time(10)), "start_time"),
        (BusySpan(DAY, DAY, time(9)), "end_time"),
        (BusySpan(DAY, DAY, None, time(9)), "start_time"),
        (BusySpan(DAY, DAY, time(9), time(9)), "end_time"),
    ],
)
def test_a_busy_time_within_reason(world, in_app, session, span, field):
    with in_app() as db, pytest.raises(RuleBrokenError) as refused:
        services.note_busy(span, by=None, person=db.get(Person, world.soren.id))
    assert refused.value.field == field
    assert busy_rows(session) == []


def test_hours_of_a_day(world, in_app, session):
    with in_app() as db:
        span = BusySpan(DAY, DAY, time(9), time(12))
        services.note_busy(span, by=None, person=db.get(Person, world.soren.id))
    assert busy_rows(session)[0].start_time == time(9)


def test_a_file_without_anything_busy_takes_the_place_of_the_one_before(world, in_app):
    key = world.soren.id
    with in_app() as db:
        soren = db.get(Person, key)
        span = services.BusySpan(date(2026, 12, 3), date(2026, 12, 3))
        services.take_file([span], by=soren, person=soren)
        services.take_file([], by=soren, person=soren)
        assert db.scalars(sa.select(BusyTime).where(BusyTime.person_id == key)).all() == []
