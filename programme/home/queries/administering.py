"""What the installation holds, for those who run it: never a log."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from programme.core.db import db
from programme.people.models import JobTitle, LeadershipLevel, Organisation, Person, Unit
from programme.programmes.models import Programme, ProgrammeState


@dataclass(frozen=True, slots=True)
class AccountCounts:
    """Persons by what state their account is in."""

    open: int
    invited: int
    closed: int
    administrators: int


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation with its size."""

    id: int
    name: str
    school_holidays: str
    units: int
    people: int


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A job title, the level it suggests, and how many carry it."""

    id: int
    name: str
    level: str
    people: int


@dataclass(frozen=True, slots=True)
class DraftProgramme:
    """A programme that nobody can begin a cohort of yet."""

    slug: str
    name: str


def account_counts() -> AccountCounts:
    """Accounts that are open, not yet taken up, and closed; and who administers."""
    is_open = Person.disabled_at.is_(None)
    has_password = Person.password_hash.is_not(None)
    row = db.session.execute(
        select(
            _count(is_open & has_password),
            _count(is_open & ~has_password),
            _count(~is_open),
            _count(is_open & Person.is_administrator),
        )
    ).one()
    return AccountCounts(*row)


def organisations() -> list[OrganisationRow]:
    """Every organisation, by name."""
    units = select(func.count(Unit.id)).where(Unit.organisation_id == Organisation.id)
    people = select(func.count(Person.id)).where(
        Person.organisation_id == Organisation.id, Person.disabled_at.is_(None)
    )
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.school_holidays,
            units.scalar_subquery(),
            people.scalar_subquery(),
        ).order_by(Organisation.name)
    )
    return [OrganisationRow(*row) for row in rows]


def titles() -> list[TitleRow]:
    """Every job title, by name."""
    people = select(func.count(Person.id)).where(
        Person.job_title_id == JobTitle.id, Person.disabled_at.is_(None)
    )
    rows = db.session.execute(
        select(
            JobTitle.id,
            JobTitle.name,
            func.coalesce(LeadershipLevel.name, ""),
            people.scalar_subquery(),
        )
        .outerjoin(JobTitle.default_level)
        .order_by(JobTitle.name)
    )
    return [TitleRow(*row) for row in rows]


def draft_programmes() -> list[DraftProgramme]:
    """Programmes that are drafts, by name."""
    rows = db.session.execute(
        select(Programme.slug, Programme.name)
        .where(Programme.state == ProgrammeState.DRAFT)
        .order_by(Programme.name)
    )
    return [DraftProgramme(*row) for row in rows]


def find_organisation(key: int) -> Organisation | None:
    """An organisation with its units."""
    return db.session.scalar(
        select(Organisation).where(Organisation.id == key).options(selectinload(Organisation.units))
    )


def find_unit(key: int) -> Unit | None:
    """A unit."""
    return db.session.get(Unit, key)


def find_title(key: int) -> JobTitle | None:
    """A job title."""
    return db.session.get(JobTitle, key)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(Person.id).filter(condition)
