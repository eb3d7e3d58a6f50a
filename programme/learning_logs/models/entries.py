"""Entries of a learning log: what was tried, what came of it, and what they are tied to.

Nothing here is for anybody but the author until a row of `EntryShare` says so.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models import Activity
from programme.cohorts.models import Cohort
from programme.core.db import UNIQUE_IDS, Base
from programme.frameworks.models import CompetenceGoal, Guidepost
from programme.inspiration.models import KnowledgeItem, ReflectionPrompt
from programme.learning_logs.models.desk import Habit, PracticeTask, TrialAction
from programme.learning_logs.models.templates import LogTemplate
from programme.people.models import Person

if TYPE_CHECKING:
    from programme.learning_logs.models.sharing import EntryShare

entry_goal = Table(
    "entry_goal",
    Base.metadata,
    Column("entry_id", ForeignKey("log_entry.id", ondelete="CASCADE"), primary_key=True),
    Column("competence_goal_id", ForeignKey("competence_goal.id"), primary_key=True, index=True),
)

entry_guidepost = Table(
    "entry_guidepost",
    Base.metadata,
    Column("entry_id", ForeignKey("log_entry.id", ondelete="CASCADE"), primary_key=True),
    Column("guidepost_id", ForeignKey("guidepost.id"), primary_key=True, index=True),
)

# Inspiration that the author cites under new knowledge.
entry_knowledge = Table(
    "entry_knowledge",
    Base.metadata,
    Column("entry_id", ForeignKey("log_entry.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "knowledge_item_id",
        ForeignKey("knowledge_item.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


class EntryKind(enum.Enum):
    """What an author calls the entry, so that challenges and mistakes may be told of."""

    ENTRY = "entry"
    CHALLENGE = "challenge"
    MISTAKE = "mistake"


class EntryState(enum.Enum):
    """A draft is being written; a final entry may still be corrected by its author."""

    DRAFT = "draft"
    FINAL = "final"


class LogEntry(Base):
    """One entry: Handling, Refleksion, Ny viden, Næste handling.

    `previous_id` is the entry whose next action this one took up. `no_goal` says that the
    author chose "Intet mål". `key` is made with the page, so that a save that is sent twice
    makes one entry. `saved_from` is the open page that saved last and `save_number` the number
    it gave that save: a page whose answer got lost on the way is no stranger to its own text.
    `new_habit` and `new_evidence` are words typed for a habit and for evidence that are not made
    yet: a row for every pause in typing would be too many. Nobody but the author meets them.
    """

    __tablename__ = "log_entry"
    __table_args__ = (
        Index("ix_log_entry_author_id", "author_id", "state", "written_on"),
        Index("uq_log_entry_key", "author_id", "key", unique=True),
        UNIQUE_IDS,
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
    kind: Mapped[EntryKind] = mapped_column(default=EntryKind.ENTRY, server_default="entry")
    template_id: Mapped[int | None] = mapped_column(ForeignKey("log_template.id"))
    habit_id: Mapped[int | None] = mapped_column(ForeignKey("habit.id"), index=True)
    trial_id: Mapped[int | None] = mapped_column(ForeignKey("trial_action.id"), index=True)
    prompt_id: Mapped[int | None] = mapped_column(
        ForeignKey("reflection_prompt.id", ondelete="SET NULL"), index=True
    )
    new_habit: Mapped[str] = mapped_column(default="", server_default="")
    new_evidence: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    author: Mapped[Person] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    activity: Mapped[Activity | None] = relationship()
    task: Mapped[PracticeTask | None] = relationship()
    template: Mapped[LogTemplate | None] = relationship()
    habit: Mapped[Habit | None] = relationship()
    trial: Mapped[TrialAction | None] = relationship()
    prompt: Mapped[ReflectionPrompt | None] = relationship()
    guideposts: Mapped[list[Guidepost]] = relationship(
        secondary=entry_guidepost, order_by=Guidepost.number
    )
    knowledge: Mapped[list[KnowledgeItem]] = relationship(
        secondary=entry_knowledge, order_by=KnowledgeItem.id
    )
    evidence: Mapped[list[Evidence]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="Evidence.id"
    )
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


class EvidenceKind(enum.Enum):
    """What stands behind an entry: words, an address, or a file."""

    TEXT = "text"
    LINK = "link"
    FILE = "file"


class Evidence(Base):
    """Data or an observation behind an entry. Whoever reads the entry reads it, nobody else.

    `body` is a file's bytes as they were sent, `size` their number; `media_type` is what we found
    the file to be, never what its sender said.
    """

    __tablename__ = "evidence"
    __table_args__ = UNIQUE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("log_entry.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[EvidenceKind]
    text: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    body: Mapped[bytes | None] = mapped_column(deferred=True, deferred_raiseload=True)
    created_at: Mapped[datetime]

    entry: Mapped[LogEntry] = relationship(back_populates="evidence")
