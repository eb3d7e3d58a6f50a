"""A person's own plan, with what the home page says of each activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from sqlalchemy import Integer, bindparam, func, select

from programme.activities.models import Activity
from programme.activities.plan_rows import PlanRow
from programme.activities.queries import (
    ROW_COLUMNS,
    carried_out_for,
    facilitated_by,
    in_plan_of,
    meant_for,
    row_values,
)
from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.core.db import db
from programme.core.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Select

# Whose page it is: filled in when a statement that has been built before is executed.
ME: Final = bindparam("person_id", type_=Integer())


@dataclass(frozen=True, slots=True)
class CohortFrame:
    """A cohort's name and period."""

    id: int
    name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class OwnActivity:
    """An activity of one's own plan, to learn or to lead; it may be both."""

    row: PlanRow
    cohort: CohortFrame
    preparation: str
    learns: bool
    leads: bool


def plan_row(columns: Sequence[Any]) -> PlanRow:
    """A row of ROW_COLUMNS as lists show it; what to try afterwards stays behind."""
    return PlanRow(**row_values(columns), try_afterwards="")


class Stamp(NamedTuple):
    """Whose plan, and the versions that tell whether what was made of it still holds."""

    person_id: int
    person_version: int
    cohorts_version: int


_PLANS: Final = Kept[tuple[OwnActivity, ...]](256)


def own_plan(stamp: Stamp) -> tuple[OwnActivity, ...]:
    """The own plan in the cohorts that run."""
    return _PLANS.get(stamp, lambda: _asked(stamp.person_id))


def _asked(person_id: int) -> tuple[OwnActivity, ...]:
    return tuple(_own(row) for row in db.session.execute(_own_plan(), {ME.key: person_id}))


@cache
def _own_plan() -> Select[*tuple[Any, ...]]:
    """Built once: to put it together anew costs five times what it costs to ask."""
    me = cast("int", ME)
    return (
        select(
            *ROW_COLUMNS,
            Cohort.id,
            Cohort.name,
            Cohort.starts_on,
            Cohort.ends_on,
            Activity.preparation,
            meant_for(me),
            facilitated_by(me),
        )
        .join(Activity.cohort)
        .where(in_plan_of(me), ~carried_out_for(me), Cohort.state == CohortState.PUBLISHED)
        .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
    )


def learner_counts(cohort_ids: Collection[int]) -> dict[int, int]:
    """How many learn in each of these cohorts now."""
    rows = db.session.execute(
        select(Enrolment.cohort_id, func.count(Enrolment.id))
        .where(
            Enrolment.cohort_id.in_(cohort_ids),
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
        )
        .group_by(Enrolment.cohort_id)
    )
    return {cohort_id: count for cohort_id, count in rows}  # noqa: C416 - rows are not pairs


def _own(columns: Sequence[Any]) -> OwnActivity:
    *frame, preparation, learns, leads = columns[len(ROW_COLUMNS) :]
    row = plan_row(columns[: len(ROW_COLUMNS)])
    return OwnActivity(row, CohortFrame(*frame), preparation, bool(learns), bool(leads))
