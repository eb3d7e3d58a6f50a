"""Views of the learning log: one module a subject, all on one blueprint."""

from programme.learning_logs.views import (
    evidence,
    goals,
    guideposts,
    knowledge,
    pieces,
    prompts,
    reading,
    removing,
    sharing,
    talking,
    tasks,
    templates,
    writing,
)
from programme.learning_logs.views.base import blueprint

__all__ = [
    "blueprint",
    "evidence",
    "goals",
    "guideposts",
    "knowledge",
    "pieces",
    "prompts",
    "reading",
    "removing",
    "sharing",
    "talking",
    "tasks",
    "templates",
    "writing",
]
