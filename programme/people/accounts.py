"""What state a person's account is in, for lists of people."""

from __future__ import annotations

import enum


class AccountState(enum.Enum):
    """Whether somebody can sign in."""

    INVITED = "invited"
    OPEN = "open"
    CLOSED = "closed"


def account_state(*, has_password: bool, is_closed: bool) -> AccountState:
    """Closed goes before all; without a password nobody has answered the invitation."""
    if is_closed:
        return AccountState.CLOSED
    return AccountState.OPEN if has_password else AccountState.INVITED
