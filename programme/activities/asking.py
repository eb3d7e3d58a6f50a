"""How it stands between an activity's days and a facilitator who was asked about days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from programme.activities.models.asking import FacilitatorAnswer

if TYPE_CHECKING:
    from datetime import date, time

    Days = tuple[date | None, date | None, time | None, time | None]


class Standing(StrEnum):
    """What is known of a facilitator and the days as they are now."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ASK_AGAIN = "ask_again"


_ANSWERED: Final = {
    None: Standing.WAITING,
    FacilitatorAnswer.ACCEPTED: Standing.ACCEPTED,
    FacilitatorAnswer.DECLINED: Standing.DECLINED,
}
_WORDS: Final = {
    "da": {
        Standing.WAITING: "ikke svaret",
        Standing.ACCEPTED: "kan",
        Standing.DECLINED: "kan ikke",
        Standing.ASK_AGAIN: "spørg igen",
    },
    "en": {
        Standing.WAITING: "no answer yet",
        Standing.ACCEPTED: "can",
        Standing.DECLINED: "cannot",
        Standing.ASK_AGAIN: "ask again",
    },
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A facilitator of an activity, and how it stands."""

    activity_id: int
    person_id: int
    name: str
    standing: Standing
    note: str = ""
    is_over: bool = False  # the time to answer

    def word(self, locale: str) -> str:
        """Return "kan", "kan ikke", "ikke svaret"; of whom was not asked nothing is said."""
        return _WORDS[locale].get(self.standing, "")


def standing(answer: FacilitatorAnswer | None, asked: Days | None, days: Days) -> Standing:
    """An answer holds for the very days it was given for, no others."""
    if asked is None:
        return Standing.NOT_ASKED
    return _ANSWERED[answer] if asked == days else Standing.ASK_AGAIN
