"""Views of shadowing."""

from programme.shadowing import models  # noqa: F401 - until a view needs them
from programme.shadowing.views.base import blueprint

__all__ = ["blueprint"]
