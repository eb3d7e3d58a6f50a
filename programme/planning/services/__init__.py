"""What planning changes: cohorts are made with plans, dates proposed and set, plans published."""

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
from programme.planning.services.suggesting import (
    TAKEN_SINCE,
    Manner,
    Yes,
    in_need,
    move_all,
    question_of,
)

__all__ = [
    "CHANGED_SINCE",
    "LONGEST_NAME",
    "NOT_YOURS",
    "PUBLISHED",
    "TAKEN_SINCE",
    "CohortPlan",
    "Manner",
    "Yes",
    "checked",
    "copy_source",
    "create",
    "in_need",
    "move_all",
    "proposed",
    "publish",
    "question_of",
    "recipients",
    "shown_day",
]
