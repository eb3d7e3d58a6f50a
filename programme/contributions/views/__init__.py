"""Views of contributions."""

from programme.contributions import models  # noqa: F401 - until a view needs them
from programme.contributions.views.base import blueprint

__all__ = ["blueprint"]
