"""Answers to an activity, presence on its days, and offers to catch up what was missed."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models import Activity
from programme.core.db import Base
from programme.people.models import Person


class Answer(Base):
    """A member's own answer before the day: coming, or an apology with its reason.

    Where the night is spent and what is eaten goes to the venue, and is deleted 30 days after.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("activity_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_coming: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    stays_overnight: Mapped[bool | None]
    diet: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]

    activity: Mapped[Activity] = relationship()
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class Presence(enum.Enum):
    """How somebody was there on a day."""

    PRESENT = "present"
    LATE = "late"
    PART = "part"
    ABSENT = "absent"


class Attendance(Base):
    """One person on one day of an activity."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("activity_id", "day", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    day: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    presence: Mapped[Presence]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class OfferState(enum.Enum):
    """What became of an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CatchUpOffer(Base):
    """Somebody who missed one activity may join the same in a parallel cohort."""

    __tablename__ = "catch_up_offer"
    __table_args__ = (UniqueConstraint("person_id", "missed_id", "offered_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    missed_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    offered_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[OfferState] = mapped_column(default=OfferState.OFFERED)
    offered_at: Mapped[datetime]
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    missed: Mapped[Activity] = relationship(foreign_keys=[missed_id])
    offered: Mapped[Activity] = relationship(foreign_keys=[offered_id])
