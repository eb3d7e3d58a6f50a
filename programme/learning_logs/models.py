"""A person's learning log: what was tried, what came of it, who may read it.

Nothing here is for anybody but the author until a row of `EntryShare` says so.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models import Activity
from programme.cohorts.models import Cohort, NetworkGroup
from programme.core.db import Base
from programme.frameworks.models import CompetenceGoal
from programme.people.models import Person

entry_goal = Table(
    "entry_goal",
    Base.metadata,
    Column("entry_id", ForeignKey("log_entry.id", ondelete="CASCADE"), primary_key=True),
    Column("competence_goal_id", ForeignKey("competence_goal.id"), primary_key=True, index=True),
)


class EntryState(enum.Enum):
    """A draft is being written; a final entry may still be corrected by its author."""

    DRAFT = "draft"
    FINAL = "final"


class PracticeTask(Base):
    """A real task on the author's desk, used as a case to learn from."""

    __tablename__ = "practice_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class LogEntry(Base):
    """One entry: Handling, Refleksion, Ny viden, Næste handling.

    `previous_id` is the entry whose next action this one took up. `no_goal` says that the
    author chose "Intet mål". `key` is made with the page, so that a save that is sent twice
    makes one entry. `saved_from` is the open page that saved last and `save_number` the number
    it gave that save: a page whose answer got lost on the way is no stranger to its own text.
    """

    __tablename__ = "log_entry"
    __table_args__ = (
        Index("ix_log_entry_author_id", "author_id", "written_on"),
        Index("uq_log_entry_key", "author_id", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    key: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    state: Mapped[EntryState] = mapped_column(default=EntryState.DRAFT)
    written_on: Mapped[date]
    heading: Mapped[str] = mapped_column(default="")
    action: Mapped[str] = mapped_column(default="")
    reflection: Mapped[str] = mapped_column(default="")
    new_knowledge: Mapped[str] = mapped_column(default="")
    next_action: Mapped[str] = mapped_column(default="")
    no_goal: Mapped[bool] = mapped_column(default=False)
    saved_from: Mapped[str] = mapped_column(default="")
    save_number: Mapped[int] = mapped_column(default=0)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("log_entry.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(
        ForeignKey("activity.id", ondelete="SET NULL"), index=True
    )
    task_id: Mapped[int | None] = mapped_column(ForeignKey("practice_task.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    author: Mapped[Person] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    activity: Mapped[Activity | None] = relationship()
    task: Mapped[PracticeTask | None] = relationship()
    previous: Mapped[LogEntry | None] = relationship(
        remote_side="LogEntry.id", back_populates="followers"
    )
    followers: Mapped[list[LogEntry]] = relationship(back_populates="previous")
    goals: Mapped[list[CompetenceGoal]] = relationship(
        secondary=entry_goal, order_by=CompetenceGoal.number
    )
    shares: Mapped[list[EntryShare]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="EntryShare.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class ShareWith(enum.Enum):
    """Who a share is for: a named person (line manager) or those who belong at that moment."""

    LINE_MANAGER = "line_manager"
    NETWORK_GROUP = "network_group"
    FACILITATORS = "facilitators"
    COHORT = "cohort"


class EntryShare(Base):
    """One audience that may read one entry. Rows with `stopped_at` are history only.

    A group or role share reaches those who, as the author, belonged at `shared_at` and still do.
    """

    __tablename__ = "entry_share"
    __table_args__ = (
        CheckConstraint(
            "(audience = 'line_manager' AND person_id IS NOT NULL)"
            " OR (audience = 'network_group' AND group_id IS NOT NULL)"
            " OR (audience IN ('facilitators', 'cohort') AND cohort_id IS NOT NULL)",
            name="target_fits_audience",
        ),
        Index("ix_entry_share_entry_id", "entry_id", "stopped_at"),
        Index("ix_entry_share_person_id", "person_id"),
        Index("ix_entry_share_group_id", "group_id"),
        Index("ix_entry_share_cohort_id", "cohort_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("log_entry.id", ondelete="CASCADE"))
    audience: Mapped[ShareWith]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("network_group.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    shared_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]

    entry: Mapped[LogEntry] = relationship(back_populates="shares")
    person: Mapped[Person | None] = relationship()
    group: Mapped[NetworkGroup | None] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
