"""Views of reports."""

from programme.reports.views import load
from programme.reports.views.base import blueprint

__all__ = ["blueprint", "load"]
