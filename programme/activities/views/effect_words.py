"""The effect of changes in words, for whoever is about to make them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import checks, labels, panels
from programme.activities.finding_lines import FindingLine, write_findings
from programme.activities.models import ChangeKind, FacilitatorAnswer, Severity
from programme.activities.rhythm import days_after
from programme.activities.services.effects import Effect
from programme.activities.views.base import days_of, label_of, when_text
from programme.activities.views.judged import reader_of
from programme.cohorts.models import Role
from programme.core import formats, language
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from programme.activities.finding_lines import Reader
    from programme.activities.findings import Finding, Key
    from programme.activities.models import Activity
    from programme.activities.placed import Placed
    from programme.activities.services import Meant

Found = tuple[str, FindingLine]  # what it is found about, empty where that goes without saying


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnShown:
    """What becomes of one activity; `after` is empty where it stays on its days."""

    first: date | None
    length: int | None
    kind: str
    label: str
    before: str
    after: str
    week: int | None
    beside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectShown:
    """All that `activities/_effect.html` tells. People are pairs of a heading and names."""

    turns: list[TurnShown]
    blocked: list[Found]
    asks: list[Found]
    stays: list[Found]
    remarks: list[Found]
    gone: list[Found]
    people: list[tuple[str, list[str]]]
    count: int
    told: int
    is_soon: bool
    places: list[str]
    follows: list[str]
    seal: str


def shown_effect(effect: Effect) -> EffectShown:
    """Put it into words."""
    first = effect.turns[0][0]
    gone = [each for found in effect.gone.values() for each in found]
    reader = reader_of([*effect.verdict.findings, *gone], [first.cohort_id])
    alone = first.id if len(effect.turns) == 1 else None

    def lines(found: Iterable[tuple[Key, Finding]]) -> list[Found]:
        return _lines(effect, reader, found, alone)

    verdict = effect.verdict
    quiet = [(key, f) for key, found in verdict.found.items() for f in found]
    quiet = [(key, f) for key, f in quiet if f in verdict.quiet]
    stern = {Severity.BLOCK, Severity.WARN}
    return EffectShown(
        turns=[_turn(effect, activity, meant) for activity, meant in effect.turns],
        blocked=lines(
            (key, f) for key, found in verdict.found.items() for f in found if f in verdict.blocked
        ),
        asks=lines(verdict.asked),
        stays=lines((key, f) for key, f in quiet if f.severity in stern),
        remarks=lines((key, f) for key, f in quiet if f.severity not in stern),
        gone=lines((key, f) for key, found in effect.gone.items() for f in found),
        people=_people(effect),
        count=sum(len(names) for names in effect.people.values()),
        told=len(effect.told),
        is_soon=effect.is_soon,
        places=_places(effect),
        follows=[*_follows(effect)],
        seal=verdict.seal,
    )


def _lines(
    effect: Effect, reader: Reader, found: Iterable[tuple[Key, Finding]], alone: Key | None
) -> list[Found]:
    lines = []
    for key, each in found:
        about = effect.plan.get(key)
        (line,) = write_findings([each], reader)
        lines.append(("" if about is None or key == alone else about.label, line))
    return list(dict.fromkeys(lines))


def _turn(effect: Effect, activity: Activity, meant: Meant) -> TurnShown:
    when = meant.when
    return TurnShown(
        first=when.starts_on if when else None,
        length=checks.length(when) if when and when.starts_on else None,
        kind=meant.kind.value,
        label=label_of(activity),
        before=days_of(activity),
        after=when_text(when) if when else "",
        week=formats.iso_week(when.starts_on) if when and when.starts_on else None,
        beside=_beside(effect, activity.id) if when and when.starts_on else "",
    )


def _beside(effect: Effect, key: int) -> str:
    """Return "28 dage efter Seminar 1 · 14 dage før Netværksmøde 2"."""
    held = [p for p in effect.plan.values() if _is_held(p) or p.key == key]
    held.sort(key=lambda placed: (placed.starts_on is None, placed.starts_on, str(placed.key)))
    place = next(number for number, placed in enumerate(held) if placed.key == key)
    said = []
    if place:
        days = _distance(held[place - 1], held[place])
        if days:
            said.append(_("%(days)s after %(label)s", days=days, label=held[place - 1].label))
    if place + 1 < len(held):
        days = _distance(held[place], held[place + 1])
        if days:
            said.append(_("%(days)s before %(label)s", days=days, label=held[place + 1].label))
    return " · ".join(said)


def _is_held(placed: Placed) -> bool:
    is_common = placed.audience is not Audience.NAMED
    return is_common and placed.starts_on is not None and not placed.is_cancelled


def _distance(earlier: Placed, later: Placed) -> str:
    days = days_after(earlier, later)
    return formats.days_count(days, language.short()) if days and days > 0 else ""


def _people(effect: Effect) -> list[tuple[str, list[str]]]:
    headings = {
        Role.PARTICIPANT: _("Participants"),
        Role.APPOINTED_EMPLOYEE: _("Appointed employees"),
        Role.FACILITATOR: _("Facilitators"),
        None: _("By name"),
    }
    return [(text, effect.people[role]) for role, text in headings.items() if role in effect.people]


def _places(effect: Effect) -> list[str]:
    places = (", ".join(p for p in (a.place, a.address) if p) for a, _meant in effect.turns)
    return [place for place in dict.fromkeys(places) if place]


def _follows(effect: Effect) -> Iterator[str]:
    """What moves along, and what does not."""
    several = len(effect.turns) > 1
    for activity, meant in effect.turns:
        for text in _texts_follow(activity, meant):
            yield f"{label_of(activity)}: {text}" if several else text
    yield from _renumbered(effect)
    yield from _pairs(effect)
    yield from _asked(effect)
    yield from panels.effect_lines([activity for activity, _meant in effect.turns], effect.told)
    if effect.mails:
        yield ngettext(
            "%(num)d other mail about it waits, and tells what is true when it leaves.",
            "%(num)d other mails about it wait, and tell what is true when they leave.",
            effect.mails,
        )


def _texts_follow(activity: Activity, meant: Meant) -> Iterator[str]:
    if meant.kind is ChangeKind.CANCELLED:
        if activity.preparation or activity.days:
            yield _("Preparation and programme stay with the activity, should it be restored.")
        return
    first = meant.when.starts_on if meant.when else activity.starts_on
    if first is None:
        return
    day = formats.weekday_days(first, first, language.short())
    if activity.preparation or activity.bring:
        yield _("The preparation moves along. It is to be done by %(day)s.", day=day)
    if meant.when and len(activity.days) > checks.length(meant.when):
        yield _("The programme has more days than the activity will have. Look it through.")
    if activity.answers_until:
        until = formats.day(activity.answers_until, language.short())
        if activity.answers_until >= first:
            yield _("Answers are asked for until %(day)s, which is too late now.", day=until)
        else:
            yield _("Answers are asked for until %(day)s, as before.", day=until)


def _renumbered(effect: Effect) -> Iterator[str]:
    locale = language.short()
    for key, number in sorted(effect.numbers.items(), key=lambda pair: pair[1]):
        placed = effect.plan[key]
        new = labels.short_label(placed.kind, number, locale)
        yield _("%(label)s becomes %(new)s.", label=placed.label, new=new)


def _pairs(effect: Effect) -> Iterator[str]:
    for pair in effect.pairs:
        names = ", ".join(person.name for person in pair.named)
        yield _("%(names)s have agreed on %(days)s. That stays.", names=names, days=days_of(pair))


def _asked(effect: Effect) -> Iterator[str]:
    """Facilitators who were asked about other days than those that are to be."""
    locale = language.short()
    moved = {a.id: m.when for a, m in effect.turns if m.when and m.when.starts_on}
    for each in effect.asked:
        when = moved.get(each.activity_id)
        if when is None or (each.starts_on, each.ends_on) == (when.starts_on, when.ends_on):
            continue
        days = formats.days(each.starts_on, each.ends_on, locale)
        if each.answer is FacilitatorAnswer.ACCEPTED:
            yield _("%(name)s has said yes to %(days)s: ask again.", name=each.name, days=days)
        elif each.answer is None:
            yield _("%(name)s is being asked about %(days)s: ask again.", name=each.name, days=days)
