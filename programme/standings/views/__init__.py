"""A participant's own standing on goals, and own role, over time."""

from programme.standings import models  # noqa: F401 - its tables
from programme.standings.views.base import blueprint

__all__ = ["blueprint"]
