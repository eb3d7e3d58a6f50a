"""Guideposts that a person steers by for a while. No number ever stands on one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import Base
from programme.frameworks.models import Guidepost


class DevelopmentFocus(Base):
    """A guidepost chosen for a period; without `ended_on` it is chosen now."""

    __tablename__ = "development_focus"
    __table_args__ = (Index("ix_development_focus_person_id", "person_id", "ended_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    guidepost_id: Mapped[int] = mapped_column(ForeignKey("guidepost.id"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    guidepost: Mapped[Guidepost] = relationship()
