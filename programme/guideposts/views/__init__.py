"""Guideposts as a library and as one's own development focus."""

from programme.guideposts.views import editing, library  # noqa: F401 - their views join the blueprint
from programme.guideposts.views.base import blueprint

__all__ = ["blueprint"]
