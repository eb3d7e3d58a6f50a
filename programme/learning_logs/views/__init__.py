"""Views of the learning log: one module a subject, all on one blueprint."""

from programme.learning_logs.views import (
    evidence,
    goals,
    guideposts,
    habits,
    knowledge,
    pieces,
    prompts,
    reading,
    removing,
    sharing,
    talking,
    tasks,
    templates,
    trials,
    writing,
    year,
)
from programme.learning_logs.views.base import blueprint

__all__ = [
    "blueprint",
    "evidence",
    "goals",
    "guideposts",
    "habits",
    "knowledge",
    "pieces",
    "prompts",
    "reading",
    "removing",
    "sharing",
    "talking",
    "tasks",
    "templates",
    "trials",
    "writing",
    "year",
]
