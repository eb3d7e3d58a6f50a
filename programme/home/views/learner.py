"""The parts of those who take part and of those who lead activities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from programme.home import queries
from programme.home.cards import Item, NextCard, Picture, Words, ahead, next_card, pictures
from programme.learning_logs.queries import Glance, continue_with, drafts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.home.queries import OwnActivity

LED: Final = 12  # activities that a facilitator sees at once


@dataclass(frozen=True, slots=True)
class Learner:
    """What comes, what waits, what is begun."""

    next: NextCard | None
    has_plan: bool
    waiting: Glance | None
    drafts: list[Glance]
    pictures: list[Picture]


@dataclass(frozen=True, slots=True)
class Facilitator:
    """The next activity that one leads, and all to come."""

    next: NextCard | None
    learners: int
    items: list[Item]


def learner_part(own: Sequence[OwnActivity], words: Words, person_id: int) -> Learner:
    """The part of a participant or an appointed employee."""
    learnt = [each for each in own if each.learns]
    attended = (each for each in learnt if not each.leads)
    return Learner(
        next_card(ahead(attended, words.today), words),
        bool(learnt),
        continue_with(person_id),
        drafts(person_id),
        pictures(learnt, words),
    )


def facilitator_part(own: Sequence[OwnActivity], words: Words) -> Facilitator:
    """The part of a facilitator, over all cohorts."""
    led = ahead((each for each in own if each.leads), words.today)
    counts = queries.learner_counts({each.cohort.id for each in led})
    items = [
        words.item(each.row, each.cohort.name, counts.get(each.cohort.id, 0)) for each in led[:LED]
    ]
    card = next_card(led, words)
    return Facilitator(card, counts.get(card.cohort_id, 0) if card else 0, items)
