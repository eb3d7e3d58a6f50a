"""How findings are graded in a cohort, and who went on in spite of one."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import Base
from programme.people.models import Person


class Severity(enum.Enum):
    """What a finding does: stop the change, ask for a reason, be shown only, or stay silent."""

    BLOCK = "block"
    WARN = "warn"
    REMARK = "remark"
    IGNORE = "ignore"


class FindingSetting(Base):
    """A cohort's own grade for one kind of finding; without a row the default holds."""

    __tablename__ = "finding_setting"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    severity: Mapped[Severity]


class FindingOverride(Base):
    """Somebody went on in spite of a warning: which one, about what, who, when and why.

    `subject` is the finding's own fingerprint, so that the same one is not asked about twice.
    """

    __tablename__ = "finding_override"
    __table_args__ = (Index("ix_finding_override_activity_id", "activity_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    code: Mapped[str]
    subject: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship()
