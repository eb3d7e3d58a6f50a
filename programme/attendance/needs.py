"""What a venue has to know, put together: how many come, who sleeps there, who eats what. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# What a spreadsheet would take for a formula, in full width too.
_FORMULA: Final = tuple("=+-@＝＋－＠\t\r\n")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who comes, as answered."""

    name: str
    stays_overnight: bool
    diet: str


@dataclass(frozen=True, slots=True)
class Need:
    """A need and who has it."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VenueList:
    """The list itself; names in the order given."""

    coming: int
    overnight: tuple[str, ...]
    needs: tuple[Need, ...]


def venue_list(guests: Iterable[Guest]) -> VenueList:
    """Count; needs that are spelt alike are one, the most common first."""
    coming = list(guests)
    needs: dict[str, tuple[str, list[str]]] = {}
    for guest in coming:
        text = " ".join(guest.diet.split())
        if text:
            first = text[0].upper() + text[1:]
            needs.setdefault(text.casefold().rstrip("."), (first, []))[1].append(guest.name)
    found = [Need(text, tuple(names)) for text, names in needs.values()]
    return VenueList(
        len(coming),
        tuple(guest.name for guest in coming if guest.stays_overnight),
        tuple(sorted(found, key=lambda need: (-len(need.names), need.text.casefold()))),
    )


def as_csv(rows: Iterable[Iterable[object]]) -> bytes:
    """The rows as Danish spreadsheets read them: semicolons, and a mark that says UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_plain(str(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _plain(value: str) -> str:
    """The value as text: an apostrophe keeps a spreadsheet from reckoning."""
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
