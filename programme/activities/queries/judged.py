"""What judged plans depend on as one value, and what of it a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.activities.models import Activity, FindingSetting
from programme.activities.queries.access import seen_by
from programme.cohorts.models import Cohort, PlansVersion
from programme.core.db import db

if TYPE_CHECKING:
    from collections.abc import Collection

    from programme.activities.findings import Key
    from programme.activities.models import Severity

# As text: every plan page asks it, and putting it together costs the most.
_VERSION: Final = f"SELECT version FROM {PlansVersion.__tablename__}"  # noqa: S608 - a constant


def world_version() -> int:
    """Other as soon as anything may be judged otherwise: plans, places, venues, times, answers.

    A plan clashes with the plans of others, so no cohort's own version can tell. School holidays
    are an organisation's setting, and not in it.
    """
    found = db.session.connection().exec_driver_sql(_VERSION).scalar()
    return int(found or 0)


def seen_among(person_id: int, keys: Collection[Key]) -> frozenset[Key]:
    """Which of these activities the person may see."""
    wanted = [key for key in keys if isinstance(key, int)]
    if not wanted:
        return frozenset()
    return frozenset(
        db.session.scalars(
            select(Activity.id).join(Cohort).where(Activity.id.in_(wanted), seen_by(person_id))
        )
    )


def grades_of(cohort_id: int) -> dict[str, Severity]:
    """The cohort's own grades by the code of the finding."""
    rows = db.session.execute(
        select(FindingSetting.code, FindingSetting.severity).where(
            FindingSetting.cohort_id == cohort_id
        )
    )
    return {row.code: row.severity for row in rows}
