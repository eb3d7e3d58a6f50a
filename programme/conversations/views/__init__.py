"""Sparring, feedback on a focus, and talks with the line manager."""

from programme.conversations import models  # noqa: F401 - its tables
from programme.conversations.views.base import blueprint

__all__ = ["blueprint"]
