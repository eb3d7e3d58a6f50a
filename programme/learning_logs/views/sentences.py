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

    from programme.learning_logs.models import EntryShare
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
_NAMED = frozenset({ShareWith.COLLEAGUE, ShareWith.LINE_MANAGER})


def number_word(number: int) -> str:
    """Return "ni"; above twelve the figures."""
    words = WORDS[language.short()]
    return words[number] if number < len(words) else str(number)


def who_reads(shares: Sequence[OpenShare]) -> str:
    """Return "Netværksgruppe 2 (6 personer) og Hanne Holm (nærmeste leder) kan læse det"."""
    reaching = [share for share in shares if share.reaches]
    if not reaching:
        return _("Only you can read this")
    kinds = Counter(share.audience for share in reaching)
    phrases = [_phrase(share, several=kinds[share.audience] > 1) for share in reaching]
    return _("%(names)s can read this", names=_capital(_join(phrases)))


def why_you_read(author: str, shares: Sequence[EntryShare]) -> str:
    """Return "Mette har delt det med netværksgruppe 2": for the one whom these shares reach."""
    phrases = list(dict.fromkeys(_reason(share) for share in shares))
    return _(
        "You can read this because %(name)s shared it %(ways)s.", name=author, ways=_join(phrases)
    )


def audience_name(kind: ShareWith, number: int | None, name: str) -> str:
    """What an audience is called where it stands alone."""
    if kind is ShareWith.NETWORK_GROUP:
        return name or _("Network group %(number)d", number=number)
    words = {
        ShareWith.FACILITATORS: _("The facilitators"),
        ShareWith.COHORT: _("The cohort"),
        ShareWith.KNOWLEDGE: _("Knowledge sharing"),
    }
    return words.get(kind, name)


def size(audience: Audience) -> str:
    """Return "6 personer"; nothing for those who are named anyway, or cannot be."""
    if audience.kind in _NAMED or audience.kind is ShareWith.KNOWLEDGE:
        return ""
    return _people(audience.people)


def _phrase(share: OpenShare, *, several: bool) -> str:
    if share.is_for_all:
        return _("everybody with an account (Knowledge sharing)")
    if share.audience is ShareWith.COLLEAGUE:
        return _("%(name)s (colleague)", name=share.name)
    if share.audience is ShareWith.LINE_MANAGER:
        return _("%(name)s (nearest leader)", name=share.name)
    name = audience_name(share.audience, share.group_number, share.name)
    if share.audience in _NAMELESS:
        name = name[:1].lower() + name[1:]
        name = f"{name} {share.name}" if several else name
    return f"{name} ({_people(share.readers)})"


def _reason(share: EntryShare) -> str:
    group, cohort = share.group, share.cohort
    if share.audience is ShareWith.NETWORK_GROUP and group is not None:
        name = audience_name(share.audience, group.number, group.name)
        return _("with %(group)s", group=name)
    ways = {
        ShareWith.COLLEAGUE: _("with you alone, as a colleague"),
        ShareWith.LINE_MANAGER: _("with you as nearest leader"),
        ShareWith.KNOWLEDGE: _("with everybody in Knowledge sharing"),
    }
    name = cohort.name if cohort is not None else ""
    if share.audience is ShareWith.FACILITATORS:
        return _("with the facilitators of %(cohort)s", cohort=name)
    return ways.get(share.audience) or _("with the whole of %(cohort)s", cohort=name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _people(people: Sequence[Reader]) -> str:
    return ngettext("%(num)d person", "%(num)d people", len(people))


def _join(phrases: Sequence[str]) -> str:
    if len(phrases) == 1:
        return phrases[0]
    return _("%(first)s and %(last)s", first=", ".join(phrases[:-1]), last=phrases[-1])
