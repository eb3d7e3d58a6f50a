"""Ways to give each other sparring: roles, and how many minutes each part takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from programme.core.text import l_


class Part(StrEnum):
    """Who has the word."""

    FOCUS = "focus"
    INTERVIEWER = "interviewer"
    TEAM = "team"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a round: what happens, who has the word, and for how many minutes."""

    text: object
    who: Part
    minutes: int


@dataclass(frozen=True, slots=True)
class Method:
    """A way to go about it."""

    key: str
    name: object
    purpose: object
    phases: tuple[Phase, ...]

    @property
    def minutes(self) -> int:
        """How long the whole takes."""
        return sum(phase.minutes for phase in self.phases)


WHO: Final = {
    Part.FOCUS: l_("Focus person"),
    Part.INTERVIEWER: l_("Interviewer"),
    Part.TEAM: l_("Team"),
    Part.ALL: l_("All"),
}

METHODS: Final = (
    Method(
        "reflecting_team",
        l_("Reflecting team"),
        l_("The focus person is interviewed. The others listen, and then think aloud together."),
        (
            Phase(
                l_("The focus person says what the matter is, and what help is wanted."),
                Part.FOCUS,
                3,
            ),
            Phase(
                l_("The interviewer asks; the team listens and makes notes on paper."),
                Part.INTERVIEWER,
                10,
            ),
            Phase(
                l_("The team talks together about what it heard; the focus person only listens."),
                Part.TEAM,
                12,
            ),
            Phase(l_("The focus person says what struck home, and what to try."), Part.FOCUS, 5),
            Phase(
                l_("All say in a sentence what they take home to their own practice."), Part.ALL, 5
            ),
        ),
    ),
    Method(
        "round",
        l_("Sparring in a round"),
        l_("Everybody has a turn; nobody gives advice before the questions are asked."),
        (
            Phase(l_("The focus person tells of one situation."), Part.FOCUS, 5),
            Phase(l_("The team asks questions to understand, without advice."), Part.TEAM, 7),
            Phase(l_("Each in turn says one thing they would look into or try."), Part.TEAM, 10),
            Phase(l_("The focus person chooses a next action."), Part.FOCUS, 3),
            Phase(
                l_("All say in a sentence what they take home to their own practice."), Part.ALL, 5
            ),
        ),
    ),
    Method(
        "quality",
        l_("Dialogue on quality"),
        l_("A common question on the quality of teaching, on the basis of what has been tried."),
        (
            Phase(
                l_("The focus person puts the question, and shows data or an observation."),
                Part.FOCUS,
                5,
            ),
            Phase(l_("Two and two: what do we see, and what could it be a sign of?"), Part.ALL, 10),
            Phase(
                l_("The interviewer gathers what is shared, and where we differ."),
                Part.INTERVIEWER,
                15,
            ),
            Phase(
                l_("All agree on one thing to try, and how we shall see that it helps."),
                Part.ALL,
                5,
            ),
        ),
    ),
)

BY_KEY: Final = {method.key: method for method in METHODS}
