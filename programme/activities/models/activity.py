"""Everything scheduled. Days and times are those on the wall in Copenhagen."""

from __future__ import annotations

import enum
from datetime import date, datetime, time

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.cohorts.models import Cohort, Role
from programme.core.db import Base
from programme.frameworks.models import CompetenceGoal
from programme.people.models import LeadershipLevel, Person
from programme.programmes.content import ActivityKind, Audience, Marker
from programme.programmes.models import ProgrammeObjective, Track
from programme.venues.models import Room, Venue

# What a role in the cohort may find on its plan.
AUDIENCES = {
    Role.PARTICIPANT: frozenset({Audience.JOINT, Audience.LEADERS}),
    Role.APPOINTED_EMPLOYEE: frozenset({Audience.JOINT, Audience.EMPLOYEES}),
}

activity_level = Table(
    "activity_level",
    Base.metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("leadership_level_id", ForeignKey("leadership_level.id"), primary_key=True),
)
activity_goal = Table(
    "activity_goal",
    Base.metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("competence_goal_id", ForeignKey("competence_goal.id"), primary_key=True, index=True),
)
activity_objective = Table(
    "activity_objective",
    Base.metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("programme_objective_id", ForeignKey("programme_objective.id"), primary_key=True),
)
# Persons for whom the activity is meant besides its audience, or instead of it.
activity_person = Table(
    "activity_person",
    Base.metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
)
activity_facilitator = Table(
    "activity_facilitator",
    Base.metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
)


class Activity(Base):
    """One entry of a cohort's plan.

    `uid` is its identity in every calendar, for good. `sequence` and `revised_at` rise with
    each change that a reader can see once it is published. No levels: for all levels.
    With a venue, `place` and `address` are the venue's own words at the last writing.
    `part_of` is the plan's item that this one carries out for the persons named on it.
    """

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("window_to >= window_from", name="window_in_order"),
        Index("ix_activity_cohort_id", "cohort_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    kind: Mapped[ActivityKind]
    number: Mapped[int | None]
    title: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    window_from: Mapped[date | None]
    window_to: Mapped[date | None]
    moved_from: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    audience: Mapped[Audience] = mapped_column(default=Audience.JOINT)
    marker: Mapped[Marker] = mapped_column(default=Marker.NONE)
    preparation: Mapped[str] = mapped_column(default="")
    bring: Mapped[str] = mapped_column(default="")
    try_afterwards: Mapped[str] = mapped_column(default="")
    # What members are asked before the day, and until when.
    answers_until: Mapped[date | None]
    asks_overnight: Mapped[bool] = mapped_column(default=False, server_default=false())
    asks_diet: Mapped[bool] = mapped_column(default=False, server_default=false())
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    cohort: Mapped[Cohort] = relationship()
    track: Mapped[Track | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
    room: Mapped[Room | None] = relationship()
    named: Mapped[list[Person]] = relationship(secondary=activity_person, order_by=Person.name)
    levels: Mapped[list[LeadershipLevel]] = relationship(
        secondary=activity_level, order_by=LeadershipLevel.position
    )
    goals: Mapped[list[CompetenceGoal]] = relationship(
        secondary=activity_goal, order_by=CompetenceGoal.number
    )
    objectives: Mapped[list[ProgrammeObjective]] = relationship(
        secondary=activity_objective, order_by=ProgrammeObjective.number
    )
    facilitators: Mapped[list[Person]] = relationship(
        secondary=activity_facilitator, order_by=Person.name
    )
    days: Mapped[list[ActivityDay]] = relationship(
        order_by="ActivityDay.number", cascade="all, delete-orphan"
    )
    links: Mapped[list[ActivityLink]] = relationship(
        order_by="ActivityLink.position", cascade="all, delete-orphan"
    )
    changes: Mapped[list[ActivityChange]] = relationship(
        back_populates="activity", order_by="ActivityChange.at.desc(), ActivityChange.id.desc()"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def is_published(self) -> bool:
        """Whether members see it."""
        return self.published_at is not None

    @property
    def is_cancelled(self) -> bool:
        """Whether it is called off."""
        return self.cancelled_at is not None


class ActivityDay(Base):
    """The programme of one day of an activity, the first being 1."""

    __tablename__ = "activity_day"
    __table_args__ = (UniqueConstraint("activity_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    number: Mapped[int]
    programme: Mapped[str]


class ActivityLink(Base):
    """A link to read or watch."""

    __tablename__ = "activity_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[str]
    url: Mapped[str]


class ChangeKind(enum.Enum):
    """What happened to an activity."""

    CREATED = "created"
    EDITED = "edited"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    PUBLISHED = "published"


class ChangeBatch(Base):
    """Changes of a cohort's plan that were gathered as drafts and made known together."""

    __tablename__ = "change_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")


class DraftChange(Base):
    """A move, cancelling or restoring that waits to be made known with others, one an activity.

    `seen_version` is the activity's version when it was drafted.
    """

    __tablename__ = "draft_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), unique=True
    )
    kind: Mapped[ChangeKind]
    seen_version: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    window_from: Mapped[date | None]
    window_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    activity: Mapped[Activity] = relationship()
    by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class ActivityChange(Base):
    """One line of the change list: what, when, by whom, why; for a move the dates before it."""

    __tablename__ = "activity_change"
    __table_args__ = (Index("ix_activity_change_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ChangeKind]
    reason: Mapped[str] = mapped_column(default="")
    old_starts_on: Mapped[date | None]
    old_ends_on: Mapped[date | None]
    old_start_time: Mapped[time | None]
    old_end_time: Mapped[time | None]
    old_moved_from: Mapped[date | None]
    old_window_from: Mapped[date | None]
    old_window_to: Mapped[date | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("change_batch.id"), index=True)

    activity: Mapped[Activity] = relationship(back_populates="changes")
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])
