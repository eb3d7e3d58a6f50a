"""What is asked about invitations: whose plan to look at, what is in it, what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from programme.activities import queries as activities
from programme.activities.models import Activity, ActivityChange
from programme.calendars import event_text, queries
from programme.calendars.invitation_rules import Known, Present, Told
from programme.calendars.models import InvitationLook, SentInvitation
from programme.cohorts.models import Cohort, Enrolment
from programme.core.db import db
from programme.notifications.models import NoticeChoice
from programme.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds now for somebody who has chosen invitations: while it does, nothing is due."""

    person_id: int
    email: str
    person_version: int
    choice_version: int
    cohorts_version: int


def not_looked_at(connection: Connection) -> list[Holding]:
    """Whose plan, choice or address may have changed since it was looked at; the first of them."""
    cohorts_version = (
        select(func.coalesce(func.sum(Cohort.plan_version), 0))
        .where(
            Cohort.id == Enrolment.cohort_id,
            Enrolment.person_id == Person.id,
            Enrolment.ended_at.is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    look = InvitationLook
    rows = connection.execute(
        select(Person.id, Person.email, Person.plan_version, NoticeChoice.version, cohorts_version)
        .join(NoticeChoice, NoticeChoice.person_id == Person.id)
        .outerjoin(look, look.person_id == Person.id)
        .where(
            NoticeChoice.invitations,
            Person.disabled_at.is_(None),
            or_(
                look.person_id.is_(None),
                look.email != Person.email,
                look.person_version != Person.plan_version,
                look.choice_version != NoticeChoice.version,
                look.cohorts_version != cohorts_version,
            ),
        )
        .order_by(Person.id)  # workers beside each other wait, and do not lock each other out
        .limit(MOST)
    )
    return [Holding(*row) for row in rows]


def presents(person_id: int, activity_id: int | None = None) -> dict[int, Present]:
    """What is dated in the person's own plan, all of it or this one activity."""
    own: list[ColumnElement[bool]] = [activities.in_plan_of(person_id)]
    if activity_id is not None:
        own.append(Activity.id == activity_id)
    dated = select(Activity.id).join(Cohort).where(Activity.starts_on.is_not(None), *own)
    keys = db.session.scalars(dated).all()
    sources = queries.event_sources(db.session.connection(), keys) if keys else []
    return {source.activity_id: _present(source) for source in sources}


def _present(source: queries.EventSource) -> Present:
    event = event_text.plan_event(source, "")
    told = Told(
        event.title,
        event.place or "",
        event.starts_on,
        event.ends_on,
        event.start_time,
        event.end_time,
    )
    return Present(source.activity_id, source.uid, source.sequence, told, source.cancelled)


def sent(person_id: int) -> dict[tuple[int, bool], Known]:
    """What was sent last, of each activity: to the person, and as a copy."""
    rows = db.session.scalars(
        select(SentInvitation).where(SentInvitation.person_id == person_id)
    ).all()
    return {(row.activity_id, row.is_copy): known(row) for row in rows}


def find_sent(person_id: int, activity_id: int, *, is_copy: bool) -> SentInvitation | None:
    """The row itself; another worker that asks for it waits until we are done."""
    return db.session.get(SentInvitation, (person_id, activity_id, is_copy), with_for_update=True)


def known(row: SentInvitation) -> Known:
    """The row as values."""
    told = Told(row.title, row.place, row.starts_on, row.ends_on, row.start_time, row.end_time)
    return Known(row.address, told, row.is_cancelled, row.sequence, row.turn, row.sent_at)


def uid_of(activity_id: int) -> str:
    """The permanent name of an activity, in whose plan ever it is."""
    return db.session.execute(select(Activity.uid).where(Activity.id == activity_id)).scalar_one()


def is_in_plan(person_id: int, activity_id: int) -> bool:
    """Whether the activity is still in the person's plan, dated or not."""
    own = and_(Activity.id == activity_id, activities.in_plan_of(person_id))
    return db.session.scalar(select(Activity.id).join(Cohort).where(own)) is not None


def reason_since(activity_id: int, moment: datetime) -> str:
    """What was given as reason last, of the changes since then that hold."""
    reason = db.session.scalar(
        select(ActivityChange.reason)
        .where(
            ActivityChange.activity_id == activity_id,
            ActivityChange.undone_at.is_(None),
            ActivityChange.at >= moment,
            ActivityChange.reason != "",
        )
        .order_by(ActivityChange.id.desc())
        .limit(1)
    )
    return reason or ""
