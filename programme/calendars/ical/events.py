"""One activity as one VEVENT: the same bytes in every feed, file and worker process."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Event, vCategory, vUri

from programme.calendars.ical import text, times
from programme.calendars.ical.plan_event import PlanEvent
from programme.calendars.ical.text import Text

# To be raised by one whenever the bytes of an unchanged event come out differently: it is part of
# SEQUENCE and LAST-MODIFIED, because some clients take no event over whose these have not grown.
SERIALISER_EPOCH = 0

CANCELLED_PREFIX = "AFLYST: "
UNTITLED = "(uden titel)"
_HOURS_BEFORE = 24
_HOURS_BEFORE_DAY = 15  # nine in the morning of the day before

_log = logging.getLogger(__name__)


def event_bytes(event: PlanEvent) -> bytes | None:
    """One VEVENT; None, and an error in the log without any text, if the times make no sense."""
    vevent = component(event)
    return _written(vevent) if vevent else None


def component(event: PlanEvent) -> Event | None:
    """The same before it is written, for what has more to say."""
    fault = next(_faults(event), None)
    if fault is not None:
        _log.error("calendar event %r left out: %s", event.uid, fault)
        return None
    return _vevent(event)


def information_event(
    uid: str, title: str, description: str, day: date, revised_at: datetime
) -> bytes:
    """The one event of a calendar that has no other, so that clients drop what they had."""
    event = PlanEvent(
        uid=uid,
        sequence=0,
        revised_at=revised_at,
        starts_on=day,
        ends_on=day,
        start_time=None,
        end_time=None,
        title=title,
        description=description,
        place=None,
        url=None,
        cancelled=False,
        kind="deadline",  # it takes up nobody's time
    )
    fault = next(_faults(event), None)
    if fault is not None:
        raise ValueError(fault)
    return _written(_vevent(event))


def _faults(event: PlanEvent) -> Iterator[str]:
    if not event.uid or not text.is_one_line(event.uid):
        yield "no usable UID"
    yield from times.faults(event)


def _written(vevent: Event) -> bytes:
    block: bytes = vevent.to_ical()
    return block


def _vevent(event: PlanEvent) -> Event:
    vevent = Event()
    vevent.add("uid", Text(event.uid))
    _add_version(vevent, event)
    start, end = times.span(event)
    vevent.add("dtstart", start)
    vevent.add("dtend", end)
    _add_state(vevent, event, whole_day=not isinstance(start, datetime))
    _add_texts(vevent, event)
    if event.alarm and not event.cancelled:
        vevent.add_component(_alarm(event, whole_day=not isinstance(start, datetime)))
    return vevent


def _alarm(event: PlanEvent, *, whole_day: bool) -> Alarm:
    """One that shows the title; its UID (RFC 9074) follows from the event's."""
    alarm = Alarm()
    alarm.add("uid", Text(f"alarm-{event.uid}"))
    alarm.add("action", Text("DISPLAY"))
    alarm.add("description", Text(_summary(event)))
    alarm.add("trigger", -timedelta(hours=_HOURS_BEFORE_DAY if whole_day else _HOURS_BEFORE))
    return alarm


def _add_version(vevent: Event, event: PlanEvent) -> None:
    revised_at = event.revised_at.astimezone(UTC) + timedelta(seconds=SERIALISER_EPOCH)
    vevent.add("dtstamp", revised_at)  # without METHOD it means: last revised
    vevent.add("last-modified", revised_at)
    vevent.add("sequence", event.sequence + SERIALISER_EPOCH)


def _add_state(vevent: Event, event: PlanEvent, *, whole_day: bool) -> None:
    is_free = event.cancelled or event.kind == "deadline"
    vevent.add("status", Text("CANCELLED" if event.cancelled else "CONFIRMED"))
    vevent.add("transp", Text("TRANSPARENT" if is_free else "OPAQUE"))
    if is_free or whole_day:  # Outlook asks this first, and takes whole days for free
        vevent.add("x-microsoft-cdo-busystatus", Text("FREE" if is_free else "BUSY"))


def _add_texts(vevent: Event, event: PlanEvent) -> None:
    link = text.clean_url(event.url or "")
    for name, value in (
        ("summary", _summary(event)),
        ("description", text.description(event.description or "", link)),
        ("location", text.one_line(event.place or "", text.PLACE_CHARACTERS)),
    ):
        if value:
            vevent.add(name, Text(value))
    if link:
        vevent.add("url", vUri(link))
    names = [text.one_line(name, text.TITLE_CHARACTERS) for name in event.categories]
    categories = vCategory([])
    categories.cats = [Text(name) for name in names if name]  # its constructor has its own escaping
    if categories.cats:
        vevent.add("categories", categories)


def _summary(event: PlanEvent) -> str:
    title = text.one_line(event.title, text.TITLE_CHARACTERS) or UNTITLED
    if event.cancelled and not title.startswith(CANCELLED_PREFIX.strip()):
        title = text.one_line(CANCELLED_PREFIX + title, text.TITLE_CHARACTERS)
    return title
