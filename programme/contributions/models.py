"""Proposals of content with their fate, and questions put before a joint dialogue."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models import Activity
from programme.cohorts.models import Cohort, Role
from programme.core.db import Base
from programme.people.models import Person


class ProposalState(enum.Enum):
    """Where a proposal stands; its author sees it."""

    NEW = "new"
    ACCEPTED = "accepted"
    LATER = "later"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ContentProposal(Base):
    """A topic, a case or an item that a member would like on the programme."""

    __tablename__ = "content_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    text: Mapped[str]
    made_at: Mapped[datetime]
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.NEW)
    answer: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    activity: Mapped[Activity | None] = relationship()
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class DialogueQuestion(Base):
    """A question to the other group, put before a joint activity; `role` is the asker's."""

    __tablename__ = "dialogue_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    text: Mapped[str]
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    activity: Mapped[Activity] = relationship()
    author: Mapped[Person] = relationship()
