"""Calendar files of others, from which only the busy times are taken.

The file is read by a process of its own, which the kernel ends when it has used two seconds of CPU
or too much memory (`busy_reader`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Final

from programme.core import clock
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.venues import busy_reader
from programme.venues.services import BusySpan

FIELD: Final = "file"
LARGEST: Final = 1_000_000
BACK: Final = timedelta(days=31)
AHEAD: Final = timedelta(days=730)
_PATIENCE: Final = 20  # seconds by the clock: the machine may be busy
_TOO_LARGE: Final = l_("The file is too big. There is room for 1 MB: export fewer months.")
_REASONS: Final = {
    "not_calendar": l_("This is not a calendar file. Choose a file that ends in .ics."),
    "too_many": l_("There is too much in the file. Export fewer months, or only busy times."),
    "too_often": l_("Something in the file repeats too often to be read. Export busy times only."),
    "zone": l_("The file names a time zone that is not known, so its times cannot be told."),
    "following": l_(
        "Something that repeats is changed from one day on, in a form that cannot be read. "
        "Export busy times only."
    ),
    "broken": l_("The file is damaged and cannot be read. Export it anew."),
}


def read(data: bytes) -> list[BusySpan]:
    """When somebody is busy from a month ago to two years from now; refused at `FIELD`."""
    if not data.strip():
        raise RuleBrokenError(l_("The file is empty. Choose another."), FIELD)
    if len(data) > LARGEST:
        raise RuleBrokenError(_TOO_LARGE, FIELD)
    said = _read_apart(data)
    if "spans" not in said:
        raise RuleBrokenError(_REASONS[str(said["reason"])], FIELD)
    spans = [_span(*texts) for texts in said["spans"]]
    if not spans:
        raise RuleBrokenError(
            l_("The file has no busy times in the next two years. Nothing was changed."), FIELD
        )
    return spans


def _read_apart(data: bytes) -> dict[str, Any]:
    today = clock.today()
    period = [(today - BACK).isoformat(), (today + AHEAD).isoformat()]
    program = [sys.executable, "-I", str(Path(busy_reader.__file__)), *period]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            program, input=data, capture_output=True, check=True, timeout=_PATIENCE
        )
    except subprocess.SubprocessError:  # ended by the kernel, or by our patience
        return {"reason": "too_often"}
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _span(first: str, last: str, start: str | None, end: str | None) -> BusySpan:
    return BusySpan(
        date.fromisoformat(first),
        date.fromisoformat(last),
        time.fromisoformat(start) if start else None,
        time.fromisoformat(end) if end else None,
    )
