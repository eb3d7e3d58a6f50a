"""What is asked about reminders and about questions after the end."""

from programme.reminders.queries.due import (
    Around,
    asked_for,
    asked_for_nudge,
    coming_and_held,
    is_in_meeting,
    told_already,
)
from programme.reminders.queries.follow_ups import (
    OpenFollowUp,
    answer_counts,
    due_follow_ups,
    find_follow_up,
    follow_ups_of,
    is_asked,
    learners_of,
    open_follow_ups,
)

__all__ = [
    "Around",
    "OpenFollowUp",
    "answer_counts",
    "asked_for",
    "asked_for_nudge",
    "coming_and_held",
    "due_follow_ups",
    "find_follow_up",
    "follow_ups_of",
    "is_asked",
    "is_in_meeting",
    "learners_of",
    "open_follow_ups",
    "told_already",
]
