"""What is asked about standings: always one's own."""

from programme.standings.queries.goals import (
    Evidence,
    Standing,
    evidence_ids,
    find_same,
    find_standing,
    has_any,
    on_goal,
    on_goals,
)

__all__ = [
    "Evidence",
    "Standing",
    "evidence_ids",
    "find_same",
    "find_standing",
    "has_any",
    "on_goal",
    "on_goals",
]
