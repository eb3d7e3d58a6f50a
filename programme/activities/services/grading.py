"""A cohort's own grades for what the plan check finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from programme.activities.findings import FindingCode
from programme.activities.models import FindingSetting
from programme.audit import services as audit
from programme.cohorts import services as cohorts
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.activities.models import Severity
    from programme.cohorts.models import Cohort
    from programme.people.models import Person

MOST_DAYS_BETWEEN: Final = 60


def grade(
    cohort: Cohort,
    grades: Mapping[FindingCode, Severity],
    least_days: int | None,
    *,
    by: Person,
) -> None:
    """Keep what differs from the defaults, and how many days are to lie between activities."""
    if least_days is not None and not 0 <= least_days <= MOST_DAYS_BETWEEN:
        raise RuleBrokenError(l_("Write a number of days from 0 to 60."), "least_days")
    db.session.execute(delete(FindingSetting).where(FindingSetting.cohort_id == cohort.id))
    db.session.add_all(
        FindingSetting(cohort_id=cohort.id, code=code.value, severity=severity)
        for code, severity in grades.items()
        if severity is not code.default
    )
    cohort.least_days_between = least_days or None
    cohorts.plan_changed(cohort.id)
    audit.record("graded", "cohort", cohort.id, actor_id=by.id)
    db.session.flush()
