"""What has been reminded of, and the questions that follow when a course is over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.cohorts.models import Cohort
from programme.core.db import Base


class FollowUp(Base):
    """A question to a cohort's participants so many months after its last day."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("cohort_id", "months_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    months_after: Mapped[int]
    question: Mapped[str]

    cohort: Mapped[Cohort] = relationship()


class FollowUpAnswer(Base):
    """That a participant was asked and has answered; the answer is an entry of their own log."""

    __tablename__ = "follow_up_answer"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("log_entry.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    answered_on: Mapped[date | None]
