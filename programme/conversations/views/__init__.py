"""Views of sparring, feedback and talks."""

from programme.conversations.views import bringing, feedback, sheets, talks
from programme.conversations.views.base import blueprint

__all__ = ["blueprint", "bringing", "feedback", "sheets", "talks"]
