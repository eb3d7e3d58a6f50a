"""What a calendar says of an activity. Calendars are read over shoulders: no names of people.

One text for everybody, in Danish, so that an event is written once and not once a reader. Whoever
changes what stands here raises SERIALISER_EPOCH, or calendar programs keep what they have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from programme.activities import labels
from programme.calendars.ical import PlanEvent, information_event
from programme.core.clock import COPENHAGEN

if TYPE_CHECKING:
    from datetime import datetime

    from programme.calendars.queries import EventSource

CALENDAR_NAME: Final = "Lederforløb"
_NOTHING_UID: Final = "ingen-datoer@lederforloeb"
_NOTHING_TITLE: Final = "Ingen datoer i din plan lige nu"
_NOTHING_TEXT: Final = "Kommer der datoer, står de her af sig selv."


def calendar_name(cohort: str | None) -> str:
    """What the calendar is called: the product's name, and the cohort's where it is of one."""
    return f"{CALENDAR_NAME} – {cohort}" if cohort else CALENDAR_NAME


def plan_event(source: EventSource, public_url: str, style: str = "") -> PlanEvent:
    """The activity as calendar programs are told of it, in one of the styles of a `Choice`."""
    event = _whole(source, public_url)
    if "t" in style:
        event = replace(event, description=None, place=None, url=None)
    return replace(event, alarm="a" in style)


def _whole(source: EventSource, public_url: str) -> PlanEvent:
    return PlanEvent(
        uid=source.uid,
        sequence=source.sequence,
        revised_at=source.revised_at,
        starts_on=source.starts_on,
        ends_on=source.ends_on,
        start_time=source.start_time,
        end_time=source.end_time,
        title=labels.label(source.kind, source.number, source.title.strip()),
        description=_description(source),
        place=", ".join(filter(None, (source.place, source.address))),
        url=f"{public_url}/aktivitet/{source.activity_id}",
        cancelled=source.cancelled,
        kind="session",
    )


def nothing_event(since: datetime) -> bytes:
    """The event that tells of an empty plan, on the day it became so."""
    day = since.astimezone(COPENHAGEN).date()
    return information_event(_NOTHING_UID, _NOTHING_TITLE, _NOTHING_TEXT, day, since)


def _description(source: EventSource) -> str:
    parts = (("Forberedelse", source.preparation), ("Tag med", source.bring))
    return "\n\n".join(f"{heading}:\n{text}" for heading, text in parts if text)
