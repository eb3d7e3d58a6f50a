"""What becomes of a proposal, and which group a question comes from."""

from __future__ import annotations

from programme.cohorts.models import Role
from programme.contributions.models import ProposalState
from programme.core.text import l_

STATES = {
    ProposalState.NEW: l_("New"),
    ProposalState.ACCEPTED: l_("On the programme"),
    ProposalState.LATER: l_("Later"),
    ProposalState.DECLINED: l_("Not this time"),
    ProposalState.WITHDRAWN: l_("Withdrawn"),
}
# The badge's colour; plain where none stands.
STATE_KINDS = {ProposalState.NEW: "info", ProposalState.ACCEPTED: "success"}
GROUPS = {
    Role.PARTICIPANT: l_("from leaders"),
    Role.APPOINTED_EMPLOYEE: l_("from employees"),
}
