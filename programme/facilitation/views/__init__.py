"""Views of facilitation."""

from programme.facilitation import models  # noqa: F401 - until a view needs them
from programme.facilitation.views.base import blueprint

__all__ = ["blueprint"]
