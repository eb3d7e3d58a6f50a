"""Nudges, reminders at the right time, and questions after the end."""

from programme.reminders import models  # noqa: F401 - its tables
from programme.reminders.views.base import blueprint

__all__ = ["blueprint"]
