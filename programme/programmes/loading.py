"""Put the content of seed files into the database: once, and again without doubles.

A programme that is there already is left alone, because the installation may have edited it;
only `refresh` puts the shipped words back, and then keeps every row that others point to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.core.db import db
from programme.frameworks import services as frameworks
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.people.models import JobTitle, LeadershipLevel
from programme.programmes.models import (
    PlanItem,
    PlanTemplate,
    Programme,
    ProgrammeObjective,
    ProgrammeState,
    StrategyLink,
    Track,
)

if TYPE_CHECKING:
    from programme.programmes.content import (
        FoundationContent,
        GoalSetContent,
        GoalText,
        PlanItemContent,
        PlanTemplateContent,
        ProgrammeContent,
        SeedContent,
    )

Levels = dict[str, LeadershipLevel]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one loading did: rows added by kind, and what happened to each programme by slug."""

    added: Counter[str] = field(default_factory=Counter)
    programmes: dict[str, str] = field(default_factory=dict)


def load(content: SeedContent, *, refresh: bool = False) -> Loaded:
    """Put everything in place; the caller commits or, when anything fails, nothing is saved."""
    loaded = Loaded()
    levels = _load_foundation(content.foundation, loaded.added)
    for programme in content.programmes:
        loaded.programmes[programme.slug] = _load_programme(programme, levels, refresh=refresh)
        if loaded.programmes[programme.slug] == "added":
            loaded.added.update(_counts(programme))
    db.session.flush()
    return loaded


def _load_foundation(content: FoundationContent, added: Counter[str]) -> Levels:
    levels = {level.code: level for level in db.session.scalars(select(LeadershipLevel))}
    for position, wanted in enumerate(content.levels, start=1):
        if wanted.code not in levels:
            levels[wanted.code] = LeadershipLevel(
                code=wanted.code, name=wanted.name, position=position
            )
            db.session.add(levels[wanted.code])
            added["levels"] += 1
    known = set(db.session.scalars(select(JobTitle.name)))
    for title in content.job_titles:
        if title.name not in known:
            level = levels[title.default_level] if title.default_level else None
            db.session.add(JobTitle(name=title.name, default_level=level))
            added["job_titles"] += 1
    return levels


def _load_programme(content: ProgrammeContent, levels: Levels, *, refresh: bool) -> str:
    programme = db.session.scalar(select(Programme).where(Programme.slug == content.slug))
    if programme is not None and not refresh:
        return "kept"
    outcome = "added" if programme is None else "refreshed"
    if programme is None:
        programme = Programme(slug=content.slug, state=ProgrammeState.PUBLISHED)
        db.session.add(programme)
    _fill(programme, content, levels)
    _match_tracks(programme, content)
    _match_objectives(programme, content)
    _match_goal_sets(programme, content, levels)
    _match_templates(programme, content, levels)
    return outcome


def _fill(programme: Programme, content: ProgrammeContent, levels: Levels) -> None:
    programme.name = content.name
    programme.organisation = content.organisation
    programme.purpose = content.purpose
    programme.core_task = content.core_task
    programme.source_note = content.source_note
    programme.planned_months = content.planned_months
    programme.target_level = levels[content.target_level] if content.target_level else None
    programme.levels = [levels[code] for code in content.levels]
    programme.strategies = [
        StrategyLink(position=position, title=strategy.title, text=strategy.text)
        for position, strategy in enumerate(content.strategies, start=1)
    ]


def _match_tracks(programme: Programme, content: ProgrammeContent) -> None:
    by_position = {track.position: track for track in programme.tracks}
    for wanted in content.tracks:
        track = by_position.get(wanted.position)
        if track is None:
            track = Track(position=wanted.position)
            programme.tracks.append(track)
        track.name = wanted.name
        track.description = wanted.description
        track.working_title = wanted.working_title


def _match_objectives(programme: Programme, content: ProgrammeContent) -> None:
    by_number = {objective.number: objective for objective in programme.objectives}
    for wanted in content.objectives:
        objective = by_number.get(wanted.number)
        if objective is None:
            objective = ProgrammeObjective(number=wanted.number)
            programme.objectives.append(objective)
        objective.short_name = wanted.short_name
        objective.text = wanted.text


def _match_goal_sets(programme: Programme, content: ProgrammeContent, levels: Levels) -> None:
    """Goals whose words have changed come as a new edition: entries keep the words they met."""
    for wanted in content.goal_sets:
        newest = _newest(wanted.key)
        if newest is None or not _says_the_same(newest, wanted):
            newest = frameworks.add_edition(_draft(wanted, levels))
        _match_aids(newest, wanted)
        older = [group for group in programme.goal_sets if group.key == wanted.key]
        if newest not in older:
            programme.goal_sets = [g for g in programme.goal_sets if g not in older] + [newest]


def _match_aids(goal_set: GoalSet, content: GoalSetContent) -> None:
    """A question or a tool may change under the same words."""
    for goal, wanted in zip(goal_set.goals, content.goals, strict=True):
        frameworks.set_aid(goal, _aid(wanted))


def _newest(key: str) -> GoalSet | None:
    return db.session.scalar(
        select(GoalSet).where(GoalSet.key == key).order_by(GoalSet.edition.desc()).limit(1)
    )


def _says_the_same(goal_set: GoalSet, content: GoalSetContent) -> bool:
    have = [(goal.number, goal.short_name, goal.text) for goal in goal_set.goals]
    want = [(goal.number, goal.short_name, goal.text) for goal in content.goals]
    return have == want and goal_set.aim == content.aim and goal_set.name == content.name


def _draft(content: GoalSetContent, levels: Levels) -> frameworks.GoalSetDraft:
    return frameworks.GoalSetDraft(
        key=content.key,
        name=content.name,
        level=levels[content.level],
        aim=content.aim,
        goals=[_goal_draft(goal) for goal in content.goals],
    )


def _goal_draft(goal: GoalText) -> frameworks.GoalDraft:
    return frameworks.GoalDraft(goal.short_name, goal.text, aid=_aid(goal))


def _aid(goal: GoalText) -> frameworks.Aid:
    return frameworks.Aid(goal.question, goal.tool, goal.tool_text)


def _match_templates(programme: Programme, content: ProgrammeContent, levels: Levels) -> None:
    """Items are replaced whole: activities are copied from them and never point back."""
    by_name = {template.name: template for template in programme.templates}
    for wanted in content.templates:
        template = by_name.get(wanted.name)
        if template is None:
            template = PlanTemplate(name=wanted.name)
            programme.templates.append(template)
        template.laid_on = wanted.laid_on
        template.items.clear()
        db.session.flush()
        template.items.extend(_items(programme, wanted, levels))


def _items(programme: Programme, template: PlanTemplateContent, levels: Levels) -> list[PlanItem]:
    tracks = {track.position: track for track in programme.tracks}
    objectives = {objective.number: objective for objective in programme.objectives}
    items = []
    for position, content in enumerate(template.items, start=1):
        item = _item(position, content)
        item.track = tracks[content.track] if content.track else None
        item.levels = [levels[code] for code in content.levels]
        item.goals = _goals_in_focus(programme, content)
        item.objectives = [objectives[number] for number in content.objectives]
        items.append(item)
    return items


def _goals_in_focus(programme: Programme, content: PlanItemContent) -> list[CompetenceGoal]:
    return [
        goal
        for goal_set in programme.goal_sets
        if not content.levels or goal_set.level.code in content.levels
        for goal in goal_set.goals
        if goal.number in content.goals
    ]


def _item(position: int, content: PlanItemContent) -> PlanItem:
    return PlanItem(
        position=position,
        key=content.key,
        kind=content.kind,
        number=content.number,
        title=content.title,
        offset_days=content.offset_days,
        days=content.days,
        window_from=content.window_from,
        window_to=content.window_to,
        start_time=content.start_time,
        end_time=content.end_time,
        audience=content.audience,
        marker=content.marker,
        preparation="\n".join(content.preparation),
        day_programmes=list(content.programme),
        bring=content.bring,
        try_afterwards=content.try_afterwards,
    )


def _counts(content: ProgrammeContent) -> Counter[str]:
    return Counter(
        programmes=1,
        tracks=len(content.tracks),
        objectives=len(content.objectives),
        goals=sum(len(group.goals) for group in content.goal_sets),
        activities=sum(len(template.items) for template in content.templates),
    )
