"""Calendar addresses are opened and closed here, and calendars built and kept.

An activity is serialised once a change and a person's calendar joined once a change; what is kept
can be lost at any time and is then made anew, with the same bytes.
"""

from __future__ import annotations

import secrets
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, update
from sqlalchemy.exc import SQLAlchemyError

from programme.audit import services as audit
from programme.calendars import event_text, queries, window
from programme.calendars.choices import EVERYTHING, Choice
from programme.calendars.ical import SERIALISER_EPOCH, calendar_bytes, etag, event_bytes
from programme.calendars.models import FeedAddress, FeedBody, StoredEvent
from programme.core import clock
from programme.core.db import db, upsert, writing
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from programme.calendars.queries import Entry, Feed
    from programme.people.models import Person

MOST_ADDRESSES: Final = 20
NAME_CHARACTERS: Final = 60
NOTE_EVERY: Final = timedelta(hours=1)
NOTE_NEWS_EVERY: Final = timedelta(minutes=1)
# So long somebody who was taken out is told so; then the address answers nobody.
TOLD: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Serialised:
    """A VEVENT made just now, to be kept."""

    activity_id: int
    style: str
    sequence: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a calendar is called, for whom it is, where our pages lie, and its events' style.

    A feed is no larger than calendar programs take.
    """

    name: str
    person_id: int
    public_url: str
    style: str = ""
    is_feed: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """The bytes of a calendar, until when they hold, and which of its events are newly made."""

    body: bytes
    etag: str
    valid_until: date
    made: tuple[Serialised, ...]


def open_address(person: Person, name: str, choice: Choice = EVERYTHING) -> str:
    """Give the person one more calendar address; returns its secret, which is kept nowhere."""
    if choice.cohort_id is not None and choice.cohort_id not in queries.own_cohorts(person.id):
        raise RuleBrokenError(l_("Choose among what stands in the list."), "scope")
    if len(queries.addresses_of(person.id)) >= MOST_ADDRESSES:
        raise RuleBrokenError(l_("You have many addresses already. Close one you no longer use."))
    token = secrets.token_urlsafe(32)
    address = FeedAddress(
        person_id=person.id,
        name=name,
        variant=choice.variant,
        token_hash=queries.token_hash(token),
        created_at=clock.now(),
    )
    db.session.add(address)
    db.session.flush()
    audit.record("opened", "feed_address", address.id, actor_id=person.id)
    return token


def unused_name(person: Person, name: str) -> str:
    """The name, with a number where an open address of the person has it already."""
    taken = {address.name for address in queries.addresses_of(person.id)}
    names = (name, *(f"{name} {number}" for number in range(2, MOST_ADDRESSES + 2)))
    return next(each for each in names if each not in taken)


def close_address(address: FeedAddress, *, by: Person) -> None:
    """Let the address answer nobody any more, from now on and for good. Twice is once."""
    if address.closed_at is not None:
        return
    address.closed_at = clock.now()
    audit.record("closed", "feed_address", address.id, actor_id=by.id)


def replace_address(address: FeedAddress, *, by: Person) -> str:
    """Close the address and open one that serves the same; returns the new secret."""
    if address.closed_at is not None:
        raise RuleBrokenError(l_("The address is closed already. Make a new one."))
    close_address(address, by=by)
    db.session.flush()
    return open_address(by, address.name, Choice.of(address.variant))


def epoch(public_url: str) -> int:
    """What stored bytes depend on besides the plan: how we write, and where our pages lie."""
    return SERIALISER_EPOCH << 16 | zlib.crc32(public_url.encode()) & 0xFFFF


def personal_calendar(
    connection: Connection, person_id: int, public_url: str, choice: Choice = EVERYTHING
) -> Calendar | None:
    """A person's own plan, for a subscription; None when there has been nothing in it for long.

    Whoever was taken out is told so by the one event of an empty calendar; some months later the
    address answers as if it had never been.
    """
    entries = queries.personal_entries(connection, person_id, choice, epoch=epoch(public_url))
    entries = window.within(entries, clock.today())
    until = date.max if entries else _told_until(connection, person_id, choice)
    if until <= clock.today():
        return None
    name = event_text.calendar_name(queries.cohort_name(connection, choice.cohort_id))
    wanted = Wanted(name, person_id, public_url, choice.style, is_feed=True)
    made = _calendar(connection, entries, wanted)
    return replace(made, valid_until=min(made.valid_until, until))


def _told_until(connection: Connection, person_id: int, choice: Choice) -> date:
    """The first day on which somebody who has left is told nothing any more."""
    left = queries.gone_since(connection, person_id, choice.cohort_id)
    return left.astimezone(clock.COPENHAGEN).date() + TOLD if left else date.max


def cohort_calendar(
    connection: Connection, cohort: tuple[int, str], person_id: int, public_url: str
) -> Calendar:
    """What of a cohort's plan (its key and name are given) is for this person, as a file."""
    key, name = cohort
    entries = queries.cohort_entries(connection, key, person_id, epoch=epoch(public_url))
    entries = window.without_old_cancelled(entries, clock.today())
    return _calendar(connection, entries, Wanted(name, person_id, public_url))


def activity_calendar(
    connection: Connection, activity_id: int, person_id: int, public_url: str
) -> Calendar:
    """One activity as a file."""
    entries = queries.activity_entries(connection, activity_id, epoch=epoch(public_url))
    return _calendar(connection, entries, Wanted(event_text.CALENDAR_NAME, person_id, public_url))


def _calendar(connection: Connection, entries: list[Entry], wanted: Wanted) -> Calendar:
    stale = [entry.activity_id for entry in entries if entry.block is None]
    made = tuple(_serialise(connection, stale, wanted)) if stale else ()
    new = {event.activity_id: event.body for event in made}
    dated = [(entry.ends_on, entry.block or new.get(entry.activity_id)) for entry in entries]
    gone = _left_out(dated) if wanted.is_feed else frozenset()
    blocks = [block for day, block in dated if day not in gone]
    # Whoever has nothing gets one event that says so: of an empty file some programs keep the old.
    nothing = b"" if any(blocks) else _nothing(connection, wanted.person_id)
    body = calendar_bytes(wanted.name, blocks, if_empty=nothing)
    moves_on = window.moves_on(entries)
    if any(day >= clock.today() for day in gone):  # tomorrow there is room for more of them
        moves_on = min(moves_on, clock.today() + timedelta(days=1))
    return Calendar(body, etag(body), moves_on, made)


def _left_out(dated: list[tuple[date, bytes | None]]) -> frozenset[date]:
    return window.left_out(((day, len(block or b"")) for day, block in dated), clock.today())


def _serialise(
    connection: Connection, activity_ids: Iterable[int], wanted: Wanted
) -> Iterable[Serialised]:
    for source in queries.event_sources(connection, activity_ids):
        body = event_bytes(event_text.plan_event(source, wanted.public_url, wanted.style))
        if body is not None:
            yield Serialised(source.activity_id, wanted.style, source.sequence, body)


def _nothing(connection: Connection, person_id: int) -> bytes:
    return event_text.nothing_event(queries.last_joined_or_left(connection, person_id))


def keep(calendar: Calendar, public_url: str, feed: Feed | None = None) -> None:
    """Keep newly made events and, for `feed`, the joined bytes with what they were built from.

    In a short transaction of its own; losing it costs the next reader the work again.
    """
    if feed is None and not calendar.made:
        return
    with suppress(SQLAlchemyError), writing() as connection:
        _keep_events(connection, calendar.made, epoch(public_url))
        if feed is not None:
            _keep_body(connection, feed, calendar, epoch(public_url))


def _keep_events(connection: Connection, made: tuple[Serialised, ...], epoch: int) -> None:
    if made:
        rows = [asdict(event) | {"epoch": epoch} for event in made]
        _upsert(connection, StoredEvent, rows, "activity_id", "style")


def _keep_body(connection: Connection, feed: Feed, calendar: Calendar, epoch: int) -> None:
    row = {
        "person_id": feed.person_id,
        "variant": feed.variant,
        "person_version": feed.person_version,
        "cohorts_version": feed.cohorts_version,
        "epoch": epoch,
        "valid_until": calendar.valid_until,
        "etag": calendar.etag,
        "body": calendar.body,
    }
    _upsert(connection, FeedBody, [row], "person_id", "variant")


def _upsert(
    connection: Connection,
    model: type[FeedBody | StoredEvent],
    rows: list[dict[str, object]],
    *keys: str,
) -> None:
    """The last writer wins: what was built from older versions is seen to be stale and remade."""
    insert = upsert(model)
    new = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=new), rows)


def note_fetch(feed: Feed, program: str, *, is_news: bool = False) -> None:
    """Note that and by what the address was fetched, hourly at most; losing it is no harm.

    Asked at every poll: answered by the one statement that knows the feed, so that a calendar
    which only ever gets "not modified" still shows when it last asked. Of `is_news` the note does
    not wait: those who plan are told whose calendar shows a change.
    """
    moment, every = clock.now(), NOTE_NEWS_EVERY if is_news else NOTE_EVERY
    if feed.last_fetched_at is not None and moment - feed.last_fetched_at < every:
        return
    with suppress(SQLAlchemyError), writing() as connection:
        connection.execute(
            update(FeedAddress)
            .where(
                FeedAddress.id == feed.address_id,
                or_(  # unless another process has just done so
                    FeedAddress.last_fetched_at.is_(None),
                    FeedAddress.last_fetched_at <= moment - every,
                ),
            )
            .values(last_fetched_at=moment, last_client=program)
        )
