"""What a programme consists of, as decided values: made by seed files, forms and importers alike.

Offsets are whole days counted from the start of the cohort that the plan is laid on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time


class ActivityKind(StrEnum):
    """What sort of gathering an activity is; each has its own label, shape and filter."""

    WORKSHOP = "workshop"
    SEMINAR = "seminar"
    NETWORK_MEETING = "network_meeting"
    SHADOWING = "shadowing"
    COURSE_SESSION = "course_session"
    LEADERSHIP_MEETING = "leadership_meeting"
    COLLEAGUE_VISIT = "colleague_visit"


class Audience(StrEnum):
    """Whom an activity is for when leaders and appointed employees share a course.

    Named is for those alone who stand on the activity by name: a shadowing pair, for example.
    It is never chosen in a form or a seed file.
    """

    JOINT = "joint"
    LEADERS = "leaders"
    EMPLOYEES = "employees"
    NAMED = "named"


class Marker(StrEnum):
    """Whether an activity opens or closes its plan."""

    NONE = ""
    OPENING = "opening"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class LevelContent:
    """A leadership level, such as leader of leaders."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class JobTitleContent:
    """A job title; no default level where the title alone does not tell it."""

    name: str
    default_level: str | None


@dataclass(frozen=True, slots=True)
class FoundationContent:
    """What every programme leans on."""

    levels: tuple[LevelContent, ...]
    job_titles: tuple[JobTitleContent, ...]


@dataclass(frozen=True, slots=True)
class GoalText:
    """One competence goal: a short name for chips and tables, the whole text, and what helps."""

    number: int
    short_name: str
    text: str
    question: str = ""
    tool: str = ""
    tool_text: str = ""


@dataclass(frozen=True, slots=True)
class GoalSetContent:
    """The competence goals of one level, 1 to n; none at all where the source lists none."""

    key: str
    name: str
    level: str
    aim: str
    goals: tuple[GoalText, ...]


@dataclass(frozen=True, slots=True)
class TrackContent:
    """One part of a programme; a working title is ours, not the source's."""

    position: int
    name: str
    description: str
    working_title: bool


@dataclass(frozen=True, slots=True)
class ObjectiveContent:
    """A general aim of the programme."""

    number: int
    short_name: str
    text: str


@dataclass(frozen=True, slots=True)
class StrategyContent:
    """A strategy or vision that the programme serves."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanItemContent:
    """One activity of a plan template.

    It has an offset, or a window, or neither, and is undated in the last two cases.
    The title is the theme alone ("Ledelse af PLF"), empty where kind and number say it all.
    No levels means every level; goals are numbers in the goal sets of its levels.
    `programme` holds one text a day, or nothing.
    """

    key: str
    kind: ActivityKind
    number: int | None
    title: str
    offset_days: int | None
    days: int
    window_from: int | None
    window_to: int | None
    start_time: time | None
    end_time: time | None
    audience: Audience
    levels: tuple[str, ...]
    track: int | None
    goals: tuple[int, ...]
    objectives: tuple[int, ...]
    marker: Marker
    preparation: tuple[str, ...]
    programme: tuple[str, ...]
    bring: str
    try_afterwards: str


@dataclass(frozen=True, slots=True)
class PlanTemplateContent:
    """A plan as offsets; `laid_on` is the start date on which its source once laid it."""

    name: str
    laid_on: date | None
    items: tuple[PlanItemContent, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeContent:
    """A whole programme as shipped; an empty text is one that the page leaves out."""

    slug: str
    name: str
    organisation: str
    purpose: str
    core_task: str
    strategies: tuple[StrategyContent, ...]
    target_level: str | None
    planned_months: int | None
    levels: tuple[str, ...]
    tracks: tuple[TrackContent, ...]
    objectives: tuple[ObjectiveContent, ...]
    goal_sets: tuple[GoalSetContent, ...]
    templates: tuple[PlanTemplateContent, ...]
    source_note: str


@dataclass(frozen=True, slots=True)
class SeedContent:
    """Everything that one reading of the seed files gives."""

    foundation: FoundationContent
    programmes: tuple[ProgrammeContent, ...]
