"""Guideposts as a library and as one's own development focus."""

from programme.guideposts import models  # noqa: F401 - its tables
from programme.guideposts.views.base import blueprint

__all__ = ["blueprint"]
