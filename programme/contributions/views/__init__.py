"""Views of contributions: proposals, and questions before a dialogue."""

from programme.contributions.views import deciding, proposing, questions
from programme.contributions.views.base import blueprint

__all__ = ["blueprint", "deciding", "proposing", "questions"]
