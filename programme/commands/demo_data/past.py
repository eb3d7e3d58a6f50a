"""Let services act as of a moment gone by, so that the demo has a history."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from programme.core import clock

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def as_of(day: date, hour: int = 10) -> Iterator[None]:
    """Set the clock to that day, on the hour in Copenhagen, and back afterwards."""
    moment = datetime.combine(day, time(hour), clock.COPENHAGEN)
    real = clock.now
    clock.now = lambda: moment
    try:
        yield
    finally:
        clock.now = real
