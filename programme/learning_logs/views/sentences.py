"""Who can read an entry, as one plain sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from programme.core import language
from programme.learning_logs.models import ShareWith

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.learning_logs.queries import Audience, OpenShare, Reader

# fmt: off
WORDS = {
    "da": ("nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve",
           "tolv"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve"),
}
# fmt: on
_NAMELESS = frozenset({ShareWith.FACILITATORS, ShareWith.COHORT})


def number_word(number: int) -> str:
    """Return "ni"; above twelve the figures."""
    words = WORDS[language.short()]
    return words[number] if number < len(words) else str(number)


def who_reads(shares: Sequence[OpenShare]) -> str:
    """Return "Netværksgruppe 2 (6 personer) og Hanne Holm kan læse det"."""
    reaching = [share for share in shares if share.readers]
    if not reaching:
        return _("Only you can read this")
    kinds = Counter(share.audience for share in reaching)
    phrases = [_phrase(share, several=kinds[share.audience] > 1) for share in reaching]
    names = _join(phrases)
    return _("%(names)s can read this", names=names[:1].upper() + names[1:])


def audience_name(kind: ShareWith, number: int | None, name: str) -> str:
    """What an audience is called where it stands alone."""
    if kind is ShareWith.NETWORK_GROUP:
        return name or _("Network group %(number)d", number=number)
    if kind is ShareWith.FACILITATORS:
        return _("The facilitators")
    return _("The cohort") if kind is ShareWith.COHORT else name


def size(audience: Audience) -> str:
    """Return "6 personer"; nothing for the one who is named anyway."""
    return "" if audience.kind is ShareWith.LINE_MANAGER else _people(audience.people)


def _phrase(share: OpenShare, *, several: bool) -> str:
    if share.audience is ShareWith.LINE_MANAGER:
        return share.name
    name = audience_name(share.audience, share.group_number, share.name)
    if share.audience in _NAMELESS:
        name = name[:1].lower() + name[1:]
        name = f"{name} {share.name}" if several else name
    return f"{name} ({_people(share.readers)})"


def _people(people: Sequence[Reader]) -> str:
    return ngettext("%(num)d person", "%(num)d people", len(people))


def _join(phrases: Sequence[str]) -> str:
    if len(phrases) == 1:
        return phrases[0]
    return _("%(first)s and %(last)s", first=", ".join(phrases[:-1]), last=phrases[-1])
