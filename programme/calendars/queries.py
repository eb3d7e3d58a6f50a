"""What is asked about calendar addresses, and what calendar files are made of.

A poll costs one statement, or two with the bytes. They run on a Core connection: no row object,
no session, no user is loaded for them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.calendars.choices import Choice, Scope
from programme.calendars.models import FeedAddress, FeedBody, StoredEvent
from programme.cohorts.models import Cohort, Enrolment, Role
from programme.core import clock
from programme.core.db import db
from programme.people.models import Person
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date, datetime, time

    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import InstrumentedAttribute

_address = FeedAddress.__table__.c
_body = FeedBody.__table__.c
_person = Person.__table__.c
_enrolment = Enrolment.__table__.c
_cohort = Cohort.__table__.c

# Any change in any of the person's cohorts raises the sum; which cohorts these are is counted in
# the person's own version.
_cohorts_version = (
    select(func.coalesce(func.sum(_cohort.plan_version), 0))
    .where(
        _cohort.id == _enrolment.cohort_id,
        _enrolment.person_id == _person.id,
        _enrolment.ended_at.is_(None),
    )
    .correlate(Person.__table__)
    .scalar_subquery()
)
_body_that_holds = and_(
    _body.person_id == _address.person_id,
    _body.variant == _address.variant,
    _body.person_version == _person.plan_version,
    _body.cohorts_version == _cohorts_version,
    _body.epoch == bindparam("epoch"),
    _body.valid_until > bindparam("today"),
)
_FEED = (
    select(
        _address.id,
        _address.person_id,
        _address.variant,
        _address.last_fetched_at,
        _person.plan_version,
        _cohorts_version,
        _body.etag,
    )
    .select_from(FeedAddress.__table__)
    .join(Person.__table__, _address.person_id == _person.id)
    .outerjoin(FeedBody.__table__, _body_that_holds)
    .where(
        _address.token_hash == bindparam("token_hash"),
        _address.closed_at.is_(None),
        _person.disabled_at.is_(None),
    )
)
_BODY = select(_body.etag, _body.body).where(
    _body.person_id == bindparam("person_id"), _body.variant == bindparam("variant")
)


# A calendar that has not asked for so long is taken for one that nobody looks at any more.
IN_USE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Fetching:
    """How many calendars show an activity, and how many of these have not fetched its change."""

    count: int
    behind: int


@dataclass(frozen=True, slots=True)
class Feed:
    """An open address. `etag` is that of the stored body, None when it no longer holds."""

    address_id: int
    person_id: int
    variant: str
    last_fetched_at: datetime | None
    person_version: int
    cohorts_version: int
    etag: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity in a calendar. `block` is its stored VEVENT, None when that is out of date."""

    activity_id: int
    ends_on: date
    cancelled: bool
    block: bytes | None


@dataclass(frozen=True, slots=True)
class EventSource:
    """What a VEVENT is made of."""

    activity_id: int
    uid: str
    sequence: int
    revised_at: datetime
    kind: ActivityKind
    number: int | None
    title: str
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None
    place: str
    address: str
    preparation: str
    bring: str
    cancelled: bool


# In the order of EventSource's fields.
_SOURCE: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...] = (
    Activity.id,
    Activity.uid,
    Activity.sequence,
    Activity.revised_at,
    Activity.kind,
    Activity.number,
    Activity.title,
    Activity.starts_on,
    func.coalesce(Activity.ends_on, Activity.starts_on),
    Activity.start_time,
    Activity.end_time,
    Activity.place,
    Activity.address,
    Activity.preparation,
    Activity.bring,
    Activity.cancelled_at.is_not(None),
)


def token_hash(token: str) -> str:
    """SHA-256 in hexadecimal; whatever stood in the path, however broken, has one."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def find_feed(connection: Connection, hashed: str, *, epoch: int, today: date) -> Feed | None:
    """The open address of somebody whose account is open."""
    values = {"token_hash": hashed, "epoch": epoch, "today": today}
    row = connection.execute(_FEED, values).one_or_none()
    return Feed(*row) if row else None


def find_body(connection: Connection, feed: Feed) -> tuple[str, bytes] | None:
    """ETag and bytes that are stored for an address, whatever they were built from."""
    values = {"person_id": feed.person_id, "variant": feed.variant}
    row = connection.execute(_BODY, values).one_or_none()
    return (row.etag, bytes(row.body)) if row else None


def personal_entries(
    connection: Connection, person_id: int, choice: Choice, *, epoch: int
) -> list[Entry]:
    """What is dated in a person's own plan and within the choice, by date."""
    condition = and_(activities.in_plan_of(person_id), *_within(choice, person_id))
    return _entries(connection, condition, epoch, choice.style)


def _within(choice: Choice, person_id: int) -> Iterator[ColumnElement[bool]]:
    if choice.scope is Scope.COHORT:
        yield Activity.cohort_id == choice.cohort_id
    elif choice.scope is Scope.FACILITATED:
        yield activities.facilitated_by(person_id)
    elif choice.scope is Scope.SHADOWING:
        yield Activity.kind == ActivityKind.SHADOWING
    if choice.drops_cancelled:
        yield Activity.cancelled_at.is_(None)


def cohort_entries(
    connection: Connection, cohort_id: int, person_id: int, *, epoch: int
) -> list[Entry]:
    """What is published, dated and for this person to see in a cohort's plan, by date.

    What is for others by name is theirs alone, also beside one who oversees the cohort.
    """
    condition = and_(
        Activity.cohort_id == cohort_id,
        activities.shown(),
        activities.seen_by(person_id),
        or_(activities.common(), activities.named_on(person_id)),
    )
    return _entries(connection, condition, epoch)


def activity_entries(connection: Connection, activity_id: int, *, epoch: int) -> list[Entry]:
    """One dated activity."""
    return _entries(connection, Activity.id == activity_id, epoch)


def _entries(
    connection: Connection, condition: ColumnElement[bool], epoch: int, style: str = ""
) -> list[Entry]:
    stored = and_(
        StoredEvent.activity_id == Activity.id,
        StoredEvent.style == style,
        StoredEvent.sequence == Activity.sequence,
        StoredEvent.epoch == epoch,
    )
    rows = connection.execute(
        select(
            Activity.id,
            func.coalesce(Activity.ends_on, Activity.starts_on),
            Activity.cancelled_at.is_not(None),
            StoredEvent.body,
        )
        .join(Cohort, Activity.cohort_id == Cohort.id)
        .outerjoin(StoredEvent, stored)
        .where(Activity.starts_on.is_not(None), condition)
        .order_by(Activity.starts_on, Activity.id)
    )
    return [Entry(*row) for row in rows]


def event_sources(connection: Connection, activity_ids: Iterable[int]) -> list[EventSource]:
    """What the VEVENTs of these dated activities are made of."""
    rows = connection.execute(
        select(*_SOURCE)
        .where(Activity.id.in_(list(activity_ids)))
        .order_by(Activity.id)  # several at once keep their events in the same order: no deadlock
    )
    return [EventSource(*row) for row in rows]


def last_joined_or_left(connection: Connection, person_id: int) -> datetime:
    """When the person last got or lost a place in a cohort, else when the account was made."""
    last = func.max(func.coalesce(Enrolment.ended_at, Enrolment.joined_at))
    moment: datetime = connection.execute(
        select(func.coalesce(last, Person.created_at))
        .outerjoin(Enrolment, Enrolment.person_id == Person.id)
        .where(Person.id == person_id)
        .group_by(Person.id)
    ).scalar_one()
    return moment


def gone_since(connection: Connection, person_id: int, cohort_id: int | None) -> datetime | None:
    """When the person's last place ended, of one cohort or of all; None while there is one.

    Also None for somebody who never had one.
    """
    place = [Enrolment.person_id == person_id]
    if cohort_id is not None:
        place.append(Enrolment.cohort_id == cohort_id)
    open_places, last = connection.execute(
        select(func.count() - func.count(Enrolment.ended_at), func.max(Enrolment.ended_at)).where(
            *place
        )
    ).one()
    return None if open_places else last


def leads(person_id: int) -> bool:
    """Whether the person is a facilitator anywhere now."""
    place = select(Enrolment.id).where(
        Enrolment.person_id == person_id,
        Enrolment.role == Role.FACILITATOR,
        Enrolment.ended_at.is_(None),
    )
    return db.session.scalar(place.limit(1)) is not None


def own_cohorts(person_id: int) -> dict[int, str]:
    """Names of the cohorts in which the person has an activity as learner or facilitator."""
    return {cohort.id: cohort.name for cohort in activities.own_cohorts(person_id)}


def cohort_name(connection: Connection, cohort_id: int | None) -> str | None:
    """What the cohort is called; None without one."""
    if cohort_id is None:
        return None
    name: str = connection.execute(select(_cohort.name).where(_cohort.id == cohort_id)).scalar_one()
    return name


def find_address(key: int) -> FeedAddress | None:
    """A calendar address, open or closed."""
    return db.session.get(FeedAddress, key)


def addresses_of(person_id: int) -> list[FeedAddress]:
    """A person's open calendar addresses, the oldest first."""
    return list(
        db.session.scalars(
            select(FeedAddress)
            .where(FeedAddress.person_id == person_id, FeedAddress.closed_at.is_(None))
            .order_by(FeedAddress.created_at, FeedAddress.id)
        )
    )


def has_fetching_calendar(person_id: int) -> bool:
    """Whether a calendar of the person's has fetched the dates by an address that is open."""
    return bool(
        db.session.scalar(
            select(FeedAddress.id)
            .where(
                FeedAddress.person_id == person_id,
                FeedAddress.closed_at.is_(None),
                FeedAddress.last_fetched_at.is_not(None),
            )
            .limit(1)
        )
    )


def fetching(activity: Activity, person_ids: Collection[int], since: datetime) -> Fetching:
    """Of the calendars of these persons that show the activity: who has not asked since."""
    rows = db.session.execute(
        select(FeedAddress.person_id, FeedAddress.variant, FeedAddress.last_fetched_at).where(
            FeedAddress.person_id.in_(person_ids),
            FeedAddress.closed_at.is_(None),
            FeedAddress.last_fetched_at > clock.now() - IN_USE,
        )
    )
    asked: list[datetime] = [
        fetched_at
        for person_id, variant, fetched_at in rows
        if fetched_at and _shows(Choice.of(variant), activity, person_id)
    ]
    return Fetching(len(asked), sum(fetched_at < since for fetched_at in asked))


def _shows(choice: Choice, activity: Activity, person_id: int) -> bool:
    """Whether an address of that choice serves the activity to somebody in whose plan it is."""
    if choice.scope is Scope.COHORT:
        return activity.cohort_id == choice.cohort_id
    if choice.scope is Scope.FACILITATED:
        return any(facilitator.id == person_id for facilitator in activity.facilitators)
    return choice.scope is Scope.ALL or activity.kind is ActivityKind.SHADOWING
