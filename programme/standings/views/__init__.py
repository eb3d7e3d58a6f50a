"""A participant's own standing on goals, and own role, over time."""

from programme.standings.views import goals, role_notes
from programme.standings.views.base import blueprint

__all__ = ["blueprint", "goals", "role_notes"]
