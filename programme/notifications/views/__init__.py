"""What a person wants to hear of, when and how."""

from programme.notifications.views import choosing
from programme.notifications.views.base import blueprint

__all__ = ["blueprint", "choosing"]
