"""What an activity must obey, whoever writes it: a form, a template or an importer.

Each check returns the value as it is to be kept, or raises with the name of the form's field.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from unicodedata import category
from urllib.parse import urlsplit

from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from programme.activities.plan import ActivityPlan, Details, Link, Texts, When

LONGEST_LINE: Final = 200
LONGEST_TEXT: Final = 5_000
LONGEST_URL: Final = 500
MOST_DAYS: Final = 31
MOST_LINKS: Final = 10
MOST_NUMBER: Final = 99
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100

# What word processors put between words and lines, as what is meant.
_SPACES: Final = str.maketrans(
    {"\t": " ", "\u00a0": " ", "\u202f": " ", "\u2028": "\n", "\u2029": "\n"}
)
_HIDDEN: Final = frozenset({"Cc", "Cs"})


def plan(value: ActivityPlan) -> ActivityPlan:
    """All of a new activity."""
    decided = when(value.when)
    return replace(
        value, details=details(value.details), when=decided, texts=texts(value.texts, decided)
    )


def when(value: When) -> When:
    """Days in order and within reason; the last day is the first unless said."""
    if value.starts_on and not value.ends_on:
        value = replace(value, ends_on=value.starts_on)
    for name in ("starts_on", "ends_on", "window_from", "window_to"):
        _in_reason(getattr(value, name), name)
    _days_in_order(value)
    _times_in_order(value)
    if value.window_from and value.window_to and value.window_to < value.window_from:
        raise RuleBrokenError(l_("The period ends before it begins."), "window_to")
    return value


def details(value: Details, *, named: bool = False) -> Details:
    """Short lines and a sensible number; for some by name only what is so already (`named`)."""
    if (value.audience is Audience.NAMED) is not named:
        raise RuleBrokenError(l_("Choose among what stands in the list."), "audience")
    if value.number is not None and not 1 <= value.number <= MOST_NUMBER:
        raise RuleBrokenError(l_("The number must be between 1 and 99."), "number")
    _in_reason(value.answers_until, "answers_until")
    return replace(
        value,
        title=line(value.title, "title"),
        place=line(value.place, "place"),
        address=line(value.address, "address"),
    )


def texts(value: Texts, decided: When) -> Texts:
    """Texts of bearable length, no more days than the activity has, links that lead somewhere."""
    days = tuple(prose(day, "days") for day in value.days)
    while days and not days[-1]:
        days = days[:-1]
    if len(days) > length(decided):
        raise RuleBrokenError(l_("The programme has more days than the activity."), "days")
    if len(value.links) > MOST_LINKS:
        raise RuleBrokenError(l_("There is room for ten links."), "links")
    return replace(
        value,
        preparation=prose(value.preparation, "preparation"),
        bring=prose(value.bring, "bring"),
        try_afterwards=prose(value.try_afterwards, "try_afterwards"),
        days=days,
        links=tuple(_link(link) for link in value.links),
    )


def length(decided: When) -> int:
    """Days that it takes; an undated activity may have the programme of any number."""
    if decided.starts_on is None or decided.ends_on is None:
        return MOST_DAYS
    return (decided.ends_on - decided.starts_on).days + 1


def line(text: str, field: str, longest: int = LONGEST_LINE) -> str:
    """One line of text."""
    text = text.translate(_SPACES).strip()
    if _hidden(text):
        raise RuleBrokenError(l_("Write it on one line, without hidden characters."), field)
    return _no_longer(text, field, longest)


def prose(text: str, field: str) -> str:
    """Text of several lines."""
    text = text.replace("\r\n", "\n").translate(_SPACES).strip()
    if _hidden(text.replace("\n", "")):
        raise RuleBrokenError(l_("The text contains hidden characters. Write it anew here."), field)
    return _no_longer(text, field, LONGEST_TEXT)


def web_address(url: str, field: str) -> str:
    """An address that a browser may be led to."""
    url = line(url, field, LONGEST_URL)
    if not _leads_somewhere(url):
        raise RuleBrokenError(l_("A link begins with https:// or http://."), field)
    return url


def _hidden(text: str) -> bool:
    return any(category(letter) in _HIDDEN for letter in text)


def _no_longer(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise RuleBrokenError(
            l_(
                "The text is too long: %(length)d characters. There is room for %(longest)d.",
                length=len(text),
                longest=longest,
            ),
            field,
        )
    return text


def _in_reason(day: date | None, field: str) -> None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleBrokenError(l_("The year must lie between 2000 and 2100."), field)


def _days_in_order(value: When) -> None:
    if value.starts_on is None:
        if value.ends_on:
            raise RuleBrokenError(l_("Write the first day too."), "starts_on")
        return
    if value.ends_on is None or value.ends_on < value.starts_on:
        raise RuleBrokenError(l_("The last day lies before the first."), "ends_on")
    if value.ends_on - value.starts_on >= timedelta(days=MOST_DAYS):
        raise RuleBrokenError(l_("An activity lasts 31 days at most."), "ends_on")


def _times_in_order(value: When) -> None:
    if value.start_time is None:
        if value.end_time:
            raise RuleBrokenError(l_("Write when it begins too."), "start_time")
        return
    one_day = value.starts_on == value.ends_on
    if value.end_time and one_day and value.end_time <= value.start_time:
        raise RuleBrokenError(l_("It ends before it begins."), "end_time")


def _link(link: Link) -> Link:
    url = web_address(link.url, "links")
    return replace(link, title=line(link.title, "links") or url, url=url)


def _leads_somewhere(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.netloc) and " " not in url
