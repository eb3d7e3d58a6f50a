"""Who may do what with an activity: pure predicates over what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities.models import AUDIENCES
from programme.cohorts import policy as cohorts
from programme.cohorts.models import CohortState, Enrolment, Role
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.people.models import Person


def is_meant_for(activity: Activity, enrolment: Enrolment) -> bool:
    """Whether a learner's place in the cohort makes the activity theirs: audience and level.

    Levels sort leaders only: an appointed employee has none, and joins what is for employees
    or for both.
    """
    if activity.audience not in AUDIENCES.get(enrolment.role, frozenset()):
        return False
    if enrolment.role is Role.APPOINTED_EMPLOYEE or not activity.levels:
        return True
    return enrolment.level_id in {level.id for level in activity.levels}


def is_private(activity: Activity) -> bool:
    """Whether it is a matter of those named alone, such as a shadowing pair's day."""
    return activity.audience is Audience.NAMED


def is_named(activity: Activity, person_id: int) -> bool:
    """Whether the activity is meant for the person by name, whatever their place.

    Who has left the cohort has left what they were named for in it too.
    """
    if all(person.id != person_id for person in activity.named):
        return False
    places = [place for place in activity.cohort.enrolments if place.person_id == person_id]
    return not places or any(place.is_open for place in places)


def is_in_plan(activity: Activity, enrolment: Enrolment) -> bool:
    """Whether a place in the cohort puts the activity in one's own plan: to learn or to lead."""
    if enrolment.role is Role.FACILITATOR:
        return any(person.id == enrolment.person_id for person in activity.facilitators)
    return is_meant_for(activity, enrolment)


def can_view(person: Person, activity: Activity) -> bool:
    """See the activity. Drafts are for those who plan; cancelled ones stay visible."""
    if cohorts.can_oversee(person, activity.cohort):
        return True
    return is_shown(activity) and is_for(activity, person)


def is_for(activity: Activity, person: Person) -> bool:
    """Whether the person is meant: by name, or by a place held in the cohort now."""
    return is_named(activity, person.id) or any(
        is_meant_for(activity, enrolment)
        for enrolment in cohorts.open_enrolments(person, activity.cohort)
    )


def is_shown(activity: Activity) -> bool:
    """Whether members see it at all."""
    return activity.is_published and activity.cohort.state is not CohortState.DRAFT


def can_edit(person: Person, activity: Activity) -> bool:
    """Change, move, cancel, restore."""
    return cohorts.can_edit(person, activity.cohort)


def can_prepare(person: Person, activity: Activity) -> bool:
    """Write preparation, programme, materials and what to try: also its own facilitators."""
    return can_edit(person, activity) or leads(person, activity)


def leads(person: Person, activity: Activity) -> bool:
    """Whether the person is a facilitator of the activity, and of its cohort still."""
    return cohorts.facilitates(person, activity.cohort) and any(
        facilitator.id == person.id for facilitator in activity.facilitators
    )
