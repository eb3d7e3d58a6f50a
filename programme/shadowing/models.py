"""Offers by hosts, wishes of guests, and the pairs that come of them."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.activities.models import Activity
from programme.cohorts.models import Cohort
from programme.core.db import Base
from programme.people.models import Person


class ShadowingOffer(Base):
    """A leader lets others follow a day at work: how many, and on what terms."""

    __tablename__ = "shadowing_offer"
    __table_args__ = (
        UniqueConstraint("cohort_id", "host_id"),
        CheckConstraint("places > 0", name="some_places"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    places: Mapped[int] = mapped_column(default=1)
    about: Mapped[str] = mapped_column(default="")
    confidentiality: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    host: Mapped[Person] = relationship()
    blackouts: Mapped[list[ShadowingBlackout]] = relationship(
        order_by="ShadowingBlackout.starts_on", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class ShadowingBlackout(Base):
    """Days on which the host cannot be followed."""

    __tablename__ = "shadowing_blackout"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(
        ForeignKey("shadowing_offer.id", ondelete="CASCADE"), index=True
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class ShadowingWish(Base):
    """Whom a guest would like to follow; rank 1 is the dearest."""

    __tablename__ = "shadowing_wish"
    __table_args__ = (UniqueConstraint("cohort_id", "guest_id", "host_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    guest_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rank: Mapped[int]


class PairState(enum.Enum):
    """How far a pair has come. Agreed needs a date, an agreement and both persons' yes."""

    MATCHED = "matched"
    AGREED = "agreed"
    ENDED = "ended"


class ShadowingPair(Base):
    """A guest who follows a host. Once agreed, its activity stands in both persons' plans.

    Each of the two confirms the agreement as it stands: a change of it asks the other again.
    `wording` rises with each change, so that nobody confirms what they have not seen. The texts
    and `feedback`, from guest to host, are for these two alone.
    """

    __tablename__ = "shadowing_pair"
    __table_args__ = (
        CheckConstraint("guest_id <> host_id", name="of_two"),
        Index(
            "uq_shadowing_pair_open",
            "cohort_id",
            "guest_id",
            "host_id",
            unique=True,
            sqlite_where=text("state <> 'ended'"),
            postgresql_where=text("state <> 'ended'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    guest_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), unique=True)
    state: Mapped[PairState] = mapped_column(default=PairState.MATCHED)
    purpose: Mapped[str] = mapped_column(default="")
    goals: Mapped[str] = mapped_column(default="")
    focus_points: Mapped[str] = mapped_column(default="")
    confidentiality: Mapped[str] = mapped_column(default="")
    feedback_form: Mapped[str] = mapped_column(default="")
    wording: Mapped[int] = mapped_column(default=1, server_default="1")
    day: Mapped[date | None]
    last_day: Mapped[date | None]
    guest_agreed_at: Mapped[datetime | None]
    host_agreed_at: Mapped[datetime | None]
    feedback: Mapped[str] = mapped_column(default="", server_default="")
    feedback_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    guest: Mapped[Person] = relationship(foreign_keys=[guest_id])
    host: Mapped[Person] = relationship(foreign_keys=[host_id])
    activity: Mapped[Activity | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def is_open(self) -> bool:
        """Whether the two are a pair still."""
        return self.state is not PairState.ENDED

    @property
    def is_agreed(self) -> bool:
        """Whether both have said yes to the wording that stands."""
        return self.state is PairState.AGREED
