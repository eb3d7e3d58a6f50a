"""How far a pair has come, and the three steps of a guest."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from programme.core.text import l_
from programme.shadowing.agreement import is_agreed, is_held

if TYPE_CHECKING:
    from datetime import date

    from programme.shadowing.models import ShadowingPair


class Stage(StrEnum):
    """From no host at all until the day has been held."""

    SEEKING = "seeking"
    MATCHED = "matched"
    CHANGED = "changed"
    AGREED = "agreed"
    HELD = "held"


NAMES: Final = {
    Stage.SEEKING: l_("No host yet"),
    Stage.MATCHED: l_("Paired"),
    Stage.CHANGED: l_("Changed, waits for a yes"),
    Stage.AGREED: l_("Agreed"),
    Stage.HELD: l_("Held"),
}
# The badge's colour; what is over is plain.
KINDS: Final = {
    Stage.SEEKING: "warning",
    Stage.MATCHED: "info",
    Stage.CHANGED: "warning",
    Stage.AGREED: "success",
    Stage.HELD: "",
}


class Step(StrEnum):
    """Whether a step is behind one, at hand, or ahead."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


def stage_of(pair: ShadowingPair | None, today: date) -> Stage:
    """How far a guest's pair has come."""
    if pair is None:
        return Stage.SEEKING
    if is_held(pair, today):
        return Stage.HELD
    if is_agreed(pair):
        return Stage.AGREED
    return Stage.CHANGED if pair.activity_id is not None else Stage.MATCHED


def steps(stage: Stage) -> tuple[Step, Step, Step]:
    """Find a host · make an agreement · hold it, and write about it."""
    if stage is Stage.SEEKING:
        return Step.NOW, Step.LATER, Step.LATER
    if stage in {Stage.MATCHED, Stage.CHANGED}:
        return Step.DONE, Step.NOW, Step.LATER
    return Step.DONE, Step.DONE, Step.NOW
