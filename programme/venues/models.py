"""Venues with their rooms, and times at which a venue or a person cannot be had."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import Base
from programme.people.models import Organisation, Person


class Venue(Base):
    """A place that an organisation uses. A closed one stays where it is used already."""

    __tablename__ = "venue"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    rooms: Mapped[list[Room]] = relationship(
        back_populates="venue", order_by="Room.name", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def is_closed(self) -> bool:
        """Whether it is offered no more."""
        return self.closed_at is not None


class Room(Base):
    """A room of a venue, with seats of its own."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("venue_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id", ondelete="CASCADE"))
    name: Mapped[str]
    capacity: Mapped[int | None]

    venue: Mapped[Venue] = relationship(back_populates="rooms")

    @property
    def place(self) -> str:
        """The room as an activity names it: "Nyborg Strand, Lokale 3"."""
        return f"{self.venue.name}, {self.name}"


class BusyTime(Base):
    """Days, or hours of one day, at which a person or a venue is taken; never what by."""

    __tablename__ = "busy_time"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (venue_id IS NULL)", name="of_one"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    # Came with a calendar file; the next file takes its place, by hand it is removed one by one.
    from_file: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    venue: Mapped[Venue | None] = relationship()
