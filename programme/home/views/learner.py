"""The parts of those who take part and of those who lead activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from flask import render_template, url_for
from markupsafe import Markup

from programme.core.kept import Kept
from programme.home import queries
from programme.home.cards import Item, NextCard, Picture, Words, ahead, next_card, pictures
from programme.learning_logs.queries.glances import AtHand, at_hand
from programme.learning_logs.queries.prompts import open_prompts
from programme.learning_logs.views.prompts import Question, questions
from programme.programmes.content import ActivityKind
from programme.reminders.queries import OpenFollowUp, open_follow_ups
from programme.shadowing.queries import own_pairs
from programme.shadowing.stages import Stage, stage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.home.queries import OwnActivity, Stamp

OPEN: Final = frozenset({Stage.SEEKING, Stage.MATCHED, Stage.CHANGED})
ASKED: Final = 3  # questions that stand on the first page
LED: Final = 12  # activities that a facilitator sees at once


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cohort's line, drawn already."""

    cohort_id: int
    cohort: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class ShadowingLine:
    """What one has to do before one's own shadowing is agreed, and where."""

    stage: Stage
    host: str
    address: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Learner:
    """What comes, what waits, what is begun."""

    next: NextCard | None
    shadowing: tuple[ShadowingLine, ...]
    has_plan: bool
    at_hand: AtHand
    questions: list[Question]
    follow_ups: list[OpenFollowUp]
    pictures: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Facilitator:
    """The next activity that one leads, and all to come."""

    next: NextCard | None
    learners: int
    items: list[Item]


_DRAWN: Final = Kept[tuple[Drawn, ...]](256)
_SHADOWED: Final = Kept[tuple[ShadowingLine, ...]](256)


def learner_part(
    own: Sequence[OwnActivity], words: Words, stamp: Stamp, *, is_followed: bool
) -> Learner:
    """The part of a participant or an appointed employee."""
    learnt = [each for each in own if each.learns]
    attended = (each for each in learnt if not each.leads)
    return Learner(
        next_card(ahead(attended, words.today), words),
        _SHADOWED.get((stamp, words), lambda: _shadowing(learnt, words, stamp.person_id)),
        bool(learnt),
        at_hand(stamp.person_id, words.today),
        questions(open_prompts(stamp.person_id)[:ASKED]),
        open_follow_ups(stamp.person_id)[:ASKED] if is_followed else [],
        _DRAWN.get((stamp, words), lambda: tuple(map(_draw, pictures(learnt, words)))),
    )


def _draw(picture: Picture) -> Drawn:
    drawing = render_template("home/_line.html", picture=picture)
    return Drawn(picture.cohort_id, picture.cohort, Markup(drawing))  # noqa: S704 - a rendered template


def _shadowing(
    learnt: Sequence[OwnActivity], words: Words, person_id: int
) -> tuple[ShadowingLine, ...]:
    """A line for each cohort whose shadowing is still to be agreed; asked only where there is one.

    Pairs raise the version of the two persons, as all does that changes one's own plan.
    """
    until = {
        each.cohort.id: each.row.window_to
        for each in learnt
        if each.row.kind is ActivityKind.SHADOWING and not each.row.is_cancelled
    }
    if not until:
        return ()
    pairs = {p.cohort_id: p for p in own_pairs(person_id) if p.guest_id == person_id}
    stages = {key: stage_of(pairs.get(key), words.today) for key in until}
    return tuple(
        ShadowingLine(
            stage,
            pairs[key].host.name if key in pairs else "",
            url_for("shadowing.mine", hold=key),
            until[key],
        )
        for key, stage in stages.items()
        if stage in OPEN and (until[key] or words.today) >= words.today
    )


def invited_part(own: Sequence[OwnActivity], words: Words) -> list[Item]:
    """What somebody is invited to by name, of all that is ahead."""
    theirs = ahead((each for each in own if each.learns and not each.leads), words.today)
    return [words.item(each.row, each.cohort.name) for each in theirs]


def facilitator_part(own: Sequence[OwnActivity], words: Words) -> Facilitator:
    """The part of a facilitator, over all cohorts."""
    led = ahead((each for each in own if each.leads), words.today)
    counts = queries.learner_counts({each.cohort.id for each in led})
    items = [
        words.item(each.row, each.cohort.name, counts.get(each.cohort.id, 0)) for each in led[:LED]
    ]
    card = next_card(led, words)
    return Facilitator(card, counts.get(card.cohort_id, 0) if card else 0, items)
