"""Everything scheduled, how it is judged, and what its facilitators have answered."""

from programme.activities.models.activity import (
    AUDIENCES,
    Activity,
    ActivityChange,
    ActivityDay,
    ActivityLink,
    ChangeBatch,
    ChangeKind,
    DraftChange,
    activity_facilitator,
    activity_goal,
    activity_level,
    activity_objective,
    activity_person,
)
from programme.activities.models.asking import FacilitatorAnswer, FacilitatorRequest
from programme.activities.models.judging import FindingOverride, FindingSetting, Severity

__all__ = [
    "AUDIENCES",
    "Activity",
    "ActivityChange",
    "ActivityDay",
    "ActivityLink",
    "ChangeBatch",
    "ChangeKind",
    "DraftChange",
    "FacilitatorAnswer",
    "FacilitatorRequest",
    "FindingOverride",
    "FindingSetting",
    "Severity",
    "activity_facilitator",
    "activity_goal",
    "activity_level",
    "activity_objective",
    "activity_person",
]
