"""Subscription addresses and the bytes stored for them."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import Base
from programme.people.models import Person


class FeedAddress(Base):
    """One secret calendar address of a person. The token stands here as its SHA-256 only."""

    __tablename__ = "feed_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    # What it serves, and how, as `choices.Choice` writes it.
    variant: Mapped[str] = mapped_column(default="all:", server_default="all:")
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    last_fetched_at: Mapped[datetime | None]
    last_client: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class FeedBody(Base):
    """One variant of a person's calendar as last built, and what it was built from.

    It holds while the person's and the cohorts' plan versions and the serialiser's epoch are
    those it was built from, and until `valid_until`, the day its window moves on.
    """

    __tablename__ = "stored_calendar"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    variant: Mapped[str] = mapped_column(primary_key=True)
    person_version: Mapped[int]
    cohorts_version: Mapped[int]
    epoch: Mapped[int]
    valid_until: Mapped[date]
    etag: Mapped[str]
    body: Mapped[bytes]


class StoredEvent(Base):
    """One activity serialised once per change and style."""

    __tablename__ = "stored_vevent"

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True
    )
    style: Mapped[str] = mapped_column(primary_key=True, default="")
    sequence: Mapped[int]
    epoch: Mapped[int]
    body: Mapped[bytes]


class SentInvitation(Base):
    """What a calendar was last told of an activity by mail, and so what stands in it.

    `is_copy`: in that of the secretary, not in the person's own. Who chooses another address
    begins anew there. `turn` is that of the look that made the mail: tried again, it says the same.
    """

    __tablename__ = "sent_invitation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True
    )
    is_copy: Mapped[bool] = mapped_column(primary_key=True)
    address: Mapped[str]
    is_cancelled: Mapped[bool]
    sequence: Mapped[int]
    turn: Mapped[int]
    sent_at: Mapped[datetime]
    title: Mapped[str]
    place: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]


class InvitationLook(Base):
    """What held when a person's plan was last compared with the invitations sent.

    As long as these are the present ones there is nothing to send. `turn` counts the looks.
    """

    __tablename__ = "invitation_look"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    email: Mapped[str]
    person_version: Mapped[int]
    choice_version: Mapped[int]
    cohorts_version: Mapped[int]
    turn: Mapped[int]
