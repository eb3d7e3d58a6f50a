"""One cell at a time: what its text means, or what is wrong with it and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeVar

from programme.cohorts.models import LEARNERS, Participation, Role
from programme.core import formats
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.people.addresses import normalised
from programme.people.services.persons import clean_name
from programme.rosters.columns import Field, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.rosters.ground import Ground

LONGEST_PHONE: Final = 40
LONGEST_REASON: Final = 2_000
LONGEST_LINE: Final = 200
TAKING_PART: Final = LEARNERS | {Role.OTHER_LEVEL}

# As a file says it, and as people say it; each folded.
ROLE_NAMES: Final = {
    Role.PARTICIPANT: "Deltager",
    Role.APPOINTED_EMPLOYEE: "Udpeget medarbejder",
    Role.FACILITATOR: "Facilitator",
    Role.OTHER_LEVEL: "Øvrigt ledelsesniveau",
}
_ROLES: Final = {name.casefold(): role for role, name in ROLE_NAMES.items()} | {
    "leder": Role.PARTICIPANT,
    "participant": Role.PARTICIPANT,
    "medarbejder": Role.APPOINTED_EMPLOYEE,
    "udpeget": Role.APPOINTED_EMPLOYEE,
    "appointed employee": Role.APPOINTED_EMPLOYEE,
    "underviser": Role.FACILITATOR,
    "øvrigt niveau": Role.OTHER_LEVEL,
    "øvrige ledelsesniveauer": Role.OTHER_LEVEL,
    "other leadership level": Role.OTHER_LEVEL,
}
WAY_NAMES: Final = {
    Participation.CONVERSATION: "Samtaler",
    Participation.INVITED: "Udvalgte aktiviteter",
    Participation.SPONSOR: "Sponsor",
}
_WAYS: Final = {name.casefold(): way for way, name in WAY_NAMES.items()} | {
    "samtale": Participation.CONVERSATION,
    "conversations": Participation.CONVERSATION,
    "inviteret": Participation.INVITED,
    "chosen activities": Participation.INVITED,
}
_MONTH_FIRST: Final = re.compile(r"0?([1-9]|1[0-2])\s*[-/.]\s*(1[3-9]|2[0-9]|3[01])\s*[-/.]\s*\d+")
_CPR: Final = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)")
_IN_BRACKETS: Final = re.compile(r"[^<>]*<\s*(?:mailto:)?([^<>\s]+)\s*>")
_BETWEEN_ROLES: Final = re.compile(r"\s*(?:[,;/+&\n]|\bog\b|\band\b)\s*", re.IGNORECASE)
Thing = TypeVar("Thing")


class CellError(Exception):
    """The text of a cell means nothing; `message` is for the person."""

    def __init__(self, message: object) -> None:
        super().__init__()
        self.message = message


def looks_like_cpr(text: str) -> bool:
    """Whether the text holds ten digits of which the first six are a date."""
    return _CPR.search(text) is not None


def value_of(field: Field, text: str, ground: Ground) -> Any:  # noqa: ANN401 - each field's own kind
    """What a cell means; raises CellError. A unit stays a word, as it hangs on the organisation."""
    return _READERS[field](text, ground)


_ABOUT: Final = 4


def _alike(words: str, names: list[str]) -> list[str]:
    """Those worth a close look, which costs much: of the same initial and about as long."""
    initial = words[:1].casefold()
    return [
        name
        for name in names
        if name[:1].casefold() == initial and abs(len(name) - len(words)) <= _ABOUT
    ]


def pick(words: str, among: Mapping[str, Thing], names: list[str], what: object) -> Thing:
    """The thing of that name; else the refusal says which names there are."""
    found = among.get(folded(words))
    if found is not None:
        return found
    near = get_close_matches(words[:LONGEST_LINE], _alike(words, names), n=1, cutoff=0.75)
    if near:
        raise CellError(
            l_(
                "%(what)s “%(words)s” is not known. Is it “%(near)s”?",
                **_said(what, words),
                near=near[0],
            )
        )
    raise CellError(l_("%(what)s “%(words)s” is not known.", **_said(what, words)))


def _said(what: object, words: str) -> dict[str, object]:
    return {"what": what, "words": words[:80]}


def _name(text: str, ground: Ground) -> str:
    del ground
    return _ruled(clean_name, text)


def _email(text: str, ground: Ground) -> str:
    del ground
    inside = _IN_BRACKETS.fullmatch(text)
    return _ruled(normalised, (inside[1] if inside else text).removeprefix("mailto:"))


def _ruled(rule: Callable[[str], str], text: str) -> str:
    try:
        return rule(text)
    except RuleBrokenError as error:
        raise CellError(error.message) from None


def _line(most: int) -> Callable[[str, Ground], str]:
    def read(text: str, ground: Ground) -> str:
        del ground
        _check_length(text, most)
        if not text.isprintable():
            raise CellError(l_("The text holds characters that cannot be shown."))
        return " ".join(text.split())

    return read


def _check_length(text: str, most: int) -> None:
    if len(text) > most:
        raise CellError(l_("The text is too long. There is room for %(most)d.", most=most))


def _reason(text: str, ground: Ground) -> str:
    del ground
    _check_length(text, LONGEST_REASON)
    if not text.replace("\n", " ").replace("\t", " ").isprintable():
        raise CellError(l_("The text holds characters that cannot be shown."))
    return text


def _title(text: str, ground: Ground) -> object:
    names = [title.name for title in ground.titles.values()]
    return pick(text, ground.titles, names, l_("The job title"))


def _organisation(text: str, ground: Ground) -> object:
    names = [place.name for place in ground.organisations.values()]
    return pick(text, ground.organisations, names, l_("The organisation"))


def _level(text: str, ground: Ground) -> object:
    found = ground.levels.get(folded(text))
    if found is None:
        names = dict.fromkeys(level.name for level in ground.levels.values())
        raise CellError(
            l_(
                "The level “%(words)s” is not known. Write one of these: %(names)s.",
                words=text[:80],
                names=", ".join(names),
            )
        )
    return found


def _roles(text: str, ground: Ground) -> frozenset[Role]:
    del ground
    words = [part for part in _BETWEEN_ROLES.split(text) if part]
    roles = [_ROLES.get(folded(word)) for word in words]
    known = frozenset(role for role in roles if role is not None)
    if None in roles or not known:
        raise CellError(
            l_(
                "The role “%(words)s” is not known. Write one of these: %(names)s.",
                words=text[:80],
                names=", ".join(ROLE_NAMES.values()),
            )
        )
    if len(known & TAKING_PART) > 1:
        raise CellError(l_("One takes part in one way at a time. Choose one of the roles."))
    return known


def _way(text: str, ground: Ground) -> Participation:
    del ground
    found = _WAYS.get(folded(text))
    if found is None:
        raise CellError(
            l_(
                "“%(words)s” is not known. Write one of these: %(names)s.",
                words=text[:80],
                names=", ".join(WAY_NAMES.values()),
            )
        )
    return found


def _day(text: str, ground: Ground) -> date:
    """The day before the month, always with its year: a list is read again next year."""
    del ground
    swapped = _MONTH_FIRST.fullmatch(text.strip())
    if swapped:
        raise CellError(
            l_(
                "“%(words)s” has the month first. Write the day first, such as"
                " %(day)02d-%(month)02d.",
                words=text[:40],
                day=int(swapped[2]),
                month=int(swapped[1]),
            )
        )
    try:
        return formats.parse_day(text)
    except formats.UnreadableDateError as error:
        raise CellError(_DAY_FAULTS[error.reason]) from None


_DAY_FAULTS: Final = {
    "no_such_day": l_("There is no such day. Check the date."),
    "unreadable": l_("Write the date with its year, as 20-01-2027 or 20 January 2027."),
    "wrong_weekday": l_("The weekday and the date do not belong together."),
}
_READERS: Final[dict[Field, Callable[[str, Ground], Any]]] = {
    Field.NAME: _name,
    Field.EMAIL: _email,
    Field.PHONE: _line(LONGEST_PHONE),
    Field.TITLE: _title,
    Field.UNIT: _line(LONGEST_LINE),
    Field.ORGANISATION: _organisation,
    Field.LEVEL: _level,
    Field.MANAGER: _email,
    Field.ROLE: _roles,
    Field.PARTICIPATION: _way,
    Field.APPOINTED_BY: _email,
    Field.APPOINTED_ON: _day,
    Field.REASON: _reason,
    Field.GROUP: _line(80),
}
