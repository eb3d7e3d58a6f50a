"""Short visits to a colleague, for inspiration."""

from programme.visits.views import own
from programme.visits.views.base import blueprint

__all__ = ["blueprint", "own"]
