"""What lies on a leader's own desk: tasks to learn from, habits to let go, small trials."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from programme.core.db import UNIQUE_IDS, Base


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


class Habit(Base):
    """An old habit that its owner wants to let go; `let_go_on` when that is done."""

    __tablename__ = "habit"
    __table_args__ = UNIQUE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    since: Mapped[date]
    let_go_on: Mapped[date | None]
    created_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class TrialOutcome(enum.Enum):
    """What was decided when a trial had been held."""

    KEEP = "keep"
    ADJUST = "adjust"
    STOP = "stop"


class TrialAction(Base):
    """A small test in daily work: what, who, when, and what to look for."""

    __tablename__ = "trial_action"
    __table_args__ = UNIQUE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    who: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    look_for: Mapped[str] = mapped_column(default="")
    outcome: Mapped[TrialOutcome | None]
    outcome_note: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
