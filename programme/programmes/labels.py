"""What an activity is called: "Seminar 4 | Ledelse af PLF", "Netværksmøde 3".

Own tables, because these stand in every row of every list; a test holds them complete.
"""

from __future__ import annotations

from typing import Final

from programme.programmes.content import ActivityKind, Audience

KINDS: Final[dict[str, dict[ActivityKind, str]]] = {
    "da": {
        ActivityKind.WORKSHOP: "Workshop",
        ActivityKind.SEMINAR: "Seminar",
        ActivityKind.NETWORK_MEETING: "Netværksmøde",
        ActivityKind.SHADOWING: "Skyggepraktik",
        ActivityKind.COURSE_SESSION: "Seance",
        ActivityKind.LEADERSHIP_MEETING: "Ledelsesmøde",
        ActivityKind.COLLEAGUE_VISIT: "Kollegabesøg",
    },
    "en": {
        ActivityKind.WORKSHOP: "Workshop",
        ActivityKind.SEMINAR: "Seminar",
        ActivityKind.NETWORK_MEETING: "Network meeting",
        ActivityKind.SHADOWING: "Shadowing",
        ActivityKind.COURSE_SESSION: "Session",
        ActivityKind.LEADERSHIP_MEETING: "Leadership meeting",
        ActivityKind.COLLEAGUE_VISIT: "Colleague visit",
    },
}
AUDIENCES: Final[dict[str, dict[Audience, str]]] = {
    "da": {
        Audience.JOINT: "Fælles",
        Audience.LEADERS: "For ledere",
        Audience.EMPLOYEES: "For medarbejdere",
        Audience.NAMED: "For udvalgte",
    },
    "en": {
        Audience.JOINT: "Joint",
        Audience.LEADERS: "For leaders",
        Audience.EMPLOYEES: "For employees",
        Audience.NAMED: "For those named",
    },
}


def kind_name(kind: ActivityKind, locale: str = "da") -> str:
    """Return "Netværksmøde"."""
    return KINDS[locale][kind]


def audience_name(audience: Audience, locale: str = "da") -> str:
    """Return "For ledere"."""
    return AUDIENCES[locale][audience]


def short_label(kind: ActivityKind, number: int | None, locale: str = "da") -> str:
    """Return "Seminar 4"."""
    name = KINDS[locale][kind]
    return name if number is None else f"{name} {number}"


def label(kind: ActivityKind, number: int | None, title: str, locale: str = "da") -> str:
    """Return "Seminar 4 | Ledelse af PLF", or "Netværksmøde 3" where there is no theme."""
    short = short_label(kind, number, locale)
    return f"{short} | {title}" if title else short
