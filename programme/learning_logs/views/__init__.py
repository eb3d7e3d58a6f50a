"""Views of the learning log: one module a subject, all on one blueprint."""

from programme.learning_logs.views import goals, pieces, reading, sharing, tasks, writing
from programme.learning_logs.views.base import blueprint

__all__ = ["blueprint", "goals", "pieces", "reading", "sharing", "tasks", "writing"]
