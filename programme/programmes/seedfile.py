"""From the text of seed files to content: read whole and checked, or refused at the first problem.

Keys are the field names of the dataclasses in `content`; a list of tables is written `[[…]]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.programmes.content import (
    ActivityKind,
    Audience,
    FoundationContent,
    GoalSetContent,
    GoalText,
    JobTitleContent,
    LevelContent,
    Marker,
    ObjectiveContent,
    PlanItemContent,
    PlanTemplateContent,
    ProgrammeContent,
    SeedContent,
    StrategyContent,
    TrackContent,
)
from programme.programmes.seedtable import Reason, SeedError, SeedTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import time

__all__ = [
    "FOUNDATION_FILE",
    "PROGRAMME_FILES",
    "Reason",
    "SeedError",
    "read_foundation",
    "read_programme",
    "read_seeds",
]

FOUNDATION_FILE = "foundation.toml"
PROGRAMME_FILES = "programme-*.toml"


@dataclass(frozen=True, slots=True)
class _Known:
    """What an activity of a plan may refer to."""

    levels: tuple[str, ...]
    tracks: tuple[int, ...]
    objectives: tuple[int, ...]
    goals: Mapping[str, tuple[int, ...]]

    def goals_of(self, levels: tuple[str, ...]) -> set[int]:
        """Goal numbers that an activity for these levels can point to."""
        asked = levels or self.levels
        return {number for level in asked for number in self.goals.get(level, ())}


def read_seeds(files: Mapping[str, bytes]) -> SeedContent:
    """Read all seed files, given by name; one broken file refuses them all."""
    if FOUNDATION_FILE not in files:
        raise SeedError(FOUNDATION_FILE, "-", Reason.MISSING_FILE)
    foundation = read_foundation(files[FOUNDATION_FILE])
    levels = [level.code for level in foundation.levels]
    programmes: dict[str, ProgrammeContent] = {}
    for file in sorted(set(files) - {FOUNDATION_FILE}):
        programme = read_programme(file, files[file], levels)
        if programme.slug in programmes:
            raise SeedError(file, "slug", Reason.DUPLICATE, value=programme.slug)
        programmes[programme.slug] = programme
    return SeedContent(foundation, tuple(programmes.values()))


def read_foundation(content: bytes, file: str = FOUNDATION_FILE) -> FoundationContent:
    """Read leadership levels and job titles."""
    top = SeedTable.parse(file, content, FoundationContent)
    levels = _unique(top, "levels", LevelContent, "code")
    codes = [row.text("code") for row in levels]
    titles = _unique(top, "job_titles", JobTitleContent, "name")
    return FoundationContent(
        levels=tuple(LevelContent(row.text("code"), row.text("name")) for row in levels),
        job_titles=tuple(
            JobTitleContent(row.text("name"), _level_or_none(row, "default_level", codes))
            for row in titles
        ),
    )


def read_programme(file: str, content: bytes, known_levels: Collection[str]) -> ProgrammeContent:
    """Read one programme; `known_levels` are the codes of the foundation."""
    top = SeedTable.parse(file, content, ProgrammeContent)
    levels = top.all_of("levels", top.texts("levels"), known_levels, Reason.UNKNOWN_LEVEL)
    tracks = _numbered(top, "tracks", TrackContent, "position")
    objectives = _numbered(top, "objectives", ObjectiveContent, "number")
    goal_sets = _goal_sets(top, levels)
    known = _Known(
        levels=levels,
        tracks=tuple(range(1, len(tracks) + 1)),
        objectives=tuple(range(1, len(objectives) + 1)),
        goals={group.level: tuple(goal.number for goal in group.goals) for group in goal_sets},
    )
    return ProgrammeContent(
        slug=top.slug("slug"),
        name=top.text("name"),
        organisation=top.text_or_empty("organisation"),
        purpose=top.text("purpose"),
        core_task=top.text_or_empty("core_task"),
        strategies=tuple(map(_strategy, top.tables("strategies", StrategyContent))),
        target_level=_level_or_none(top, "target_level", levels),
        planned_months=top.number_or("planned_months", 1, None),
        levels=levels,
        tracks=tuple(map(_track, tracks)),
        objectives=tuple(map(_objective, objectives)),
        goal_sets=goal_sets,
        templates=_templates(top, known),
        source_note=top.text("source_note"),
    )


def _strategy(row: SeedTable) -> StrategyContent:
    return StrategyContent(row.text("title"), row.text("text"))


def _track(row: SeedTable) -> TrackContent:
    return TrackContent(
        position=row.number("position", 1),
        name=row.text("name"),
        description=row.text_or_empty("description"),
        working_title=row.flag("working_title"),
    )


def _objective(row: SeedTable) -> ObjectiveContent:
    return ObjectiveContent(row.number("number", 1), row.text("short_name"), row.text("text"))


def _goal_sets(top: SeedTable, levels: Collection[str]) -> tuple[GoalSetContent, ...]:
    """One set a level at most: activities point to a goal by level and number."""
    rows = _unique(top, "goal_sets", GoalSetContent, "key")
    _refuse_repeated(rows, "level")
    return tuple(_goal_set(row, levels) for row in rows)


def _goal_set(row: SeedTable, levels: Collection[str]) -> GoalSetContent:
    return GoalSetContent(
        key=row.slug("key"),
        name=row.text("name"),
        level=row.one_of("level", row.text("level"), levels, Reason.UNKNOWN_LEVEL),
        aim=row.text_or_empty("aim"),
        goals=tuple(map(_goal, _numbered(row, "goals", GoalText, "number"))),
    )


def _goal(row: SeedTable) -> GoalText:
    return GoalText(
        row.number("number", 1),
        row.text("short_name"),
        row.text("text"),
        row.text_or_empty("question"),
        row.text_or_empty("tool"),
        row.text_or_empty("tool_text"),
    )


def _templates(top: SeedTable, known: _Known) -> tuple[PlanTemplateContent, ...]:
    rows = _unique(top, "templates", PlanTemplateContent, "name")
    return tuple(
        PlanTemplateContent(row.text("name"), row.date_or_none("laid_on"), _items(row, known))
        for row in rows
    )


def _items(template: SeedTable, known: _Known) -> tuple[PlanItemContent, ...]:
    rows = _unique(template, "items", PlanItemContent, "key")
    items = tuple(_item(row, known) for row in rows)
    _refuse_repeated_numbers(rows, items)
    _refuse_disorder(rows, items)
    return items


def _item(row: SeedTable, known: _Known) -> PlanItemContent:
    levels = row.all_of("levels", row.texts("levels"), known.levels, Reason.UNKNOWN_LEVEL)
    offset, window_from, window_to = _place(row)
    days = row.number_or("days", 1, 1)
    start, end = _times(row, days)
    track = row.number_or("track", 1, None)
    objectives = row.numbers("objectives")
    return PlanItemContent(
        key=row.slug("key"),
        kind=row.choice("kind", ActivityKind),
        number=row.number_or("number", 1, None),
        title=row.text_or_empty("title"),
        offset_days=offset,
        days=days,
        window_from=window_from,
        window_to=window_to,
        start_time=start,
        end_time=end,
        audience=_audience(row),
        levels=levels,
        track=row.one_of("track", track, (None, *known.tracks), Reason.UNKNOWN_REFERENCE),
        goals=_goals_in_focus(row, known.goals_of(levels)),
        objectives=row.all_of("objectives", objectives, known.objectives, Reason.UNKNOWN_REFERENCE),
        marker=row.choice("marker", Marker, Marker.NONE),
        preparation=row.texts("preparation"),
        programme=_day_texts(row, days),
        bring=row.text_or_empty("bring"),
        try_afterwards=row.text_or_empty("try_afterwards"),
    )


def _audience(row: SeedTable) -> Audience:
    """For some by name is no plan in common: only a cohort has persons."""
    audience = row.choice("audience", Audience, Audience.JOINT)
    if audience is Audience.NAMED:
        allowed = ", ".join(option.value for option in Audience if option is not audience)
        row.refuse("audience", Reason.UNKNOWN_CHOICE, value=audience.value, allowed=allowed)
    return audience


def _goals_in_focus(row: SeedTable, known: Collection[int]) -> tuple[int, ...]:
    return row.all_of("goals", row.numbers("goals"), known, Reason.UNKNOWN_REFERENCE)


def _place(row: SeedTable) -> tuple[int | None, int | None, int | None]:
    """Where in the plan: an offset, or a window from first to last day, or neither."""
    offset = row.number_or("offset_days", 0, None)
    first, last = row.number_or("window_from", 0, None), row.number_or("window_to", 0, None)
    if (first is None) != (last is None):
        row.refuse("window_from" if first is None else "window_to", Reason.HALF_WINDOW)
    if first is not None and last is not None:
        if offset is not None:
            row.refuse("offset_days", Reason.OFFSET_AND_WINDOW)
        if last < first:
            row.refuse("window_to", Reason.WINDOW_ORDER)
    return offset, first, last


def _times(row: SeedTable, days: int) -> tuple[time | None, time | None]:
    """Start on the first day, end on the last; none at all for whole days."""
    start, end = row.time_or_none("start_time"), row.time_or_none("end_time")
    if (start is None) != (end is None):
        row.refuse("start_time" if start is None else "end_time", Reason.HALF_TIME)
    if days == 1 and start is not None and end is not None and end <= start:
        row.refuse("end_time", Reason.TIME_ORDER)
    return start, end


def _day_texts(row: SeedTable, days: int) -> tuple[str, ...]:
    texts = row.texts("programme")
    if texts and len(texts) != days:
        row.refuse("programme", Reason.DAY_TEXTS, found=len(texts), days=days)
    return texts


def _level_or_none(row: SeedTable, key: str, known: Collection[str]) -> str | None:
    level = row.text_or_empty(key)
    return row.one_of(key, level, known, Reason.UNKNOWN_LEVEL) if level else None


def _unique(top: SeedTable, key: str, shape: type, name: str) -> tuple[SeedTable, ...]:
    """Tables of which no two have the same name."""
    rows = top.tables(key, shape)
    _refuse_repeated(rows, name)
    return rows


def _refuse_repeated(rows: Iterable[SeedTable], name: str) -> None:
    seen: set[str] = set()
    for row in rows:
        value = row.text(name)
        if value in seen:
            row.refuse(name, Reason.DUPLICATE, value=value)
        seen.add(value)


def _numbered(top: SeedTable, key: str, shape: type, name: str) -> tuple[SeedTable, ...]:
    """Tables numbered from 1 without holes, in that order whatever the order in the file."""
    rows = sorted(top.tables(key, shape), key=lambda row: row.number(name, 1))
    for expected, row in enumerate(rows, start=1):
        number = row.number(name, 1)
        if number < expected:
            row.refuse(name, Reason.DUPLICATE, value=number)
        if number > expected:
            top.refuse(key, Reason.MISSING_NUMBER, value=expected)
    return tuple(rows)


def _refuse_repeated_numbers(rows: Iterable[SeedTable], items: Iterable[PlanItemContent]) -> None:
    seen: set[tuple[ActivityKind, int]] = set()
    for row, item in zip(rows, items, strict=True):
        if item.number is None:
            continue
        if (item.kind, item.number) in seen:
            row.refuse("number", Reason.DUPLICATE, value=f"{item.kind} {item.number}")
        seen.add((item.kind, item.number))


def _refuse_disorder(rows: Iterable[SeedTable], items: Iterable[PlanItemContent]) -> None:
    """Dated activities stand in the order of their days; two may fall on one day."""
    before = 0
    for row, item in zip(rows, items, strict=True):
        if item.offset_days is None:
            continue
        if item.offset_days < before:
            row.refuse("offset_days", Reason.OFFSET_ORDER, value=item.offset_days, before=before)
        before = item.offset_days
