"""What planning changes: cohorts are made with their plans, and plans are published."""

from programme.planning.services.creating import (
    CHANGED_SINCE,
    LONGEST_NAME,
    NOT_YOURS,
    CohortPlan,
    checked,
    copy_source,
    create,
    proposed,
    shown_day,
)
from programme.planning.services.publishing import PUBLISHED, publish, recipients

__all__ = [
    "CHANGED_SINCE",
    "LONGEST_NAME",
    "NOT_YOURS",
    "PUBLISHED",
    "CohortPlan",
    "checked",
    "copy_source",
    "create",
    "proposed",
    "publish",
    "recipients",
    "shown_day",
]
