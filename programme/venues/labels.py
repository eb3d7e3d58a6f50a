"""What venues and busy times are called on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import ngettext

from programme.core import formats

if TYPE_CHECKING:
    from programme.venues.models import BusyTime


def with_seats(name: str, capacity: int | None) -> str:
    """Return "Nyborg Strand (40 pladser)"."""
    return f"{name} ({seats(capacity)})" if capacity else name


def seats(capacity: int) -> str:
    """Return "40 pladser"."""
    return str(ngettext("%(num)d seat", "%(num)d seats", capacity))


def busy_days(busy: BusyTime, locale: str) -> str:
    """Return "mandag den 3. maj 2027 kl. 9.00–12.00"."""
    days = formats.weekday_days(busy.starts_on, busy.ends_on, locale)
    if busy.start_time is None:
        return days
    return f"{days} {formats.times(busy.start_time, busy.end_time, locale)}"
