"""Findings in words for one viewer: what one clashes with is named to those who may see it only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from programme.activities.findings import Grade
from programme.core import formats

if TYPE_CHECKING:
    from programme.activities.findings import Finding, Key

_ACCEPTED: Final = {"da": "{by} sagde god for det {at}", "en": "{by} went on with it {at}"}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding; `about` and `address` are those of what it clashes with, or empty.

    `of` is what it is found about, where that is not plain. `accepted` says who went on in spite
    of it, and `reason` why.
    """

    text: str
    flagged: bool
    of: str = ""
    about: str = ""
    address: str = ""
    accepted: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: which of the others they may see, their language, an activity's address to key."""

    seen: frozenset[Key] = frozenset()
    prefix: str = ""
    locale: str = "da"


def write_findings(found: Iterable[Finding], reader: Reader) -> tuple[FindingLine, ...]:
    """Put findings into words."""
    return tuple(_write(each, reader) for each in found)


def write_pairs(
    pairs: Iterable[tuple[Key, Finding]], labels: Mapping[Key, str], reader: Reader
) -> list[FindingLine]:
    """Put findings into words with what they are found about; what reads alike, once."""
    lines = (replace(_write(each, reader), of=labels.get(key, "")) for key, each in pairs)
    return list(dict.fromkeys(lines))


def keys_of(
    found: Iterable[Finding], cohort_ids: Collection[int]
) -> tuple[frozenset[Key], frozenset[Key]]:
    """The activities that the findings clash with: those of these cohorts, and the others."""
    others = [each.other for each in found if each.other]
    own = frozenset(other.key for other in others if other.cohort_id in cohort_ids)
    return own, frozenset(other.key for other in others) - own


def _write(found: Finding, reader: Reader) -> FindingLine:
    other, accepted = found.other, found.accepted
    seen = other if other and other.key in reader.seen else None
    at = formats.stamp(accepted.at, reader.locale) if accepted else ""
    return FindingLine(
        text=found.name(reader.locale),
        flagged=found.grade is Grade.FINDING and accepted is None,
        about=" · ".join(part for part in (seen.label, seen.cohort) if part) if seen else "",
        address=f"{reader.prefix}{seen.key}" if seen and isinstance(seen.key, int) else "",
        accepted=_ACCEPTED[reader.locale].format(by=accepted.by, at=at) if accepted else "",
        reason=accepted.reason if accepted else "",
    )
