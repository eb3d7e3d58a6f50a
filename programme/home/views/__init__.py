"""Views of home, joined from the modules of this package."""

from programme.home.views import about, administration, contact, editing, index
from programme.home.views.base import blueprint

__all__ = ["about", "administration", "blueprint", "contact", "editing", "index"]
