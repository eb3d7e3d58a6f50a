"""What a calendar program shows of an event: the one form in which all are compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple


class Seen(NamedTuple):
    """Start and end in UTC, or as days with the one after the last."""

    title: str
    start: datetime | date
    end: datetime | date
    status: str
    description: str


def moment(text: str) -> datetime | date:
    """From `20260819T070000Z` or `20260820`; a time without a zone is a failure."""
    if len(text) == len("20260820"):
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def by_uid(rows: list[dict[str, str]]) -> dict[str, Seen]:
    """The events of a program by UID; the same twice is a failure."""
    found = {row["uid"]: _seen(row) for row in rows}
    assert len(found) == len(rows), sorted(row["uid"] for row in rows)
    return found


def in_order(events: Iterable[Seen]) -> list[Seen]:
    """For comparing with a program that gives events UIDs of its own."""
    return sorted(events, key=str)


def _seen(row: dict[str, str]) -> Seen:
    start, end = moment(row["start"]), moment(row["end"])
    return Seen(row["title"], start, end, row["status"], row["description"])
