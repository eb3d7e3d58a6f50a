"""Views of venues: here of busy times; the pages of venues stand with the activities held there."""

from programme.venues.views import busy
from programme.venues.views.base import blueprint

__all__ = ["blueprint", "busy"]
