"""Inspiration that facilitators tie to activities."""

from programme.inspiration.views import items
from programme.inspiration.views.base import blueprint

__all__ = ["blueprint", "items"]
