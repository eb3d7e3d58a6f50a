"""The columns of a list of people: what they are called in a file, and which one is which."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from programme.core.text import l_
from programme.rosters.tables import (
    MOST_COLUMNS,
    Row,
    Table,
    UnreadableTableError,
    column_letter,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Field(StrEnum):
    """What a column can hold. First and last name are read together as the name."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    TITLE = "title"
    UNIT = "unit"
    ORGANISATION = "organisation"
    LEVEL = "level"
    MANAGER = "manager"
    ROLE = "role"
    PARTICIPATION = "participation"
    APPOINTED_BY = "appointed_by"
    APPOINTED_ON = "appointed_on"
    REASON = "reason"
    GROUP = "group"


# In the order of the exported file, under the words that stand there.
HEADERS: Final[dict[Field, str]] = {
    Field.NAME: "Navn",
    Field.EMAIL: "E-mail",
    Field.PHONE: "Telefon",
    Field.TITLE: "Titel",
    Field.UNIT: "Enhed",
    Field.ORGANISATION: "Organisation",
    Field.LEVEL: "Ledelsesniveau",
    Field.MANAGER: "Nærmeste leder (e-mail)",
    Field.ROLE: "Rolle",
    Field.PARTICIPATION: "Deltagelse",
    Field.APPOINTED_BY: "Udpeget af (e-mail)",
    Field.APPOINTED_ON: "Udpeget den",
    Field.REASON: "Begrundelse",
    Field.GROUP: "Netværksgruppe",
}
LABELS: Final[dict[Field, object]] = {
    Field.NAME: l_("Name"),
    Field.EMAIL: l_("E-mail"),
    Field.PHONE: l_("Phone"),
    Field.TITLE: l_("Job title"),
    Field.UNIT: l_("Unit"),
    Field.ORGANISATION: l_("Organisation"),
    Field.LEVEL: l_("Leadership level"),
    Field.MANAGER: l_("Nearest leader"),
    Field.ROLE: l_("Role"),
    Field.PARTICIPATION: l_("Takes part by"),
    Field.APPOINTED_BY: l_("Appointed by"),
    Field.APPOINTED_ON: l_("Appointed on"),
    Field.REASON: l_("Reason"),
    Field.GROUP: l_("Network group"),
}
# Other words for the same, small letters, without signs. The headers above are known anyhow.
_OTHER_WORDS: Final[dict[Field, str]] = {
    Field.NAME: "fulde navn|deltager|deltagernavn|name|full name",
    Field.FIRST_NAME: "fornavn|fornavne|first name|given name",
    Field.LAST_NAME: "efternavn|efternavne|last name|surname",
    Field.EMAIL: "email|mail|e mailadresse|emailadresse|mailadresse|e post|arbejdsmail|"
    "e mail adresse|email address|e mail address",
    Field.PHONE: "tlf|tlf nr|telefonnummer|telefonnr|mobil|mobilnummer|mobiltelefon|phone|mobile",
    Field.TITLE: "stilling|stillingsbetegnelse|jobtitel|title|job title|position",
    Field.UNIT: "afdeling|skole|institution|arbejdssted|arbejdsplads|enhedsnavn|unit|department",
    Field.ORGANISATION: "kommune|virksomhed|myndighed|arbejdsgiver|organisation|organization",
    Field.LEVEL: "niveau|lederniveau|level|leadership level",
    Field.MANAGER: "nærmeste leder|nærmeste leder e mail|nærmeste leders e mail|"
    "nærmeste leders mail|leder|leder e mail|leder mail|leders e mail|leders mail|nearest leader|"
    "line manager|manager",
    Field.ROLE: "rolle på holdet|role",
    Field.PARTICIPATION: "deltager ved|deltagelsesform|takes part by|participation",
    Field.APPOINTED_BY: "udpeget af|udpegende leder|appointed by",
    Field.APPOINTED_ON: "udpeget|udpegningsdato|udpeget dato|dato for udpegning|appointed on",
    Field.REASON: "årsag|grund|begrundelse for udpegning|reason",
    Field.GROUP: "gruppe|netværk|network group|group",
}
_SIGNS: Final = re.compile(r"[^0-9a-zæøåäöüé]+")


def _plain(words: str) -> str:
    return _SIGNS.sub(" ", words.casefold()).strip()


_BY_WORDS: Final[dict[str, Field]] = {
    _plain(words): field
    for field in Field
    for words in (HEADERS.get(field, ""), *_OTHER_WORDS[field].split("|"))
    if words
}


def field_named(header: str) -> Field | None:
    """The field that a header stands for."""
    return _BY_WORDS.get(_plain(header))


def known_headers(cells: Sequence[str]) -> int:
    """How many of these cells are headers that we know."""
    return sum(field_named(cell) is not None for cell in cells[:MOST_COLUMNS])


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; `unused` are the headers of those that nothing is made of."""

    places: Mapping[Field, int]
    unused: tuple[str, ...]
    rows: tuple[Row, ...]

    def texts(self, row: Row) -> dict[Field, str]:
        """A row's texts by field; the name in one piece."""
        found = {field: _at(row, place) for field, place in self.places.items()}
        first, last = found.pop(Field.FIRST_NAME, None), found.pop(Field.LAST_NAME, None)
        if Field.NAME not in found and (first is not None or last is not None):
            found[Field.NAME] = " ".join(part for part in (first, last) if part)
        return found

    @property
    def fields(self) -> tuple[Field, ...]:
        """What the list tells, in the order of an exported file."""
        told = set(self.places)
        if told & {Field.FIRST_NAME, Field.LAST_NAME}:
            told.add(Field.NAME)
        return tuple(field for field in HEADERS if field in told)


def columns_of(table: Table, vocabulary: Mapping[Field, frozenset[str]]) -> Columns:
    """Read the header; without one, guess from the contents where only one guess is possible.

    `vocabulary` holds the words of some fields, folded: known titles, units, levels.
    """
    first = table.rows[0]
    if _is_header(first):
        return _from_header(first, table.rows[1:])
    return _guessed(table.rows, vocabulary)


def folded(words: str) -> str:
    """As names are compared: without regard to case and spaces."""
    return " ".join(words.casefold().split())


def _at(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _is_header(row: Row) -> bool:
    return known_headers(row.cells) > 0 and not any("@" in cell for cell in row.cells)


def _from_header(header: Row, rows: tuple[Row, ...]) -> Columns:
    places: dict[Field, int] = {}
    unused = []
    for place, words in enumerate(header.cells):
        field = field_named(words)
        if field is None:
            unused += [words] if words else []
        elif field in places:
            raise UnreadableTableError(
                l_(
                    "Columns %(one)s and %(other)s are both “%(name)s”. Leave one of them out.",
                    one=column_letter(places[field]),
                    other=column_letter(place),
                    name=words,
                )
            )
        else:
            places[field] = place
    if Field.EMAIL not in places:
        raise UnreadableTableError(
            l_("There is no column “E-mail”. It tells who is who, and has to be there.")
        )
    if not rows:
        raise UnreadableTableError(l_("There is nobody below the header."))
    return Columns(places, tuple(unused), rows)


def _guessed(rows: tuple[Row, ...], vocabulary: Mapping[Field, frozenset[str]]) -> Columns:
    width = max(len(row.cells) for row in rows)
    places: dict[Field, int] = {}
    for place in range(width):
        texts = [text for row in rows if (text := _at(row, place))]
        if not texts:
            continue
        found = _fitting(texts, vocabulary)
        if len(found) != 1 or found[0] in places:
            raise UnreadableTableError(
                l_(
                    "The list has no header, and column %(column)s may be several things. Put"
                    " a row above it that says what the columns are: Navn, E-mail, Titel …",
                    column=column_letter(place),
                )
            )
        places[found[0]] = place
    if Field.EMAIL not in places:
        raise UnreadableTableError(
            l_("There is no column “E-mail”. It tells who is who, and has to be there.")
        )
    return Columns(places, (), rows)


def _fitting(texts: Sequence[str], vocabulary: Mapping[Field, frozenset[str]]) -> list[Field]:
    """The fields that all of these texts may be; names only where nothing else fits."""
    tests: dict[Field, Callable[[str], bool]] = {
        Field.EMAIL: lambda text: "@" in text and " " not in text,
        Field.PHONE: lambda text: re.fullmatch(r"\+?[0-9 ]{8,16}", text) is not None,
    }
    fitting = [field for field, test in tests.items() if all(map(test, texts))]
    kinds = Counter(
        field for text in texts for field, words in vocabulary.items() if folded(text) in words
    )
    fitting += [field for field, count in kinds.items() if count == len(texts)]
    if fitting:
        return fitting
    # A word or two that are a known unit or title among others might be any of the three.
    return [Field.NAME] if not kinds and all(map(_may_be_name, texts)) else []


def _may_be_name(text: str) -> bool:
    return " " in text and not any(sign.isdigit() or sign in "@/;:()" for sign in text)
