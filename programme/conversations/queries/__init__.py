"""What is asked about sparring, feedback and talks."""

from programme.conversations.queries.feedback import (
    Colleague,
    asked_of,
    find_request,
    may_be_asked,
    requests_by,
    waiting_for,
)
from programme.conversations.queries.sparring import (
    find_session,
    find_topic,
    groups_in,
    groups_of,
    members_of,
    next_meeting,
    sessions_at,
    topic_of,
    topics_at,
)
from programme.conversations.queries.talks import (
    courses_of,
    entries_to_pick,
    find_own,
    find_talk,
    own_entries,
    picked_for,
    talks_of,
    talks_with,
)

__all__ = [
    "Colleague",
    "asked_of",
    "courses_of",
    "entries_to_pick",
    "find_own",
    "find_request",
    "find_session",
    "find_talk",
    "find_topic",
    "groups_in",
    "groups_of",
    "may_be_asked",
    "members_of",
    "next_meeting",
    "own_entries",
    "picked_for",
    "requests_by",
    "sessions_at",
    "talks_of",
    "talks_with",
    "topic_of",
    "topics_at",
    "waiting_for",
]
