"""Questions after the end."""

from programme.reminders.views import follow_ups
from programme.reminders.views.base import blueprint

__all__ = ["blueprint", "follow_ups"]
