"""Views of activities: one module a subject, all on one blueprint."""

from programme.activities.views import coming, moving, own, plan, showing, writing
from programme.activities.views.base import blueprint

__all__ = ["blueprint", "coming", "moving", "own", "plan", "showing", "writing"]
