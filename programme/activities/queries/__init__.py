"""What is asked about activities."""

from programme.activities.queries.access import (
    carried_out_for,
    common,
    facilitated_by,
    find_activity,
    find_before,
    in_plan_of,
    meant_for,
    named_on,
    seen_by,
    shown,
    visible_to,
)
from programme.activities.queries.beside import Beside, cohorts_beside, cohorts_coordinated
from programme.activities.queries.changes import (
    MOVING,
    changes_of,
    undo_offers,
)
from programme.activities.queries.drafts import batch_sizes, draft_marks, drafts_of, find_draft
from programme.activities.queries.judged import grades_of, seen_among, world_version
from programme.activities.queries.plan import (
    ROW_COLUMNS,
    OwnCohort,
    PlanGoal,
    enrolments_of,
    goals_of,
    own_cohorts,
    own_plan,
    own_rows,
    plan_rows,
    plans_of,
    row_values,
    unserved_objectives,
)
from programme.activities.queries.world import Asked, world_for

__all__ = [
    "MOVING",
    "ROW_COLUMNS",
    "Asked",
    "Beside",
    "OwnCohort",
    "PlanGoal",
    "batch_sizes",
    "carried_out_for",
    "changes_of",
    "cohorts_beside",
    "cohorts_coordinated",
    "common",
    "draft_marks",
    "drafts_of",
    "enrolments_of",
    "facilitated_by",
    "find_activity",
    "find_before",
    "find_draft",
    "goals_of",
    "grades_of",
    "in_plan_of",
    "meant_for",
    "named_on",
    "own_cohorts",
    "own_plan",
    "own_rows",
    "plan_rows",
    "plans_of",
    "row_values",
    "seen_among",
    "seen_by",
    "shown",
    "undo_offers",
    "unserved_objectives",
    "visible_to",
    "world_for",
    "world_version",
]
