"""Persons, where they belong, and how they sign in."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core import clock
from programme.core.db import Base

LEADER_OF_LEADERS = "leader_of_leaders"
LEADER_OF_EMPLOYEES = "leader_of_employees"
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Locale(enum.Enum):
    """The interface's languages."""

    DANISH = "da"
    ENGLISH = "en"


class LeadershipLevel(Base):
    """A step of the leadership chain."""

    __tablename__ = "leadership_level"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    position: Mapped[int]


class Organisation(Base):
    """A municipality, school or region. `school_holidays` is its setting as text."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    school_holidays: Mapped[str] = mapped_column(default="7-8, 27-32, 42, jul")

    units: Mapped[list[Unit]] = relationship(back_populates="organisation", order_by="Unit.name")


class Unit(Base):
    """A part of an organisation."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]

    organisation: Mapped[Organisation] = relationship(back_populates="units")


class JobTitle(Base):
    """What somebody is called at work."""

    __tablename__ = "job_title"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    default_level_id: Mapped[int | None] = mapped_column(ForeignKey("leadership_level.id"))

    default_level: Mapped[LeadershipLevel | None] = relationship()


class Person(Base):
    """Somebody who takes part, plans or helps. Without a password: invited, not yet signed in.

    `plan_version` rises whenever what this person's calendar shows may have changed because
    of the person (enrolment, level, group); what changes a whole cohort is counted there.
    `line_manager_since` is when somebody else, or nobody, became the line manager: what was
    shared with a line manager before then holds no more, also not when the old one comes back.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str] = mapped_column(default="")
    locale: Mapped[Locale] = mapped_column(default=Locale.DANISH)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    job_title_id: Mapped[int | None] = mapped_column(ForeignKey("job_title.id"))
    level_id: Mapped[int | None] = mapped_column(ForeignKey("leadership_level.id"))
    line_manager_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, active_history=True
    )
    line_manager_since: Mapped[datetime] = mapped_column(
        default=LONG_AGO, server_default="1970-01-01 00:00:00"
    )
    is_administrator: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    welcomed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    plan_version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    unit: Mapped[Unit | None] = relationship()
    job_title: Mapped[JobTitle | None] = relationship()
    level: Mapped[LeadershipLevel | None] = relationship()
    line_manager: Mapped[Person | None] = relationship(remote_side="Person.id")
    grants: Mapped[list[CoordinatorGrant]] = relationship(back_populates="person")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    # What Flask-Login asks of a user; the sign-in's token is set by the sessions module.
    sign_in_token = ""
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account is open."""
        return self.disabled_at is None

    @property
    def initials(self) -> str:
        """First letters of first and last name: stands where others put photos."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def first_name(self) -> str:
        """The name to greet with."""
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def is_coordinator(self) -> bool:
        """Whether the person coordinates anything at all."""
        return bool(self.grants)

    def get_id(self) -> str:
        """The token of this sign-in: what the session cookie carries in place of the person."""
        return self.sign_in_token


@event.listens_for(Person, "before_update")
def _changed(mapper: object, connection: object, person: Person) -> None:
    """By form, list or command: whoever changes the line manager says since when."""
    del mapper, connection
    if inspect(person).attrs.line_manager_id.history.has_changes():
        person.line_manager_since = clock.now()


class CoordinatorGrant(Base):
    """The right to coordinate an organisation's cohorts, a programme's, or one cohort."""

    __tablename__ = "coordinator_grant"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN programme_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN cohort_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_scope",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))

    person: Mapped[Person] = relationship(back_populates="grants")


class SignIn(Base):
    """One device's sign-in. The token stands here as its SHA-256 only."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    remembered: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class LinkPurpose(enum.Enum):
    """What a mailed link lets its owner do."""

    INVITATION = "invitation"
    RESET = "reset"


class AccessLink(Base):
    """A mailed link: single use, hashed, and void once a newer one is sent."""

    __tablename__ = "access_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class EmailChange(Base):
    """A wished new address: holds when the old one confirms, or after seven days of notice."""

    __tablename__ = "email_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    new_email: Mapped[str]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    requested_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Throttle(Base):
    """Failures counted per key (a hashed account, address or purpose): shared by all workers."""

    __tablename__ = "throttle"
    __table_args__ = (Index("ix_throttle_last_at", "last_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
