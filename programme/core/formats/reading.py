"""Dates and times as people type them: words, numbers or ISO, never the month first."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Final, Literal, NamedTuple

from programme.core.formats.writing import MONTHS, WEEKDAYS

Reason = Literal["no_such_day", "unreadable", "wrong_weekday", "end_before_start", "no_such_time"]


class UnreadableError(ValueError):
    """What somebody typed cannot be read; `reason` is a code for the message."""

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(f"{reason}: {text!r}")
        self.reason: Reason = reason
        self.text = text


class UnreadableDateError(UnreadableError):
    """No date, or an impossible one: no_such_day, unreadable, wrong_weekday, end_before_start."""


class UnreadableTimeError(UnreadableError):
    """No time of day, or an impossible one: no_such_time, unreadable."""


class _Parts(NamedTuple):
    weekday: int | None
    day: int
    month: int | None
    year: int | None


def _names(tables: Mapping[str, tuple[str, ...]], *lengths: int) -> dict[str, int]:
    """Map every name, and its first letters, to its place in the table."""
    return {
        name.casefold()[:length]: place
        for table in tables.values()
        for place, name in enumerate(table)
        for length in (None, *lengths)
    }


_MONTH_PLACES: Final = _names(MONTHS, 3) | {"sept": 8}
_WEEKDAY_PLACES: Final = _names(WEEKDAYS, 3, 4)


def _any_of(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_LONGEST: Final = 80  # characters of the longest sensible range, twice over
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_SEPARATOR: Final = re.compile(r"\s*-\s*|\s+(?:til|to)\s+")
_PREFIX: Final = (
    rf"(?:(?P<weekday>{_any_of(_WEEKDAY_PLACES)})(?:\.,?|,)?\s+)?(?:den\s+|d\.\s*)?"
    r"(?P<day>[0-9]{1,2})"
)
_MONTH: Final = r"(?P<month>[0-9]{1,2})"
_YEAR: Final = r"(?P<year>(?:19|20|21)[0-9]{2}|[0-9]{2})"
_BARE: Final = re.compile(_PREFIX)
_WHOLE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
        rf"{_PREFIX}(?:\.|st|nd|rd|th)?\s*(?P<month>{_any_of(_MONTH_PLACES)})\.?,?(?:\s*{_YEAR})?",
        rf"{_PREFIX}\.\s*{_MONTH}(?:(?:\.\s*|\s+){_YEAR})?",
        rf"{_PREFIX}/{_MONTH}(?:(?:\s*[-/]\s*|\s+){_YEAR})?",
        rf"{_PREFIX}-{_MONTH}-{_YEAR}",
    )
)
_TIME: Final = re.compile(r"(?:kl\.?\s*)?(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?")


def parse_day(text: str, today: date | None = None) -> date:
    """Read one day, the day before the month; without a year the next one from `today` on."""
    parts = _read_whole(_clean(text))
    if parts is None:
        raise UnreadableDateError("unreadable", text)
    return _resolve(parts, today, text)


def parse_days(text: str, today: date | None = None) -> tuple[date, date]:
    """Read a day or a range as first and last day; the first may borrow month and year."""
    cleaned = _clean(text)
    whole = _read_whole(cleaned)
    if whole is not None:
        only = _resolve(whole, today, text)
        return only, only
    for first, last in _ranges(cleaned):
        return _resolve_range(first, last, today, text)
    raise UnreadableDateError("unreadable", text)


def parse_time(text: str) -> time:
    """Read "9.00", "09:00", "9" or "kl. 9.30"."""
    match = _TIME.fullmatch(_clean(text))
    if match is None:
        raise UnreadableTimeError("unreadable", text)
    try:
        return time(int(match["hour"]), int(match["minute"] or 0))
    except ValueError as error:
        raise UnreadableTimeError("no_such_time", text) from error


def _clean(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    return " ".join(text.translate(_DASHES).casefold().split()).rstrip(" .,;")


def _read_whole(text: str) -> _Parts | None:
    for pattern in _WHOLE:
        match = pattern.fullmatch(text)
        if match is not None:
            return _parts(match.groupdict())
    return None


def _read_opening(text: str) -> _Parts | None:
    """Read the left side of a range, which may be a day's number alone."""
    match = _BARE.fullmatch(text)
    return _read_whole(text) if match is None else _parts(match.groupdict())


def _parts(found: dict[str, str | None]) -> _Parts:
    year = found.get("year")
    return _Parts(
        weekday=_WEEKDAY_PLACES.get(found.get("weekday") or ""),
        day=int(found["day"] or 0),
        month=_month_number(found.get("month")),
        year=int(f"20{year}"[-4:]) if year else None,
    )


def _month_number(found: str | None) -> int | None:
    if found is None:
        return None
    return _MONTH_PLACES[found] + 1 if found in _MONTH_PLACES else int(found)


def _ranges(text: str) -> Iterator[tuple[_Parts, _Parts]]:
    for cut in _SEPARATOR.finditer(text):
        first = _read_opening(text[: cut.start()].rstrip("."))
        last = _read_whole(text[cut.end() :])
        if first is not None and last is not None:
            yield first, last


def _resolve_range(first: _Parts, last: _Parts, today: date | None, text: str) -> tuple[date, date]:
    month = first.month or last.month
    # "31. december–1. januar" runs over New Year though one year, or none, is written.
    turn = 1 if (month, last.month) == (12, 1) else 0
    year = first.year or (last.year and last.year - turn)
    start = _resolve(first._replace(month=month, year=year), today, text)
    end = _resolve(last._replace(year=last.year or start.year + turn), today, text)
    if end < start:
        raise UnreadableDateError("end_before_start", text)
    return start, end


def _resolve(parts: _Parts, today: date | None, text: str) -> date:
    if parts.year is None and today is None:
        raise UnreadableDateError("unreadable", text)
    found = _next_on_or_after(today, parts) if today and not parts.year else _in_year(parts)
    if found is None:
        raise UnreadableDateError("no_such_day", text)
    if parts.weekday not in {None, found.weekday()}:
        raise UnreadableDateError("wrong_weekday", text)
    return found


def _next_on_or_after(today: date, parts: _Parts) -> date | None:
    years = range(today.year, today.year + 9)  # 29 February may be eight years off
    days = (_in_year(parts._replace(year=year)) for year in years)
    return next((day for day in days if day and day >= today), None)


def _in_year(parts: _Parts) -> date | None:
    try:
        return date(parts.year or 0, parts.month or 0, parts.day)
    except ValueError:
        return None
