"""What a person wants to hear of, when and how."""

from programme.notifications import models  # noqa: F401 - its tables
from programme.notifications.views.base import blueprint

__all__ = ["blueprint"]
