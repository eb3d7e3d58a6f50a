"""What is asked before a cohort is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from programme.activities.models import Activity
from programme.cohorts.models import Cohort
from programme.cohorts.queries import coordinated_by, overseen_by
from programme.core.db import db
from programme.people.models import CoordinatorGrant, Organisation
from programme.programmes.content import Audience
from programme.programmes.models import PlanItem, PlanTemplate, Programme, ProgrammeState

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement

    from programme.people.models import Person


def programmes_for(person: Person) -> list[Programme]:
    """The programmes of which the person may make a cohort."""
    return list(
        db.session.scalars(
            select(Programme).where(_may_be_made_by(person.id)).order_by(Programme.name)
        )
    )


def _may_be_made_by(person_id: int) -> ColumnElement[bool]:
    """For a statement that selects from Programme."""
    grant = exists().where(CoordinatorGrant.person_id == person_id)
    any_programme = grant.where(CoordinatorGrant.organisation_id.is_not(None))
    own = grant.where(CoordinatorGrant.programme_id == Programme.id)
    return and_(Programme.state == ProgrammeState.PUBLISHED, or_(any_programme, own))


def cohorts_to_copy(person: Person) -> list[Cohort]:
    """The cohorts that the person coordinates and may make another of, the newest first."""
    return list(
        db.session.scalars(
            select(Cohort)
            .join(Cohort.programme)
            .where(coordinated_by(person.id), _may_be_made_by(person.id))
            .order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)
        )
    )


def overseen(person_id: int) -> frozenset[int]:
    """The keys of the cohorts of which the person sees all: of others a clash names nothing."""
    return frozenset(db.session.scalars(select(Cohort.id).where(overseen_by(person_id))))


def numbers_of(cohort_id: int) -> dict[int | str, int]:
    """The numbers of the cohort's activities in their series, by key."""
    found = db.session.execute(
        select(Activity.id, Activity.number).where(
            Activity.cohort_id == cohort_id, Activity.number.is_not(None)
        )
    )
    return {key: number for key, number in found if number is not None}


def versions_of(cohort_id: int) -> dict[int | str, int]:
    """The versions of the cohort's activities by key."""
    found = db.session.execute(
        select(Activity.id, Activity.version).where(Activity.cohort_id == cohort_id)
    )
    return {key: version for key, version in found}  # noqa: C416 - rows, not pairs


def activities_of(cohort_id: int, keys: Collection[int]) -> list[Activity]:
    """Some of the cohort's activities, with all that a move looks at, by key."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(Activity.cohort_id == cohort_id, Activity.id.in_(keys))
            .options(
                joinedload(Activity.cohort, innerjoin=True),
                selectinload(Activity.levels),
                selectinload(Activity.facilitators),
                selectinload(Activity.named),
            )
            .order_by(Activity.id)
        )
    )


def plan_to_copy(cohort_id: int) -> list[Activity]:
    """What stands in the plan in common, with all that may come along, in order of time.

    What is for persons by name alone, such as a shadowing pair, is theirs and is not copied.
    """
    return list(
        db.session.scalars(
            select(Activity)
            .where(
                Activity.cohort_id == cohort_id,
                Activity.audience != Audience.NAMED,
                Activity.part_of_id.is_(None),
            )
            .options(
                selectinload(Activity.levels),
                selectinload(Activity.goals),
                selectinload(Activity.objectives),
                selectinload(Activity.facilitators),
                selectinload(Activity.days),
                selectinload(Activity.links),
                raiseload("*"),
            )
            .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
        )
    )


def organisations_for(person: Person) -> list[Organisation]:
    """The organisations that may own a cohort made by the person."""
    granted = select(CoordinatorGrant).where(CoordinatorGrant.person_id == person.id)
    coordinates = granted.where(CoordinatorGrant.organisation_id == Organisation.id).exists()
    by_programme = granted.where(CoordinatorGrant.programme_id.is_not(None)).exists()
    own = (Organisation.id == person.organisation_id) & by_programme
    return list(
        db.session.scalars(
            select(Organisation).where(or_(coordinates, own)).order_by(Organisation.name)
        )
    )


def find_programme(slug: str) -> Programme | None:
    """A published programme with its plan and all that the plan names."""
    items = selectinload(Programme.templates).selectinload(PlanTemplate.items)
    return db.session.scalar(
        select(Programme)
        .where(Programme.slug == slug, Programme.state == ProgrammeState.PUBLISHED)
        .options(
            joinedload(Programme.target_level),
            items.selectinload(PlanItem.levels),
            items.selectinload(PlanItem.goals),
            items.selectinload(PlanItem.objectives),
        )
    )


def find_organisation(key: int) -> Organisation | None:
    """An organisation."""
    return db.session.get(Organisation, key)


def find_made(key: str) -> Cohort | None:
    """The cohort that a form with this key has made."""
    return db.session.scalar(select(Cohort).where(Cohort.creation_key == key))
