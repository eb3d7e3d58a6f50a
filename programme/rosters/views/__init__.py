"""Views of rosters."""

from programme.rosters.views import exporting, importing
from programme.rosters.views.base import blueprint

__all__ = ["blueprint", "exporting", "importing"]
