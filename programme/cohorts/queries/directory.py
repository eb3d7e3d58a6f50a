"""The directory: whom a coordinator or administrator may look up, and where they take part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from programme.cohorts.models import Cohort, Enrolment, Role
from programme.cohorts.queries.access import coordinated_by
from programme.core import clock
from programme.core.db import db
from programme.people.accounts import AccountState, account_state
from programme.people.models import (
    CoordinatorGrant,
    JobTitle,
    LeadershipLevel,
    Organisation,
    Person,
    Unit,
)
from programme.programmes.models import Programme

if TYPE_CHECKING:
    from datetime import date, datetime

PAGE = 50
CANDIDATES = 10
_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the directory is asked for; None and empty ask for everybody."""

    words: str = ""
    title_id: int | None = None
    level_id: int | None = None
    organisation_id: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """A person as one row."""

    id: int
    name: str
    email: str
    title: str
    unit: str
    organisation: str
    level: str
    account: AccountState


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a person in a cohort, past or present."""

    cohort_id: int
    cohort: str
    role: Role
    ended_at: datetime | None

    @property
    def ended_on(self) -> date | None:
        """The last day, or None while the place is held."""
        return self.ended_at.astimezone(clock.COPENHAGEN).date() if self.ended_at else None


def find_person(key: int) -> Person | None:
    """A person with all that the page and its policy look at."""
    return db.session.scalar(
        select(Person)
        .where(Person.id == key)
        .options(
            joinedload(Person.organisation),
            joinedload(Person.unit),
            joinedload(Person.job_title),
            joinedload(Person.level),
            joinedload(Person.line_manager),
            selectinload(Person.grants),
        )
    )


def cohorts_of(person: Person) -> list[Cohort]:
    """The cohorts in which a person takes or took part."""
    mine = exists().where(Enrolment.cohort_id == Cohort.id, Enrolment.person_id == person.id)
    return list(
        db.session.scalars(select(Cohort).where(mine).options(selectinload(Cohort.enrolments)))
    )


def organisations() -> list[Organisation]:
    """Every organisation with its units, by name."""
    return list(
        db.session.scalars(
            select(Organisation)
            .options(selectinload(Organisation.units))
            .order_by(Organisation.name)
        )
    )


def find_grant(person: Person, key: int) -> CoordinatorGrant | None:
    """One of a person's rights to coordinate."""
    return next((grant for grant in person.grants if grant.id == key), None)


def grants_of(person: Person) -> list[tuple[int, str]]:
    """What a person coordinates, by key: the name of an organisation, programme or cohort."""
    rows = db.session.execute(
        select(CoordinatorGrant.id, func.coalesce(Cohort.name, Programme.name, Organisation.name))
        .outerjoin(Organisation, Organisation.id == CoordinatorGrant.organisation_id)
        .outerjoin(Programme, Programme.id == CoordinatorGrant.programme_id)
        .outerjoin(Cohort, Cohort.id == CoordinatorGrant.cohort_id)
        .where(CoordinatorGrant.person_id == person.id)
        .order_by(CoordinatorGrant.id)
    )
    return [(key, name) for key, name in rows]


def scopes() -> dict[str, list[tuple[int, str]]]:
    """Everything that can be coordinated, by kind."""
    return {
        "organisation": _named(Organisation.id, Organisation.name),
        "programme": _named(Programme.id, Programme.name),
        "cohort": _named(Cohort.id, Cohort.name),
    }


def _named(
    key: InstrumentedAttribute[int], name: InstrumentedAttribute[str]
) -> list[tuple[int, str]]:
    return [
        (found, called) for found, called in db.session.execute(select(key, name).order_by(name))
    ]


def person_seen_by(viewer: Person) -> ColumnElement[bool]:
    """SQL's side of `policy.can_see_person`, for a statement that selects from Person."""
    if viewer.is_administrator:
        return Person.id.is_not(None)
    same_organisation = exists().where(
        CoordinatorGrant.person_id == viewer.id,
        CoordinatorGrant.organisation_id == Person.organisation_id,
    )
    in_a_cohort = exists().where(
        Enrolment.person_id == Person.id,
        Cohort.id == Enrolment.cohort_id,
        coordinated_by(viewer.id),
    )
    return or_(same_organisation, in_a_cohort)


def person_edited_by(viewer: Person) -> ColumnElement[bool]:
    """SQL's side of `policy.can_edit_person`, for a statement that selects from Person."""
    if viewer.is_administrator:
        return Person.id.is_not(None)
    same_organisation = exists().where(
        CoordinatorGrant.person_id == viewer.id,
        CoordinatorGrant.organisation_id == Person.organisation_id,
    )
    held = and_(
        Enrolment.person_id == Person.id,
        Enrolment.ended_at.is_(None),
        Cohort.id == Enrolment.cohort_id,
    )
    in_own_cohorts_alone = and_(
        Person.is_administrator.is_(False),
        exists().where(held),
        ~exists().where(held, ~coordinated_by(viewer.id)),
    )
    return or_(same_organisation, in_own_cohorts_alone)


def people_visible_to(viewer: Person, wanted: Wanted) -> tuple[list[DirectoryRow], bool]:
    """One page of the directory, by name; and whether there is another."""
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            JobTitle.name,
            Unit.name,
            Organisation.name,
            LeadershipLevel.name,
            Person.password_hash.is_not(None),
            Person.disabled_at.is_not(None),
        )
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(JobTitle, JobTitle.id == Person.job_title_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(LeadershipLevel, LeadershipLevel.id == Person.level_id)
        .where(person_seen_by(viewer), *_conditions(wanted))
        .order_by(Person.name, Person.id)
        .limit(PAGE + 1)
        .offset((wanted.page - 1) * PAGE)
    ).all()
    return [_row(*row) for row in rows[:PAGE]], len(rows) > PAGE


def find_candidates(viewer: Person, words: str) -> list[Person]:
    """Whom a coordinator may mean when adding somebody to a cohort.

    By part of a name among those one may look up; by the whole address among all, because who
    knows the address already knows of the person.
    """
    address = words.strip().lower()
    return list(
        db.session.scalars(
            select(Person)
            .where(
                Person.disabled_at.is_(None),
                or_(and_(person_seen_by(viewer), _says(words)), Person.email == address),
            )
            .options(joinedload(Person.organisation), joinedload(Person.unit))
            .order_by(Person.name, Person.id)
            .limit(CANDIDATES)
        )
    )


def places_of(person: Person, viewer: Person) -> list[Place]:
    """Where a person takes or took part, as far as the viewer may know, the newest first."""
    may_know = [] if viewer.is_administrator else [coordinated_by(viewer.id)]
    rows = db.session.execute(
        select(Cohort.id, Cohort.name, Enrolment.role, Enrolment.ended_at)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.person_id == person.id, *may_know)
        .order_by(Enrolment.joined_at.desc(), Enrolment.id.desc())
    )
    return [Place(*row) for row in rows]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen = [
        (Person.job_title_id, wanted.title_id),
        (Person.level_id, wanted.level_id),
        (Person.organisation_id, wanted.organisation_id),
    ]
    conditions = [column == key for column, key in chosen if key is not None]
    return [*conditions, _says(wanted.words)] if wanted.words else conditions


def _says(words: str) -> ColumnElement[bool]:
    """Name or address holds the words; % and _ are letters like others.

    SQLite folds the case of a to z only: so that "ø" finds "Ø", both are asked for.
    """
    literal = words.strip()
    for sign in (_ESCAPE, "%", "_"):
        literal = literal.replace(sign, _ESCAPE + sign)
    forms = {literal, literal.lower(), literal.title()}
    return or_(
        *(
            column.ilike(f"%{form}%", escape=_ESCAPE)
            for form in forms
            for column in (Person.name, Person.email)
        )
    )


def _row(*columns: Any) -> DirectoryRow:  # noqa: ANN401 - a row's columns
    key, name, email, *words, has_password, is_closed = columns
    title, unit, organisation, level = (word or "" for word in words)
    return DirectoryRow(
        id=key,
        name=name,
        email=email,
        title=title,
        unit=unit,
        organisation=organisation,
        level=level,
        account=account_state(has_password=has_password, is_closed=is_closed),
    )
