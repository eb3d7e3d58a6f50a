"""Calendar files as bytes: plan events in, RFC 5545 out. No database, no Flask, no clock."""

from programme.calendars.ical.events import (
    CANCELLED_PREFIX,
    SERIALISER_EPOCH,
    UNTITLED,
    event_bytes,
    information_event,
)
from programme.calendars.ical.files import calendar_bytes, etag
from programme.calendars.ical.messages import CANCEL, REQUEST, Attendee, Message, message_bytes
from programme.calendars.ical.plan_event import Kind, PlanEvent
from programme.calendars.ical.text import Text, clean, clean_url, one_line

__all__ = [
    "CANCEL",
    "CANCELLED_PREFIX",
    "REQUEST",
    "SERIALISER_EPOCH",
    "UNTITLED",
    "Attendee",
    "Kind",
    "Message",
    "PlanEvent",
    "Text",
    "calendar_bytes",
    "clean",
    "clean_url",
    "etag",
    "event_bytes",
    "information_event",
    "message_bytes",
    "one_line",
]
