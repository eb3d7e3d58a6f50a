"""What changes answers, presence and offers."""

from programme.attendance.services.answering import answer
from programme.attendance.services.catching_up import (
    accept,
    decline,
    offer,
    withdraw,
    withdraw_from_leavers,
)
from programme.attendance.services.forgetting import KEPT_FOR, forget_needs
from programme.attendance.services.marking import NewMark, Sheet, mark, version_of

__all__ = [
    "KEPT_FOR",
    "NewMark",
    "Sheet",
    "accept",
    "answer",
    "decline",
    "forget_needs",
    "mark",
    "offer",
    "version_of",
    "withdraw",
    "withdraw_from_leavers",
]
