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

__all__ = [
    "AUDIENCES",
    "KINDS",
    "MEETINGS",
    "audience_name",
    "definite",
    "kind_name",
    "label",
    "short_label",
]

# Meetings have an agenda; gatherings with an audience have a programme.
MEETINGS: Final = frozenset({ActivityKind.NETWORK_MEETING, ActivityKind.LEADERSHIP_MEETING})

# In the middle of a sentence: "Skriv i loggen om seminaret".
_DEFINITE: Final[dict[str, dict[ActivityKind, str]]] = {
    "da": {
        ActivityKind.WORKSHOP: "workshoppen",
        ActivityKind.SEMINAR: "seminaret",
        ActivityKind.NETWORK_MEETING: "netværksmødet",
        ActivityKind.SHADOWING: "skyggepraktikken",
        ActivityKind.COURSE_SESSION: "seancen",
        ActivityKind.LEADERSHIP_MEETING: "ledelsesmødet",
        ActivityKind.COLLEAGUE_VISIT: "kollegabesøget",
    },
    "en": {kind: f"the {name.lower()}" for kind, name in KINDS["en"].items()},
}


def definite(kind: ActivityKind, locale: str = "da") -> str:
    """Return "netværksmødet"."""
    return _DEFINITE[locale][kind]
