"""What roles, states and groups are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from programme.cohorts.models import CohortState, Participation, Role
from programme.core.text import l_
from programme.people.accounts import AccountState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.cohorts.queries import Group

Key = TypeVar("Key")

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
ACCOUNTS = {
    AccountState.INVITED: l_("Invited"),
    AccountState.OPEN: l_("Has an account"),
    AccountState.CLOSED: l_("Account closed"),
}


def group_name(group: Group) -> str:
    """Its own name, or "Network group 2"."""
    return group.name or str(l_("Network group %(number)d", number=group.number))


def said(labels: Mapping[Key, object]) -> dict[Key, str]:
    """The labels in the reader's language, translated once for all rows of a page."""
    return {key: str(label) for key, label in labels.items()}
