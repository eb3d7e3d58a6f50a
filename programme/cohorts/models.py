"""One run of a programme: its dates, its people and their network groups."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import Base
from programme.people.models import LeadershipLevel, Organisation, Person
from programme.programmes.models import Programme


class CohortState(enum.Enum):
    """A draft is the coordinators' and facilitators' alone; a closed one stays readable."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Role(enum.Enum):
    """What an enrolment makes of a person in one cohort."""

    PARTICIPANT = "participant"
    APPOINTED_EMPLOYEE = "appointed_employee"
    FACILITATOR = "facilitator"
    OTHER_LEVEL = "other_level"


class Participation(enum.Enum):
    """How somebody of another leadership level takes part: in talks, by invitation, as sponsor."""

    CONVERSATION = "conversation"
    INVITED = "invited"
    SPONSOR = "sponsor"


LEARNERS = frozenset({Role.PARTICIPANT, Role.APPOINTED_EMPLOYEE})
# The cohort itself. Another leadership level stands beside it, and reads nobody's log.
MEMBERS = LEARNERS | {Role.FACILITATOR}


class Cohort(Base):
    """A programme held once, by one organisation.

    `plan_version` rises with everything that may change what a member's calendar shows.
    """

    __tablename__ = "cohort"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    capacity: Mapped[int | None]
    state: Mapped[CohortState] = mapped_column(default=CohortState.DRAFT)
    published_at: Mapped[datetime | None]
    plan_version: Mapped[int] = mapped_column(default=1)
    # So many appointed employees go with so many leaders, where a course is for both.
    ratio_leaders: Mapped[int] = mapped_column(default=1, server_default="1")
    ratio_employees: Mapped[int] = mapped_column(default=1, server_default="1")
    # Days that lie between two activities for the same people at the least; None: any number.
    least_days_between: Mapped[int | None]
    # Changes to days that are no further off are told at once; later ones wait a day for others.
    notice_days: Mapped[int] = mapped_column(default=14, server_default="14")
    # Of the form that made it: sent twice, it makes one cohort.
    creation_key: Mapped[str | None] = mapped_column(unique=True)

    programme: Mapped[Programme] = relationship()
    organisation: Mapped[Organisation] = relationship()
    enrolments: Mapped[list[Enrolment]] = relationship(back_populates="cohort")
    groups: Mapped[list[NetworkGroup]] = relationship(
        back_populates="cohort", order_by="NetworkGroup.number"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class Enrolment(Base):
    """A person's place in a cohort, from joining until it is ended. Rows are never deleted.

    An appointed employee's tells who appointed, when and why, and when the employee confirmed;
    another level's tells how the person takes part.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_open",
            "cohort_id",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_enrolment_person_id", "person_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    level_id: Mapped[int | None] = mapped_column(ForeignKey("leadership_level.id"))
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    appointed_on: Mapped[date | None]
    appointment_reason: Mapped[str] = mapped_column(default="", server_default="")
    accepted_at: Mapped[datetime | None]
    participation: Mapped[Participation | None]
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship(back_populates="enrolments")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    appointed_by: Mapped[Person | None] = relationship(foreign_keys=[appointed_by_id])
    level: Mapped[LeadershipLevel | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether the place is held now."""
        return self.ended_at is None


class NetworkGroup(Base):
    """Peers of one cohort who meet between the seminars."""

    __tablename__ = "network_group"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(default="")

    cohort: Mapped[Cohort] = relationship(back_populates="groups")
    memberships: Mapped[list[GroupMembership]] = relationship(back_populates="group")


class GroupMembership(Base):
    """Somebody in a network group, from joining until leaving. Rows are never deleted."""

    __tablename__ = "group_membership"
    __table_args__ = (
        Index(
            "uq_group_membership_open",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_group_membership_person_id", "person_id", "left_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("network_group.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    group: Mapped[NetworkGroup] = relationship(back_populates="memberships")
    person: Mapped[Person] = relationship()


class PlansVersion(Base):
    """One row: how often something was changed that plans are judged by, whoever's it is."""

    __tablename__ = "plans_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
