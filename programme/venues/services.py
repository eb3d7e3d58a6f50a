"""What changes venues, their rooms, and busy times."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, delete, exists, insert, select

from programme.audit import services as audit
from programme.cohorts import services as cohorts
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.venues.models import BusyTime, Room, Venue

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, time

    from programme.people.models import Person

LONGEST_NAME: Final = 120
LONGEST_ROOM: Final = 60
LONGEST_ADDRESS: Final = 200
LONGEST_NOTE: Final = 2_000
MOST_SEATS: Final = 10_000
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
LONGEST_BUSY: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class VenueText:
    """A place with what one has to know of it."""

    name: str
    address: str = ""
    capacity: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoomText:
    """A room and its seats."""

    name: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class BusySpan:
    """Whole days, or hours of one day."""

    starts_on: date
    ends_on: date
    start_time: time | None = None
    end_time: time | None = None


def add_venue(organisation_id: int, text: VenueText, *, by: Person | None) -> Venue:
    """Add a venue whose name no other of the organisation has."""
    text = _checked(text)
    _check_free(organisation_id, text.name)
    venue = Venue(organisation_id=organisation_id, rooms=[])
    _write(venue, text)
    db.session.add(venue)
    return _kept(venue, "added", by)


def edit_venue(venue: Venue, text: VenueText, *, version: int, by: Person, address: str) -> None:
    """Write a venue anew. `address` is where to go on when somebody else was faster."""
    text, stands = _checked(text), text_of(venue)
    if text == stands:
        return
    if version != venue.version:
        _conflict(text, stands, address, venue.version)
    _check_free(venue.organisation_id, text.name, Venue.id != venue.id)
    _write(venue, text)
    _kept(venue, "edited", by)


def close_venue(venue: Venue, *, by: Person) -> None:
    """Offer it no more; where it is used, it stays."""
    if not venue.is_closed:
        venue.closed_at = clock.now()
        _kept(venue, "closed", by)


def reopen_venue(venue: Venue, *, by: Person) -> None:
    """Offer it again."""
    if venue.is_closed:
        venue.closed_at = None
        _kept(venue, "reopened", by)


def add_room(venue: Venue, text: RoomText, *, by: Person | None) -> Room:
    """Add a room whose name no other of the venue has."""
    name = _room_name(venue, text.name)
    room = Room(name=name, capacity=_seats(text.capacity))
    venue.rooms.append(room)
    _kept(venue, "edited", by)
    return room


def edit_room(room: Room, text: RoomText, *, by: Person) -> None:
    """Give a room another name or other seats."""
    room.name = _room_name(room.venue, text.name, room)
    room.capacity = _seats(text.capacity)
    _kept(room.venue, "edited", by)


def remove_room(room: Room, *, by: Person) -> None:
    """Take a room away that no activity names."""
    venue = room.venue
    venue.rooms.remove(room)
    _kept(venue, "edited", by)


def note_busy(
    span: BusySpan,
    *,
    by: Person | None,
    person: Person | None = None,
    venue: Venue | None = None,
) -> BusyTime:
    """Say when somebody, or a venue, is busy; never with what. The same twice is once."""
    _check_span(span)
    found = _same_busy(span, person, venue)
    if found:
        return found
    busy = BusyTime(
        person=person,
        venue=venue,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        start_time=span.start_time,
        end_time=span.end_time,
        made_by_id=by.id if by else None,
        made_at=clock.now(),
    )
    db.session.add(busy)
    db.session.flush()
    cohorts.judged_otherwise()
    return busy


def remove_busy(busy: BusyTime) -> None:
    """Say that the time is free after all."""
    db.session.delete(busy)
    db.session.flush()
    cohorts.judged_otherwise()


def take_file(
    spans: Collection[BusySpan],
    *,
    by: Person,
    person: Person | None = None,
    venue: Venue | None = None,
) -> None:
    """Note what came with a calendar file, in place of what came with the one before."""
    _forget_file(person, venue)
    common = {
        "person_id": person.id if person else None,
        "venue_id": venue.id if venue else None,
        "from_file": True,
        "made_by_id": by.id,
        "made_at": clock.now(),
    }
    rows = [asdict(span) | common for span in spans]
    if rows:
        db.session.execute(insert(BusyTime), rows)
    _record_file("read", by, person, venue)


def forget_file(*, by: Person, person: Person | None = None, venue: Venue | None = None) -> None:
    """Take back all that came with a calendar file; what was noted by hand stands."""
    if _forget_file(person, venue):
        _record_file("removed", by, person, venue)


def text_of(venue: Venue) -> VenueText:
    """What stands now."""
    return VenueText(venue.name, venue.address, venue.capacity, venue.note)


def _checked(text: VenueText) -> VenueText:
    return VenueText(
        _line(text.name, "name", LONGEST_NAME, needed=True),
        _line(text.address, "address", LONGEST_ADDRESS),
        _seats(text.capacity),
        _short(text.note.strip(), "note", LONGEST_NOTE),
    )


def _write(venue: Venue, text: VenueText) -> None:
    venue.name, venue.address = text.name, text.address
    venue.capacity, venue.note = text.capacity, text.note


def _check_free(organisation_id: int, name: str, *others: ColumnElement[bool]) -> None:
    taken = exists().where(Venue.organisation_id == organisation_id, Venue.name == name, *others)
    if db.session.scalar(select(taken)):
        raise RuleBrokenError(l_("There is a venue of this name already."), "name")


def _room_name(venue: Venue, name: str, room: Room | None = None) -> str:
    name = _line(name, "name", LONGEST_ROOM, needed=True)
    if any(other.name == name for other in venue.rooms if other is not room):
        raise RuleBrokenError(l_("The venue has a room of this name already."), "name")
    return name


def _seats(capacity: int | None) -> int | None:
    if capacity is not None and not 1 <= capacity <= MOST_SEATS:
        raise RuleBrokenError(l_("The number of seats must be from 1 to 10,000."), "capacity")
    return capacity


def _line(text: str, field: str, longest: int, *, needed: bool = False) -> str:
    text = " ".join(text.split())
    if needed and not text:
        raise RuleBrokenError(l_("Give it a name."), field)
    return _short(text, field, longest)


def _short(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        message = l_("The text is too long. There is room for %(most)d characters.", most=longest)
        raise RuleBrokenError(message, field)
    return text


def _check_span(span: BusySpan) -> None:
    if not FIRST_YEAR <= span.starts_on.year <= span.ends_on.year <= LAST_YEAR:
        raise RuleBrokenError(l_("The year must lie between 2000 and 2100."), "days")
    if span.ends_on < span.starts_on:
        raise RuleBrokenError(l_("The last day lies before the first."), "days")
    if span.ends_on - span.starts_on >= LONGEST_BUSY:
        raise RuleBrokenError(l_("Note a year at most at a time."), "days")
    _check_hours(span)


def _check_hours(span: BusySpan) -> None:
    if span.start_time is None and span.end_time is None:
        return
    if span.starts_on != span.ends_on:
        raise RuleBrokenError(l_("Hours can be given for a single day only."), "start_time")
    if span.start_time is None or span.end_time is None:
        field = "end_time" if span.start_time else "start_time"
        raise RuleBrokenError(l_("Write both when it begins and when it ends."), field)
    if span.end_time <= span.start_time:
        raise RuleBrokenError(l_("It ends before it begins."), "end_time")


def _same_busy(span: BusySpan, person: Person | None, venue: Venue | None) -> BusyTime | None:
    return db.session.scalar(
        select(BusyTime).where(
            BusyTime.person_id == (person.id if person else None),
            BusyTime.venue_id == (venue.id if venue else None),
            BusyTime.starts_on == span.starts_on,
            BusyTime.ends_on == span.ends_on,
            BusyTime.start_time == span.start_time,
            BusyTime.end_time == span.end_time,
            ~BusyTime.from_file,
        )
    )


def _forget_file(person: Person | None, venue: Venue | None) -> int:
    """How many times went."""
    gone = db.session.execute(
        delete(BusyTime).where(
            BusyTime.person_id == (person.id if person else None),
            BusyTime.venue_id == (venue.id if venue else None),
            BusyTime.from_file,
        )
    )
    return int(gone.rowcount)  # type: ignore[attr-defined] # of its cursor


def _record_file(action: str, by: Person, person: Person | None, venue: Venue | None) -> None:
    cohorts.judged_otherwise()
    kind, key = ("venue", venue.id) if venue else ("person", person.id if person else None)
    audit.record(f"{action} busy times", kind, key, actor_id=by.id)


def _conflict(mine: VenueText, theirs: VenueText, address: str, version: int) -> None:
    said = [_shown(text) for text in (mine, theirs)]
    differing = [label for label in said[0] if said[0][label] != said[1][label]]
    mine_shown, theirs_shown = ({label: each[label] for label in differing} for each in said)
    raise ConflictError(mine_shown, theirs_shown, address, version)


def _shown(text: VenueText) -> dict[str, str]:
    """The text as a column of the conflict page."""
    return {
        str(l_("Name")): text.name,
        str(l_("Address")): text.address,
        str(l_("Seats")): str(text.capacity or ""),
        str(l_("Notes")): text.note,
    }


def _kept(venue: Venue, action: str, by: Person | None) -> Venue:
    db.session.flush()
    cohorts.judged_otherwise()
    audit.record(action, "venue", venue.id, actor_id=by.id if by else None)
    return venue
