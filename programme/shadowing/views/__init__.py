"""Views of shadowing."""

from programme.shadowing.views import agreeing, coordinating, own, panel
from programme.shadowing.views.base import blueprint

__all__ = ["agreeing", "blueprint", "coordinating", "own", "panel"]
