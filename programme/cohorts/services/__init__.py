"""What changes cohorts: their frame, the people in them, network groups."""

from programme.cohorts.services.appointing import accept_appointment, edit_appointment
from programme.cohorts.services.enrolling import (
    NewEnrolment,
    change_level,
    change_participation,
    change_role,
    end_enrolment,
    enrol,
    enrol_all,
    proposed_level,
    role_for,
)
from programme.cohorts.services.frame import (
    CohortEdit,
    NewCohort,
    close_cohort,
    create_cohort,
    edit_cohort,
    reopen_cohort,
)
from programme.cohorts.services.grouping import (
    create_group,
    delete_group,
    place_in_group,
    put_in_groups,
    rename_group,
)
from programme.cohorts.services.versions import (
    judged_otherwise,
    name_changed,
    people_changed,
    plan_changed,
)

__all__ = [
    "CohortEdit",
    "NewCohort",
    "NewEnrolment",
    "accept_appointment",
    "change_level",
    "change_participation",
    "change_role",
    "close_cohort",
    "create_cohort",
    "create_group",
    "delete_group",
    "edit_appointment",
    "edit_cohort",
    "end_enrolment",
    "enrol",
    "enrol_all",
    "judged_otherwise",
    "name_changed",
    "people_changed",
    "place_in_group",
    "plan_changed",
    "proposed_level",
    "put_in_groups",
    "rename_group",
    "reopen_cohort",
    "role_for",
]
