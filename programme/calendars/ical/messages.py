"""A calendar file that asks something of its reader: an invitation, or its withdrawal (RFC 5546).

METHOD stands before the event, one organiser invites one attendee, and nothing else is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from icalendar import Calendar, vCalAddress

from programme.calendars.ical import text
from programme.calendars.ical.events import SERIALISER_EPOCH, component
from programme.calendars.ical.files import PRODID
from programme.calendars.ical.text import Text
from programme.calendars.ical.times import VTIMEZONE

if TYPE_CHECKING:
    from icalendar import Event

    from programme.calendars.ical.plan_event import PlanEvent

REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
_END: Final = b"END:VCALENDAR\r\n"
_MOST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who takes part in a message: the mailbox, and the name shown for it."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is asked, by whom, of whom; `sequence` is the number that the message carries."""

    method: str
    sequence: int
    sent_at: datetime
    organizer: Attendee
    attendee: Attendee


def message_bytes(event: PlanEvent, message: Message) -> bytes | None:
    """The file to send; None if the times make no sense, or an address is none."""
    organizer, attendee = _address(message.organizer), _address(message.attendee)
    # What is withdrawn is taken out by its reader: it needs no mark of ours in the title.
    told = replace(
        event,
        sequence=message.sequence - SERIALISER_EPOCH,
        revised_at=message.sent_at,
        cancelled=False,
        alarm=False,
    )
    vevent = component(told)
    if vevent is None or organizer is None or attendee is None:
        return None
    _set(vevent, "dtstamp", message.sent_at.astimezone(UTC))  # with METHOD: when it was sent
    if message.method == CANCEL:
        _withdraw(vevent)
    else:
        for name, value in (
            ("ROLE", "REQ-PARTICIPANT"),
            ("PARTSTAT", "NEEDS-ACTION"),
            ("RSVP", "TRUE"),
        ):
            attendee.params[name] = value
    vevent.add("organizer", organizer)
    vevent.add("attendee", attendee)
    block: bytes = vevent.to_ical()
    return b"".join((_head(message.method), VTIMEZONE, block, _END))


def _withdraw(vevent: Event) -> None:
    _set(vevent, "status", Text("CANCELLED"))
    _set(vevent, "transp", Text("TRANSPARENT"))
    _set(vevent, "x-microsoft-cdo-busystatus", Text("FREE"))


def _set(vevent: Event, name: str, value: object) -> None:
    vevent.pop(name, None)
    vevent.add(name, value)


def _address(who: Attendee) -> vCalAddress | None:
    """None for what would break out of its line: nothing escapes an address."""
    if not who.email or not text.is_one_line(who.email) or " " in who.email:
        return None
    address = vCalAddress(f"mailto:{who.email}")
    name = text.one_line(who.name, _MOST_NAME)
    if name:
        address.params["CN"] = name
    return address


def _head(method: str) -> bytes:
    head = Calendar()
    head.add("version", Text("2.0"))
    head.add("prodid", Text(PRODID))
    head.add("calscale", Text("GREGORIAN"))
    head.add("method", Text(method))
    lines: bytes = head.to_ical()
    return lines.removesuffix(_END)
