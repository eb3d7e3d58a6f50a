"""What an author writes and chooses in an entry, cleaned; and what the saving page had seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from programme.core import clock
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import text
from programme.learning_logs.models import EntryKind

if TYPE_CHECKING:
    from datetime import date

LINE: Final = 200  # characters
PART: Final = 100_000
NOTE: Final = 10_000
PARTS: Final = ("action", "reflection", "new_knowledge", "next_action")
TEXTS: Final = ("heading", *PARTS, "new_habit", "new_evidence")
TOO_LONG: Final = {
    "heading": l_("A heading has at most %(number)d characters.", number=LINE),
    "new_habit": l_("A habit has at most %(number)d characters.", number=LINE),
    "new_evidence": l_("A text has at most %(number)d characters.", number=NOTE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContent:
    """All that an author writes and chooses. Without `written_on` the date stays as it is.

    `new_habit` and `new_evidence` are being typed: `services.gather` makes rows of them.
    """

    heading: str = ""
    action: str = ""
    reflection: str = ""
    new_knowledge: str = ""
    next_action: str = ""
    goal_ids: frozenset[int] = frozenset()
    no_goal: bool = False
    activity_id: int | None = None
    task_id: int | None = None
    written_on: date | None = None
    kind: EntryKind = EntryKind.ENTRY
    template_id: int | None = None
    habit_id: int | None = None
    new_habit: str = ""
    trial_id: int | None = None
    guidepost_ids: frozenset[int] = frozenset()
    knowledge_ids: frozenset[int] = frozenset()
    prompt_id: int | None = None
    new_evidence: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page knew that is saving: the entry's version, and which save of its own this is.

    A page without script has no name and numbers nothing; then the version alone counts.
    """

    version: int | None = None
    page: str = ""
    number: int = 0


def cleaned(content: EntryContent) -> EntryContent:
    """The content without what cannot be seen; too long a text is refused, naming its field."""
    words: dict[str, Any] = {
        "heading": _short(content.heading, "heading"),
        "new_habit": _short(content.new_habit, "new_habit"),
        "new_evidence": _fitting(text.clean(content.new_evidence), NOTE, "new_evidence"),
    }
    words |= {part: _fitting(text.clean(getattr(content, part)), PART, part) for part in PARTS}
    if content.written_on and content.written_on > clock.today():
        raise RuleBrokenError(l_("The date lies in the future."), "written_on")
    no_goal = content.no_goal and not content.goal_ids
    return replace(content, no_goal=no_goal, **words)


def _short(line: str, field: str) -> str:
    return _fitting(text.clean_line(line), LINE, field)


def _fitting(words: str, most: int, field: str) -> str:
    if len(words) > most:
        message = l_("A text has at most %(number)d characters.", number=most)
        raise RuleBrokenError(TOO_LONG.get(field, message), field)
    return words
