"""What guest and host write down together before the day: decided values, and what they obey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.activities.plan import When
from programme.core import formats
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from programme.shadowing.models import ShadowingPair

Days = tuple[date, date]

LABELS: Final = {
    "purpose": l_("Purpose"),
    "goals": l_("Learning goals"),
    "focus_points": l_("Focus points"),
    "confidentiality": l_("Confidentiality"),
    "feedback_form": l_("Feedback"),
    "day": l_("Date"),
}
TEXTS: Final = ("purpose", "goals", "focus_points", "confidentiality", "feedback_form")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement; a day is its own last day."""

    purpose: str = ""
    goals: str = ""
    focus_points: str = ""
    confidentiality: str = ""
    feedback_form: str = ""
    day: date | None = None
    last_day: date | None = None

    @property
    def days(self) -> Days | None:
        """First and last day, or None as long as there is no date."""
        return (self.day, self.last_day or self.day) if self.day else None

    @property
    def open_fields(self) -> tuple[str, ...]:
        """What has to be written before anybody can say yes."""
        return tuple(name for name in LABELS if not getattr(self, name))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the date may lie: the window, the host's days off, and not before today."""

    window: Days
    blackouts: tuple[Days, ...]
    today: date


def agreement_of(pair: ShadowingPair) -> Agreement:
    """What stands. Once agreed the date is the activity's, which a coordinator may have moved."""
    stands = Agreement(**{field.name: getattr(pair, field.name) for field in fields(Agreement)})
    if not is_agreed(pair) or pair.activity is None:
        return stands
    return replace(stands, day=pair.activity.starts_on, last_day=pair.activity.ends_on)


def is_agreed(pair: ShadowingPair) -> bool:
    """Whether the two have agreed and the day stands in their plans."""
    day = pair.activity
    return pair.is_agreed and day is not None and not day.is_cancelled and day.starts_on is not None


def is_held(pair: ShadowingPair, today: date) -> bool:
    """Whether the day is over."""
    days = agreement_of(pair).days
    return is_agreed(pair) and days is not None and days[1] < today


def checked(new: Agreement, old: Agreement, bounds: Bounds) -> Agreement:
    """As it is to be kept, or refused with the name of the field."""
    if new.day and new.last_day is None:
        new = replace(new, last_day=new.day)
    texts = {name: checks.prose(getattr(new, name), name) for name in TEXTS}
    new = Agreement(day=new.day, last_day=new.last_day, **texts)
    if new.days and new.days != old.days:
        _check_days(new.days, bounds)
    return new


def shown(agreement: Agreement) -> dict[str, str]:
    """As a column of the conflict page."""
    days = formats.weekday_days(*agreement.days) if agreement.days else ""
    texts = {str(LABELS[name]): getattr(agreement, name) for name in TEXTS}
    return {str(LABELS["day"]): days} | texts


def overlaps(days: Days, others: Iterable[Days]) -> bool:
    """Whether one of the days lies in one of the spans."""
    return any(first <= days[1] and days[0] <= last for first, last in others)


def _check_days(days: Days, bounds: Bounds) -> None:
    checks.when(When(starts_on=days[0], ends_on=days[1]))
    first, last = bounds.window
    if days[0] < bounds.today:
        raise RuleBrokenError(l_("The day has been. Choose one to come."), "day")
    if days[0] < first or last < days[1]:
        raise RuleBrokenError(
            l_("The day must lie in the period %(dates)s.", dates=formats.days(first, last)), "day"
        )
    if overlaps(days, bounds.blackouts):
        raise RuleBrokenError(l_("The host cannot on these days. Choose others."), "day")
