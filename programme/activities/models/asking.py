"""What a facilitator has answered to a date."""

from __future__ import annotations

import enum
from datetime import date, datetime, time

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models.activity import Activity
from programme.core.db import Base
from programme.people.models import Person


class FacilitatorAnswer(enum.Enum):
    """Yes or no to the days asked about."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class FacilitatorRequest(Base):
    """A facilitator was asked whether these days will do; other days need another request.

    `token_hash` belongs to the mailed link, made when the mail is sent.
    """

    __tablename__ = "facilitator_request"
    __table_args__ = (UniqueConstraint("activity_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    answer: Mapped[FacilitatorAnswer | None]
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")

    activity: Mapped[Activity] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
