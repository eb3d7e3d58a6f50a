"""Views of venues."""

from programme.venues import models  # noqa: F401 - until a view needs them
from programme.venues.views.base import blueprint

__all__ = ["blueprint"]
