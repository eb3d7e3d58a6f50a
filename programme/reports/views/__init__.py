"""Views of reports."""

from programme.reports.views import load, own_log
from programme.reports.views.base import blueprint

__all__ = ["blueprint", "load", "own_log"]
