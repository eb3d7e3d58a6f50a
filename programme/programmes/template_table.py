"""A plan template as a table: what comes how many days after the start, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.programmes import labels
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.programmes.models import PlanItem


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One activity in words. `after` is "178", or "466–597" for one without a date, or ""."""

    label: str
    after: str
    days: int
    audience: str
    track: str
    goals: str


def rows(items: Iterable[PlanItem], locale: str) -> list[TemplateRow]:
    """The activities of a template in their order."""
    return [_row(item, locale) for item in items]


def _row(item: PlanItem, locale: str) -> TemplateRow:
    joint = item.audience is Audience.JOINT
    return TemplateRow(
        label=labels.label(item.kind, item.number, item.title, locale),
        after=_after(item),
        days=item.days,
        audience="" if joint else labels.audience_name(item.audience, locale),
        track=item.track.name if item.track else "",
        goals=", ".join(str(goal.number) for goal in item.goals),
    )


def _after(item: PlanItem) -> str:
    if item.offset_days is not None:
        return str(item.offset_days)
    return "" if item.window_from is None else f"{item.window_from}–{item.window_to}"
