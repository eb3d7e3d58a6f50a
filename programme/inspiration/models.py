"""What facilitators offer with an activity: inspiration to read, questions to reflect on."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models import Activity
from programme.core.db import UNIQUE_IDS, Base
from programme.people.models import Person


class KnowledgeKind(enum.Enum):
    """Words, an address elsewhere, or a file."""

    TEXT = "text"
    LINK = "link"
    FILE = "file"


class KnowledgeItem(Base):
    """One piece of inspiration at an activity, for all who can see that activity."""

    __tablename__ = "knowledge_item"
    __table_args__ = UNIQUE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), index=True
    )
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[KnowledgeKind]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    body: Mapped[bytes | None] = mapped_column(deferred=True, deferred_raiseload=True)
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    activity: Mapped[Activity] = relationship()
    added_by: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class PromptTime(enum.Enum):
    """When a question is put."""

    BEFORE = "before"
    AFTER = "after"


class ReflectionPrompt(Base):
    """A question before or after an activity; each participant's answer is an entry of theirs."""

    __tablename__ = "reflection_prompt"
    __table_args__ = UNIQUE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), index=True
    )
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    time: Mapped[PromptTime]
    question: Mapped[str]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    activity: Mapped[Activity] = relationship()
    asked_by: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class PromptSkipped(Base):
    """That a participant has put a question aside without answering. Nobody else sees it."""

    __tablename__ = "prompt_skipped"

    prompt_id: Mapped[int] = mapped_column(
        ForeignKey("reflection_prompt.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    skipped_at: Mapped[datetime]
