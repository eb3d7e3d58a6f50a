"""What changes sparring, feedback and talks."""

from programme.conversations.services import sparring, talks
from programme.conversations.services.feedback import (
    FOCUS,
    MOST_AT_ONCE,
    REPLY,
    NewRequest,
    answer,
    ask,
    decline,
    withdraw,
)

__all__ = [
    "FOCUS",
    "MOST_AT_ONCE",
    "REPLY",
    "NewRequest",
    "answer",
    "ask",
    "decline",
    "sparring",
    "talks",
    "withdraw",
]
