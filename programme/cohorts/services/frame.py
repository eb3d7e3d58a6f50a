"""A cohort's frame: name, period, places, and whether it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.audit import services as audit
from programme.cohorts.models import Cohort, CohortState
from programme.cohorts.services.versions import plan_changed
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from datetime import date

    from programme.people.models import Organisation, Person
    from programme.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort to be made; without an end it stays open at that end.

    `creation_key` is the making form's: the same one again gives the cohort it made.
    """

    programme: Programme
    organisation: Organisation
    name: str
    starts_on: date
    ends_on: date | None = None
    capacity: int | None = None
    creation_key: str | None = None


@dataclass(frozen=True, slots=True)
class CohortEdit:
    """A cohort's frame as somebody saw and changed it; `version` is the one they saw."""

    version: int
    name: str
    starts_on: date
    ends_on: date | None
    capacity: int | None
    ratio_leaders: int = 1
    ratio_employees: int = 1
    notice_days: int = 14


def create_cohort(new: NewCohort, *, by: Person | None) -> Cohort:
    """Make a draft; `by` is None when a command makes it."""
    _check_period(new.starts_on, new.ends_on)
    made = _made_before(new.creation_key)
    if made is not None:
        return made
    cohort = Cohort(
        programme=new.programme,
        organisation=new.organisation,
        name=new.name,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        capacity=new.capacity,
        state=CohortState.DRAFT,
        creation_key=new.creation_key,
        enrolments=[],
    )
    db.session.add(cohort)
    db.session.flush()
    audit.record("created", "cohort", cohort.id, actor_id=by.id if by else None)
    return cohort


def edit_cohort(cohort: Cohort, edit: CohortEdit, *, by: Person, address: str) -> None:
    """Change the frame; `address` is where to go on when somebody else was faster."""
    if cohort.version != edit.version:
        raise ConflictError(_shown(edit), _shown(cohort), address, cohort.version)
    _check_period(edit.starts_on, edit.ends_on)
    cohort.name = edit.name
    cohort.starts_on = edit.starts_on
    cohort.ends_on = edit.ends_on
    cohort.capacity = edit.capacity
    cohort.ratio_leaders = edit.ratio_leaders
    cohort.ratio_employees = edit.ratio_employees
    cohort.notice_days = edit.notice_days
    plan_changed(cohort.id)
    audit.record("edited", "cohort", cohort.id, actor_id=by.id)


def close_cohort(cohort: Cohort, *, by: Person) -> None:
    """Say that the cohort is over. It stays readable, and its members keep their logs."""
    if cohort.state is not CohortState.PUBLISHED:
        raise RuleBrokenError(l_("Only a cohort that has been published can be closed."))
    _set_state(cohort, CohortState.CLOSED, "closed", by)


def reopen_cohort(cohort: Cohort, *, by: Person) -> None:
    """Take a closing back."""
    if cohort.state is not CohortState.CLOSED:
        raise RuleBrokenError(l_("The cohort is not closed."))
    _set_state(cohort, CohortState.PUBLISHED, "reopened", by)


def _made_before(key: str | None) -> Cohort | None:
    if key is None:
        return None
    return db.session.scalar(select(Cohort).where(Cohort.creation_key == key))


def _set_state(cohort: Cohort, state: CohortState, action: str, by: Person) -> None:
    cohort.state = state
    plan_changed(cohort.id)
    audit.record(action, "cohort", cohort.id, actor_id=by.id)


def _check_period(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise RuleBrokenError(l_("The end comes before the start."), "ends_on")


def _shown(frame: Cohort | CohortEdit) -> dict[str, str]:
    """The frame as the two columns of the conflict page."""
    return {
        str(l_("Name")): frame.name,
        str(l_("Start date")): str(frame.starts_on),
        str(l_("End date")): str(frame.ends_on or "–"),
        str(l_("Places")): str(frame.capacity or "–"),
        str(l_("Leaders to employees")): f"{frame.ratio_leaders} : {frame.ratio_employees}",
        str(l_("Days that are told at once")): str(frame.notice_days),
    }
