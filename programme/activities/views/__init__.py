"""Views of activities: one module a subject, all on one blueprint."""

from programme.activities.views import (
    changes,
    coming,
    drafting,
    grading,
    inviting,
    moving,
    own,
    plan,
    series,
    showing,
    venues,
    writing,
    year_wheel,
)
from programme.activities.views.base import blueprint

__all__ = [
    "blueprint",
    "changes",
    "coming",
    "drafting",
    "grading",
    "inviting",
    "moving",
    "own",
    "plan",
    "series",
    "showing",
    "venues",
    "writing",
    "year_wheel",
]
