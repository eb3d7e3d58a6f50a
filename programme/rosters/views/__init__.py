"""Views of rosters."""

from programme.rosters.views.base import blueprint

__all__ = ["blueprint"]
