"""Short visits to a colleague, for inspiration."""

from programme.visits import models  # noqa: F401 - its tables
from programme.visits.views.base import blueprint

__all__ = ["blueprint"]
