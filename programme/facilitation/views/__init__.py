"""Views of facilitation: asking and answering, and partners."""

from programme.facilitation.views import answering, asking, panels, partners
from programme.facilitation.views.base import blueprint

__all__ = ["answering", "asking", "blueprint", "panels", "partners"]
