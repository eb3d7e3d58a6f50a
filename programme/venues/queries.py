"""What is asked about venues and busy times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.cohorts.models import Cohort, Enrolment, Role
from programme.cohorts.queries import coordinated_by
from programme.core.db import db
from programme.people.models import CoordinatorGrant, Organisation, Person
from programme.venues.models import BusyTime, Room, Venue

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime


def find_venue(key: int) -> Venue | None:
    """A venue with its rooms and its organisation."""
    return db.session.scalar(
        select(Venue)
        .where(Venue.id == key)
        .options(joinedload(Venue.organisation, innerjoin=True), selectinload(Venue.rooms))
    )


def find_room(key: int) -> Room | None:
    """A room with its venue."""
    return db.session.scalar(
        select(Room)
        .where(Room.id == key)
        .options(joinedload(Room.venue, innerjoin=True).selectinload(Venue.rooms))
    )


def offered(organisation_id: int, besides: int | None = None) -> list[Venue]:
    """The organisation's open venues with their rooms, by name; and one that stands already."""
    return list(
        db.session.scalars(
            select(Venue)
            .where(
                or_(
                    (Venue.organisation_id == organisation_id) & Venue.closed_at.is_(None),
                    Venue.id == besides,
                )
            )
            .options(selectinload(Venue.rooms).joinedload(Room.venue, innerjoin=True))
            .order_by(Venue.name, Venue.id)
        )
    )


def kept_by(person: Person) -> ColumnElement[bool]:
    """SQL's side of `policy.can_keep`, for a statement that selects from Organisation."""
    if person.is_administrator:
        return Organisation.id.is_not(None)
    granted = exists().where(
        CoordinatorGrant.person_id == person.id,
        CoordinatorGrant.organisation_id == Organisation.id,
    )
    return or_(
        granted,
        exists().where(Cohort.organisation_id == Organisation.id, coordinated_by(person.id)),
    )


def organisations_of(person: Person) -> list[Organisation]:
    """Those whose venues and partners the person keeps, by name."""
    return list(
        db.session.scalars(select(Organisation).where(kept_by(person)).order_by(Organisation.name))
    )


def venues_of(organisation_ids: Collection[int]) -> list[Venue]:
    """The organisations' venues with their rooms, closed ones last."""
    return list(
        db.session.scalars(
            select(Venue)
            .where(Venue.organisation_id.in_(organisation_ids))
            .options(selectinload(Venue.rooms))
            .order_by(Venue.closed_at.is_not(None), Venue.name, Venue.id)
        )
    )


def cohorts_of(organisation_id: int) -> list[Cohort]:
    """The organisation's cohorts, as the policy asks for them."""
    return list(db.session.scalars(select(Cohort).where(Cohort.organisation_id == organisation_id)))


def find_facilitator(key: int) -> Person | None:
    """Somebody who may be noted as busy; whether one may do so, the policy says."""
    return db.session.get(Person, key)


def led_by(person_id: int) -> list[Cohort]:
    """The cohorts that the person facilitates now."""
    return list(
        db.session.scalars(
            select(Cohort)
            .join(Cohort.enrolments)
            .where(
                Enrolment.person_id == person_id,
                Enrolment.role == Role.FACILITATOR,
                Enrolment.ended_at.is_(None),
            )
        )
    )


def facilitators_for(viewer: Person) -> list[Person]:
    """Everybody whom the viewer may note as busy, by name: the list beside `can_note_busy`."""
    leads = exists().where(
        Enrolment.person_id == Person.id,
        Enrolment.role == Role.FACILITATOR,
        Enrolment.ended_at.is_(None),
        Enrolment.cohort_id == Cohort.id,
        or_(Enrolment.person_id == viewer.id, coordinated_by(viewer.id)),
    )
    return list(db.session.scalars(select(Person).where(leads).order_by(Person.name, Person.id)))


def busy_of_person(person_id: int, since: date) -> list[BusyTime]:
    """When the person is busy from a day on, as noted by hand."""
    return _busy(BusyTime.person_id == person_id, since)


def busy_of_venue(venue_id: int, since: date) -> list[BusyTime]:
    """When the venue is taken from a day on, as noted by hand."""
    return _busy(BusyTime.venue_id == venue_id, since)


@dataclass(frozen=True, slots=True)
class FromFile:
    """What came with a calendar file: how many times, over which days, and when it was read."""

    count: int
    first: date
    last: date
    read_at: datetime


def file_of_person(person_id: int) -> FromFile | None:
    """What a file has brought of the person; None without one."""
    return _file(BusyTime.person_id == person_id)


def file_of_venue(venue_id: int) -> FromFile | None:
    """What a file has brought of the venue; None without one."""
    return _file(BusyTime.venue_id == venue_id)


def find_busy(key: int) -> BusyTime | None:
    """A busy time with the person or venue that it is of."""
    return db.session.scalar(
        select(BusyTime)
        .where(BusyTime.id == key)
        .options(joinedload(BusyTime.person), joinedload(BusyTime.venue))
    )


def _busy(condition: ColumnElement[bool], since: date) -> list[BusyTime]:
    return list(
        db.session.scalars(
            select(BusyTime)
            .where(condition, BusyTime.ends_on >= since, ~BusyTime.from_file)
            .order_by(BusyTime.starts_on, BusyTime.start_time, BusyTime.id)
        )
    )


def _file(condition: ColumnElement[bool]) -> FromFile | None:
    count, first, last, read_at = db.session.execute(
        select(
            func.count(),
            func.min(BusyTime.starts_on),
            func.max(BusyTime.ends_on),
            func.max(BusyTime.made_at),
        ).where(condition, BusyTime.from_file)
    ).one()
    return FromFile(count, first, last, read_at) if count else None
