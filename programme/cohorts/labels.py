"""What roles, states and groups are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from programme.cohorts.models import CohortState, Participation, Role
from programme.cohorts.queries import Nearness
from programme.core.text import l_
from programme.people.accounts import AccountState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from programme.cohorts.queries import Group

Key = TypeVar("Key")
Thing = TypeVar("Thing")

ROLES = {
    Role.PARTICIPANT: l_("Participant"),
    Role.APPOINTED_EMPLOYEE: l_("Appointed employee"),
    Role.FACILITATOR: l_("Facilitator"),
    Role.OTHER_LEVEL: l_("Other leadership level"),
}
PARTICIPATIONS = {
    Participation.CONVERSATION: l_("Conversations"),
    Participation.INVITED: l_("Chosen activities"),
    Participation.SPONSOR: l_("Sponsor"),
}
STATES = {
    CohortState.DRAFT: l_("Draft"),
    CohortState.PUBLISHED: l_("Running"),
    CohortState.CLOSED: l_("Closed"),
}
# The badge's colour; closed is plain.
STATE_KINDS = {CohortState.DRAFT: "warning", CohortState.PUBLISHED: "success"}
NEARNESS = {
    Nearness.LINE_MANAGER: l_("Nearest leader"),
    Nearness.NETWORK_GROUP: l_("My network group"),
    Nearness.COHORT: l_("My cohort"),
    Nearness.OTHER: l_("Others"),
}
ACCOUNTS = {
    AccountState.INVITED: l_("Invited"),
    AccountState.OPEN: l_("Has an account"),
    AccountState.CLOSED: l_("Account closed"),
}


def group_name(group: Group) -> str:
    """Its own name, or "Network group 2"."""
    return group.name or str(l_("Network group %(number)d", number=group.number))


def by_nearness(rows: Iterable[tuple[int, Thing]]) -> dict[str, list[Thing]]:
    """What stands under each heading, the nearest first; rows of one heading keep their order."""
    found: dict[Nearness, list[Thing]] = {near: [] for near in Nearness}
    for near, thing in rows:
        found[Nearness(near)].append(thing)
    return {str(NEARNESS[near]): things for near, things in found.items() if things}


def choices_by_nearness(rows: Iterable[tuple[int, tuple[Key, str]]]) -> Any:  # noqa: ANN401 - what WTForms takes
    """The same as choices of a field, a group for each heading."""
    return {heading: dict(lines) for heading, lines in by_nearness(rows).items()}


def said(labels: Mapping[Key, object]) -> dict[Key, str]:
    """The labels in the reader's language, translated once for all rows of a page."""
    return {key: str(label) for key, label in labels.items()}
