"""Views of attendance: one module a subject, all on one blueprint."""

from programme.attendance.views import answering, catching_up, cohort, lists, marking, own
from programme.attendance.views.base import blueprint

__all__ = ["answering", "blueprint", "catching_up", "cohort", "lists", "marking", "own"]
