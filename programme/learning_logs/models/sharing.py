"""Who may read an entry, who has read it, and what readers said to it."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.cohorts.models import Cohort, NetworkGroup
from programme.core.db import UNIQUE_IDS, Base
from programme.learning_logs.models.entries import LogEntry
from programme.people.models import Person


class ShareWith(enum.Enum):
    """Who a share is for: a named person, those who belong at that moment, or all ("Videndeling").

    A colleague's share names the person and the cohort that the two have in common.
    """

    LINE_MANAGER = "line_manager"
    NETWORK_GROUP = "network_group"
    FACILITATORS = "facilitators"
    COHORT = "cohort"
    COLLEAGUE = "colleague"
    KNOWLEDGE = "knowledge"


class EntryShare(Base):
    """One audience that may read one entry. Rows with `stopped_at` are history only.

    A group or role share reaches those who, as the author, belonged at `shared_at` and still do.
    """

    __tablename__ = "entry_share"
    __table_args__ = (
        CheckConstraint(
            "(audience IN ('line_manager', 'colleague') AND person_id IS NOT NULL)"
            " OR (audience = 'network_group' AND group_id IS NOT NULL)"
            " OR (audience IN ('facilitators', 'cohort') AND cohort_id IS NOT NULL)"
            " OR audience = 'knowledge'",
            name="target_fits_audience",
        ),
        Index("ix_entry_share_entry_id", "entry_id", "stopped_at"),
        Index("ix_entry_share_person_id", "person_id"),
        Index("ix_entry_share_group_id", "group_id"),
        Index("ix_entry_share_cohort_id", "cohort_id"),
        # What stands in "Videndeling" is found among the shares of all authors.
        Index(
            "ix_entry_share_knowledge",
            "entry_id",
            sqlite_where=text("audience = 'knowledge' AND stopped_at IS NULL"),
            postgresql_where=text("audience = 'knowledge' AND stopped_at IS NULL"),
        ),
        UNIQUE_IDS,
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


class EntryReading(Base):
    """That somebody who is not the author has read an entry: first and last time."""

    __tablename__ = "entry_reading"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("log_entry.id", ondelete="CASCADE"), primary_key=True
    )
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]

    reader: Mapped[Person] = relationship()


class EntryComment(Base):
    """What a reader says to a shared entry: to its author alone, or to all who can read it now.

    The author's own word is for all, or an answer to the one named in `reader_id` alone.
    """

    __tablename__ = "entry_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("log_entry.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    is_private: Mapped[bool]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    __table_args__ = (Index("uq_entry_comment_key", "author_id", "key", unique=True), UNIQUE_IDS)

    entry: Mapped[LogEntry] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=author_id)
