"""Views of planning: making a cohort, and publishing its plan."""

from programme.planning.views import creating, publishing, suggesting
from programme.planning.views.base import blueprint

__all__ = ["blueprint", "creating", "publishing", "suggesting"]
