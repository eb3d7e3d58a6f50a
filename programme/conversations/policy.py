"""Who may read and answer what: pure predicates over what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts import policy as cohorts

if TYPE_CHECKING:
    from programme.cohorts.models import NetworkGroup
    from programme.conversations.models import (
        FeedbackRequest,
        ManagerTalk,
        SparringSession,
        SparringTopic,
    )
    from programme.people.models import Person


def can_see_request(person: Person, request: FeedbackRequest) -> bool:
    """Know of the question: who asks, and who is asked as long as it is not withdrawn."""
    if request.asker_id == person.id:
        return True
    return request.asked_id == person.id and request.withdrawn_at is None


def can_read_reply(person: Person, request: FeedbackRequest) -> bool:
    """Read the answer: who asked, and nobody else."""
    return request.asker_id == person.id


def can_answer(person: Person, request: FeedbackRequest) -> bool:
    """Answer or decline: who is asked, once."""
    return request.asked_id == person.id and request.is_open


def can_withdraw(person: Person, request: FeedbackRequest) -> bool:
    """Take the question back: who asks, until it is answered."""
    return request.asker_id == person.id and request.is_open


def is_in_group(person: Person, group: NetworkGroup) -> bool:
    """Belong to the network group now."""
    return any(m.person_id == person.id and m.left_at is None for m in group.memberships)


def can_see_topics(person: Person, group: NetworkGroup) -> bool:
    """See the titles that a group's members bring: the members, and who facilitates the cohort."""
    return is_in_group(person, group) or cohorts.facilitates(person, group.cohort)


def can_withdraw_topic(person: Person, topic: SparringTopic) -> bool:
    """Take a title off the list: who put it there."""
    return topic.person_id == person.id


def is_in_session(person: Person, session: SparringSession) -> bool:
    """Take part in the round, and belong to its group still."""
    named = {session.focus_person_id, session.interviewer_id, *(one.id for one in session.team)}
    return person.id in named and is_in_group(person, session.group)


def can_see_session(person: Person, session: SparringSession) -> bool:
    """See the sheet with its roles: who takes part, and who made it and still sees the list."""
    made = session.made_by_id == person.id and can_see_topics(person, session.group)
    return made or is_in_session(person, session)


def can_read_note(person: Person, session: SparringSession) -> bool:
    """Read and write the note: who takes part, and nobody else."""
    return is_in_session(person, session)


def can_remove_session(person: Person, session: SparringSession) -> bool:
    """Throw the sheet away: who made it, as long as nothing is noted on it."""
    return session.made_by_id == person.id and not session.note


def can_see_talk(person: Person, talk: ManagerTalk) -> bool:
    """Read and write a talk: the participant, and the manager named, while that is the manager."""
    if talk.participant_id == person.id:
        return True
    return talk.manager_id == person.id == talk.participant.line_manager_id


def can_prepare_talk(person: Person, talk: ManagerTalk) -> bool:
    """Prepare the talk and pick entries: the participant."""
    return talk.participant_id == person.id
