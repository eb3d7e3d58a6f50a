"""What an address serves, and how: decided when it is made, and read back at every poll."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_TITLES: Final = "t"
_ALARMS: Final = "a"
_LIVE: Final = "l"


class Scope(StrEnum):
    """Which of a person's activities an address serves."""

    ALL = "all"
    COHORT = "cohort"
    FACILITATED = "facilitated"
    SHADOWING = "shadowing"


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address serves. `cohort_id` goes with the scope of one cohort, and with no other.

    Titles only is for a calendar that colleagues read. Without cancelled activities they are
    gone at once; programs that hide them anyway do not need that.
    """

    scope: Scope = Scope.ALL
    cohort_id: int | None = None
    titles_only: bool = False
    alarms: bool = False
    drops_cancelled: bool = False

    @property
    def style(self) -> str:
        """How each event is written: events of the same style are the same bytes for everybody."""
        return _TITLES * self.titles_only + _ALARMS * self.alarms

    @property
    def variant(self) -> str:
        """The whole choice in a word: a person's addresses of one variant share their bytes."""
        scope = f"{self.scope.value}-{self.cohort_id}" if self.cohort_id else self.scope.value
        return f"{scope}:{self.style}{_LIVE * self.drops_cancelled}"

    @classmethod
    def of(cls, variant: str) -> Choice:
        """The choice that a variant stands for."""
        where, _colon, marks = variant.partition(":")
        scope, _dash, cohort = where.partition("-")
        return cls(
            scope=Scope(scope),
            cohort_id=int(cohort) if cohort else None,
            titles_only=_TITLES in marks,
            alarms=_ALARMS in marks,
            drops_cancelled=_LIVE in marks,
        )


EVERYTHING: Final = Choice()
