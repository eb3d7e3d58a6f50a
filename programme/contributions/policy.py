"""Who may propose, decide, ask and read: pure predicates over what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import policy as activities
from programme.cohorts import policy as cohorts
from programme.cohorts.models import LEARNERS, CohortState, Role
from programme.contributions.models import ProposalState
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.cohorts.models import Cohort
    from programme.contributions.models import ContentProposal, DialogueQuestion
    from programme.people.models import Person


def can_propose(person: Person, cohort: Cohort) -> bool:
    """Propose content: who learns in a cohort that runs."""
    return cohort.state is CohortState.PUBLISHED and cohorts.learns_in(person, cohort)


def can_see(person: Person, proposal: ContentProposal) -> bool:
    """Read a proposal: its author; who plans; and of those accepted, who sees the activity."""
    if proposal.author_id == person.id:
        return True
    if proposal.state is ProposalState.WITHDRAWN:
        return False
    if cohorts.can_oversee(person, proposal.cohort):
        return True
    return (
        proposal.state is ProposalState.ACCEPTED
        and proposal.activity is not None
        and activities.can_view(person, proposal.activity)
    )


def can_decide(person: Person, proposal: ContentProposal) -> bool:
    """Say what becomes of a proposal: coordinators and facilitators of the cohort."""
    return proposal.state is not ProposalState.WITHDRAWN and cohorts.can_oversee(
        person, proposal.cohort
    )


def can_withdraw(person: Person, proposal: ContentProposal) -> bool:
    """Take a proposal back: its author."""
    return proposal.author_id == person.id


def asks_as(person: Person, activity: Activity) -> Role | None:
    """The group for which somebody may put a question before a dialogue; None for others."""
    if not (activities.is_shown(activity) and is_dialogue(activity)):
        return None
    for place in cohorts.open_enrolments(person, activity.cohort):
        if place.role in LEARNERS and activities.is_meant_for(activity, place):
            return place.role
    return None


def can_ask(person: Person, activity: Activity) -> bool:
    """Put a question before a dialogue."""
    return asks_as(person, activity) is not None


def can_read_questions(person: Person, activity: Activity) -> bool:
    """Read the questions of both groups: those who meet, and those who plan."""
    return is_dialogue(activity) and (
        can_ask(person, activity) or cohorts.can_oversee(person, activity.cohort)
    )


def can_take_back(person: Person, question: DialogueQuestion) -> bool:
    """Take a question back: who put it."""
    return question.author_id == person.id


def is_dialogue(activity: Activity) -> bool:
    """Whether leaders and appointed employees meet in it."""
    here = {place.role for place in activity.cohort.enrolments if place.is_open}
    return activity.audience is Audience.JOINT and here >= LEARNERS
