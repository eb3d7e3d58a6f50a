"""The counters that tell calendars, and what judges plans, to look again.

Raised by Core statements, so that nobody's half-typed edit of the cohort or the person meets a
conflict because somebody else was enrolled meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from programme.cohorts.models import Cohort, Enrolment, PlansVersion, Role
from programme.core.db import at_last, db, upsert
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

_ONLY = 1


def plan_changed(cohort_id: int) -> None:
    """Say that what the cohort's calendars show may have changed."""
    db.session.execute(
        update(Cohort)
        .where(Cohort.id == cohort_id)
        .values(plan_version=Cohort.plan_version + 1)
        .execution_options(synchronize_session=False)
    )
    judged_otherwise()


def people_changed(person_ids: Iterable[int]) -> None:
    """Say that what these people's own calendars show may have changed."""
    db.session.execute(
        update(Person)
        .where(Person.id.in_(list(person_ids)))
        .values(plan_version=Person.plan_version + 1)
        .execution_options(synchronize_session=False)
    )
    judged_otherwise()


def name_changed(person_id: int) -> None:
    """Say that the plans which name this person as a facilitator read otherwise now."""
    led = select(Enrolment.cohort_id).where(
        Enrolment.person_id == person_id, Enrolment.role == Role.FACILITATOR
    )
    db.session.execute(
        update(Cohort)
        .where(Cohort.id.in_(led))
        .values(plan_version=Cohort.plan_version + 1)
        .execution_options(synchronize_session=False)
    )
    judged_otherwise()


def judged_otherwise() -> None:
    """Say that plans may be judged otherwise: something in one, or around them, has changed."""
    at_last(_count)


def _count() -> None:
    """In a row that all plans share."""
    insert = upsert(PlansVersion).values(id=_ONLY, version=1)
    new = {"version": PlansVersion.version + 1}
    db.session.execute(insert.on_conflict_do_update(index_elements=["id"], set_=new))


def hold_still(cohort_id: int) -> None:
    """Let one at a time count seats or hand out numbers in a cohort (SQLite does so anyhow)."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort_id).with_for_update())
