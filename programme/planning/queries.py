"""What is asked before a cohort is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.cohorts.models import Cohort
from programme.core.db import db
from programme.people.models import CoordinatorGrant, Organisation
from programme.programmes.models import PlanItem, PlanTemplate, Programme, ProgrammeState

if TYPE_CHECKING:
    from programme.people.models import Person


def programmes_for(person: Person) -> list[Programme]:
    """The programmes of which the person may make a cohort."""
    grants = select(CoordinatorGrant).where(CoordinatorGrant.person_id == person.id)
    any_programme = grants.where(CoordinatorGrant.organisation_id.is_not(None)).exists()
    own = grants.where(CoordinatorGrant.programme_id == Programme.id).exists()
    return list(
        db.session.scalars(
            select(Programme)
            .where(Programme.state == ProgrammeState.PUBLISHED, or_(any_programme, own))
            .order_by(Programme.name)
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
