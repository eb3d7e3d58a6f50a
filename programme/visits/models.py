"""A short visit to a colleague: asked for, accepted, held."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models import Activity
from programme.core.db import UNIQUE_IDS, Base
from programme.people.models import Person


class ColleagueVisit(Base):
    """One visit. `activity` is its day in both plans, once accepted."""

    __tablename__ = "colleague_visit"
    __table_args__ = (Index("uq_colleague_visit_key", "visitor_id", "key", unique=True), UNIQUE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    key: Mapped[str]
    visitor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    visit_on: Mapped[date]
    focus: Mapped[str]
    activity_id: Mapped[int | None] = mapped_column(
        ForeignKey("activity.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    visitor: Mapped[Person] = relationship(foreign_keys=visitor_id)
    host: Mapped[Person] = relationship(foreign_keys=host_id)
    activity: Mapped[Activity | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
