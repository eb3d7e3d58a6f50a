"""Views of attendance."""

from programme.attendance import models  # noqa: F401 - until a view needs them
from programme.attendance.views.base import blueprint

__all__ = ["blueprint"]
