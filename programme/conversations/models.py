"""Talks that a learning log feeds: sparring in the group, feedback, the line manager's talks.

None of them opens the log: what is brought along is what its author picked.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models import Activity
from programme.cohorts.models import Cohort, NetworkGroup
from programme.core.db import UNIQUE_IDS, Base
from programme.frameworks.models import Guidepost
from programme.learning_logs.models import LogEntry
from programme.people.models import Person


class SparringTopic(Base):
    """A title brought to the network group's next sparring. The entry itself stays unread."""

    __tablename__ = "sparring_topic"
    __table_args__ = (Index("ix_sparring_topic_group_id", "group_id", "withdrawn_at"), UNIQUE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("log_entry.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("network_group.id"))
    title: Mapped[str]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    group: Mapped[NetworkGroup] = relationship()


sparring_team = Table(
    "sparring_team",
    Base.metadata,
    Column("session_id", ForeignKey("sparring_session.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
)


class SparringSession(Base):
    """One round of sparring: roles, minutes, and a note that those in it alone can read."""

    __tablename__ = "sparring_session"
    __table_args__ = UNIQUE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    activity_id: Mapped[int] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("network_group.id"))
    topic_id: Mapped[int | None] = mapped_column(
        ForeignKey("sparring_topic.id", ondelete="SET NULL")
    )
    method: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    focus_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    interviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    activity: Mapped[Activity] = relationship()
    group: Mapped[NetworkGroup] = relationship()
    topic: Mapped[SparringTopic | None] = relationship()
    focus_person: Mapped[Person] = relationship(foreign_keys=focus_person_id)
    interviewer: Mapped[Person | None] = relationship(foreign_keys=interviewer_id)
    team: Mapped[list[Person]] = relationship(secondary=sparring_team)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class FeedbackRequest(Base):
    """A question on one focus to one person, who answers without access to the log."""

    __tablename__ = "feedback_request"
    __table_args__ = (UniqueConstraint("asker_id", "key", "asked_id"), UNIQUE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    focus: Mapped[str]
    guidepost_id: Mapped[int | None] = mapped_column(ForeignKey("guidepost.id"))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]

    asker: Mapped[Person] = relationship(foreign_keys=asker_id)
    asked: Mapped[Person] = relationship(foreign_keys=asked_id)
    guidepost: Mapped[Guidepost | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not (self.withdrawn_at or self.replied_at or self.declined_at)


class TalkTime(enum.Enum):
    """Which of the three talks with the line manager."""

    BEFORE = "before"
    MIDWAY = "midway"
    AFTER = "after"


talk_entry = Table(
    "talk_entry",
    Base.metadata,
    Column("talk_id", ForeignKey("manager_talk.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "entry_id", ForeignKey("log_entry.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


class ManagerTalk(Base):
    """A talk between a participant and the line manager named here, with a note that both write.

    The entries are what the participant picked; each is shared with that manager as well. What
    the one prepares and what the two note are counted apart: neither stands in the other's way.
    """

    __tablename__ = "manager_talk"
    __table_args__ = (
        UniqueConstraint("participant_id", "cohort_id", "manager_id", "time"),
        UNIQUE_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    participant_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    manager_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    time: Mapped[TalkTime]
    held_on: Mapped[date | None]
    preparation: Mapped[str] = mapped_column(default="")
    preparation_version: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(default="")
    note_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    participant: Mapped[Person] = relationship(foreign_keys=participant_id)
    manager: Mapped[Person] = relationship(foreign_keys=manager_id)
    cohort: Mapped[Cohort] = relationship()
    entries: Mapped[list[LogEntry]] = relationship(secondary=talk_entry)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
