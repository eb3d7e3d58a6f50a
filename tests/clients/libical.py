"""libical, the library of GNOME, KDE and many servers, called as it is installed.

`events` reads a calendar file. `faults` holds it against libical's tables of RFC 5546: what may or
must stand in which component, by method. Invitations can be checked by it as well as feeds.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_POINTER, _TEXT, _INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int


class _Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = (
        *((name, _INT) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", _INT),
        ("is_daylight", _INT),
        ("zone", _POINTER),
    )


# Function: what it returns, what it takes.
_FUNCTIONS = {
    "icalparser_parse_string": (_POINTER, [_TEXT]),
    "icalrestriction_check": (_INT, [_POINTER]),
    "icaltimezone_get_utc_timezone": (_POINTER, []),
    "icaltime_convert_to_zone": (_Time, [_Time, _POINTER]),
    "icaltime_as_ical_string": (_TEXT, [_Time]),
    "icalcomponent_string_to_kind": (_INT, [_TEXT]),
    "icalcomponent_get_first_component": (_POINTER, [_POINTER, _INT]),
    "icalcomponent_get_next_component": (_POINTER, [_POINTER, _INT]),
    "icalcomponent_as_ical_string": (_TEXT, [_POINTER]),
    "icalcomponent_free": (None, [_POINTER]),
    "icalcomponent_get_dtstart": (_Time, [_POINTER]),
    "icalcomponent_get_dtend": (_Time, [_POINTER]),
    "icalcomponent_get_uid": (_TEXT, [_POINTER]),
    "icalcomponent_get_summary": (_TEXT, [_POINTER]),
    "icalcomponent_get_description": (_TEXT, [_POINTER]),
    "icalcomponent_get_status": (_INT, [_POINTER]),
    "icalproperty_status_to_string": (_TEXT, [_INT]),
}


def find() -> str | None:
    """The name of the shared library, None where it is not installed."""
    return ctypes.util.find_library("ical")


def events(body: bytes) -> list[dict[str, str]]:
    """What stands in a calendar file; what cannot be read as one holds nothing."""
    with _parsed(body) as root:
        return [_event(component) for component in _components(root)]


def faults(body: bytes) -> list[str]:
    """What breaks the rules of its method, or of having none; empty when nothing does."""
    with _parsed(body) as root:
        passed = _library().icalrestriction_check(root)
        lines = _library().icalcomponent_as_ical_string(root).decode()
    found = [
        line for line in lines.replace("\r\n ", "").splitlines() if line.startswith("X-LIC-ERROR")
    ]
    return found or ([] if passed else ["the restriction check failed"])


@contextmanager
def _parsed(body: bytes) -> Iterator[int]:
    root = _library().icalparser_parse_string(body)
    assert root, "libical cannot read the file"
    yield root
    _library().icalcomponent_free(root)


def _components(root: int) -> Iterator[int]:
    library = _library()
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    component = library.icalcomponent_get_first_component(root, kind)
    while component:
        yield component
        component = library.icalcomponent_get_next_component(root, kind)


def _event(component: int) -> dict[str, str]:
    library = _library()
    status = library.icalcomponent_get_status(component)
    return {
        "uid": library.icalcomponent_get_uid(component).decode(),
        "title": library.icalcomponent_get_summary(component).decode(),
        "start": _shown(library.icalcomponent_get_dtstart(component)),
        "end": _shown(library.icalcomponent_get_dtend(component)),
        "status": library.icalproperty_status_to_string(status).decode(),
        "description": library.icalcomponent_get_description(component).decode(),
    }


def _shown(time: _Time) -> str:
    library = _library()
    if not time.is_date:
        time = library.icaltime_convert_to_zone(time, library.icaltimezone_get_utc_timezone())
    shown: bytes = library.icaltime_as_ical_string(time)
    return shown.decode()


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(find())
    for name, (returned, taken) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = returned, taken
    return library
