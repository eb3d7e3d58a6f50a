"""What an activity is called, for those who plan and show it; the words are the programmes'."""

from __future__ import annotations

from typing import Final

from programme.programmes.content import ActivityKind
from programme.programmes.labels import (
    AUDIENCES,
    KINDS,
    audience_name,
    kind_name,
    label,
    short_label,
)

__all__ = ["AUDIENCES", "KINDS", "MEETINGS", "audience_name", "kind_name", "label", "short_label"]

# Meetings have an agenda; gatherings with an audience have a programme.
MEETINGS: Final = frozenset({ActivityKind.NETWORK_MEETING, ActivityKind.LEADERSHIP_MEETING})
