"""Contacts without a sign-in who are named on activities."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import Base
from programme.people.models import Organisation

activity_partner = Table(
    "activity_partner",
    Base.metadata,
    Column("activity_id", ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("external_partner_id", ForeignKey("external_partner.id"), primary_key=True),
)


class ExternalPartner(Base):
    """Somebody from a receiving workplace or sector. Nothing is mailed to a partner."""

    __tablename__ = "external_partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    workplace: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
