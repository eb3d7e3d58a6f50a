"""Inspiration and questions that facilitators tie to activities."""

from programme.inspiration import models  # noqa: F401 - its tables
from programme.inspiration.views.base import blueprint

__all__ = ["blueprint"]
