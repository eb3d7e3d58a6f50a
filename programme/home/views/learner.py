"""The parts of those who take part and of those who lead activities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import render_template
from markupsafe import Markup

from programme.core.kept import Kept
from programme.home import queries
from programme.home.cards import Item, NextCard, Picture, Words, ahead, next_card, pictures
from programme.learning_logs.queries import Glance, continue_with, drafts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.home.queries import OwnActivity, Stamp

LED: Final = 12  # activities that a facilitator sees at once


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cohort's line, drawn already."""

    cohort_id: int
    cohort: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Learner:
    """What comes, what waits, what is begun."""

    next: NextCard | None
    has_plan: bool
    waiting: Glance | None
    drafts: list[Glance]
    pictures: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Facilitator:
    """The next activity that one leads, and all to come."""

    next: NextCard | None
    learners: int
    items: list[Item]


_DRAWN: Final = Kept[tuple[Drawn, ...]](256)


def learner_part(own: Sequence[OwnActivity], words: Words, stamp: Stamp) -> Learner:
    """The part of a participant or an appointed employee."""
    learnt = [each for each in own if each.learns]
    attended = (each for each in learnt if not each.leads)
    return Learner(
        next_card(ahead(attended, words.today), words),
        bool(learnt),
        continue_with(stamp.person_id),
        drafts(stamp.person_id),
        _DRAWN.get((stamp, words), lambda: tuple(map(_draw, pictures(learnt, words)))),
    )


def _draw(picture: Picture) -> Drawn:
    drawing = render_template("home/_line.html", picture=picture)
    return Drawn(picture.cohort_id, picture.cohort, Markup(drawing))  # noqa: S704 - a rendered template


def facilitator_part(own: Sequence[OwnActivity], words: Words) -> Facilitator:
    """The part of a facilitator, over all cohorts."""
    led = ahead((each for each in own if each.leads), words.today)
    counts = queries.learner_counts({each.cohort.id for each in led})
    items = [
        words.item(each.row, each.cohort.name, counts.get(each.cohort.id, 0)) for each in led[:LED]
    ]
    card = next_card(led, words)
    return Facilitator(card, counts.get(card.cohort_id, 0) if card else 0, items)
