"""What is asked about cohorts and the people in them."""

from programme.cohorts.queries.access import (
    coordinated_by,
    enrolled_as,
    find_cohort,
    find_enrolment,
    find_group,
    overseen_by,
    seen_by,
    visible_to,
)
from programme.cohorts.queries.directory import (
    DirectoryRow,
    Place,
    Wanted,
    find_candidates,
    find_person,
    people_visible_to,
    person_seen_by,
    places_of,
)
from programme.cohorts.queries.listing import CohortRow, cohorts_of_learner, cohorts_overseen_by
from programme.cohorts.queries.members import (
    Contact,
    Group,
    Member,
    coordinators_of,
    groups_of,
    members_of,
)

__all__ = [
    "CohortRow",
    "Contact",
    "DirectoryRow",
    "Group",
    "Member",
    "Place",
    "Wanted",
    "cohorts_of_learner",
    "cohorts_overseen_by",
    "coordinated_by",
    "coordinators_of",
    "enrolled_as",
    "find_candidates",
    "find_cohort",
    "find_enrolment",
    "find_group",
    "find_person",
    "groups_of",
    "members_of",
    "overseen_by",
    "people_visible_to",
    "person_seen_by",
    "places_of",
    "seen_by",
    "visible_to",
]
