"""What the views of conversations share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask_babel import gettext as _

if TYPE_CHECKING:
    from programme.cohorts.models import NetworkGroup

blueprint = Blueprint("conversations", __name__)


def group_name(group: NetworkGroup) -> str:
    """What a network group is called."""
    return group.name or _("Network group %(number)d", number=group.number)
