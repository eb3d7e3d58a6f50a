"""Where a participant stands on a goal, in own words and dated; and how they see their role."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import UNIQUE_IDS, Base
from programme.frameworks.models import CompetenceGoal
from programme.learning_logs.models import LogEntry
from programme.people.models import Person

standing_entry = Table(
    "standing_entry",
    Base.metadata,
    Column("standing_id", ForeignKey("goal_standing.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "entry_id", ForeignKey("log_entry.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


class GoalStanding(Base):
    """One dated note on one goal, its writer's alone; `step` from 1 to 5 in the writer's own eyes.

    Never averaged, never ranked, never held against anybody else's.
    """

    __tablename__ = "goal_standing"
    __table_args__ = (Index("ix_goal_standing_person_id", "person_id", "goal_id"), UNIQUE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    goal_id: Mapped[int] = mapped_column(ForeignKey("competence_goal.id"))
    stands_on: Mapped[date]
    step: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    goal: Mapped[CompetenceGoal] = relationship()
    entries: Mapped[list[LogEntry]] = relationship(secondary=standing_entry)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class RoleNote(Base):
    """One version of a text on own and others' roles; the newest is the one that holds."""

    __tablename__ = "role_note"
    __table_args__ = (Index("ix_role_note_person_id", "person_id", "written_at"), UNIQUE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    written_at: Mapped[datetime]


class RoleNoteShare(Base):
    """That the writer lets the line manager named here read the role note, until taken back."""

    __tablename__ = "role_note_share"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    shared_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
