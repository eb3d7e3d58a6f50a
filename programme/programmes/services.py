"""What changes a programme and its parts.

Every edit of a part counts as an edit of the programme: `seen` is the version that somebody had
before them, and whoever saves second is asked, whichever part the first one touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from programme.audit import services as audit
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.frameworks import services as frameworks
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.programmes import queries
from programme.programmes.models import (
    Programme,
    ProgrammeObjective,
    ProgrammeState,
    StrategyLink,
    Track,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from programme.people.models import LeadershipLevel, Person

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u", "é": "e"}
)
_SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """What stands on a programme's front page."""

    name: str
    organisation: str
    purpose: str
    core_task: str
    source_note: str
    planned_months: int | None
    target_level: LeadershipLevel | None
    levels: Sequence[LeadershipLevel]


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a programme in words: a track, an objective, a strategy, a goal."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The version somebody had before them, and where to go on after a conflict."""

    version: int
    address: str


def create_programme(text: ProgrammeText, *, by: Person) -> Programme:
    """Make a draft; its address is made of its first name and stays."""
    _check_levels(text)
    programme = Programme(slug=_free_slug(text.name), state=ProgrammeState.DRAFT)
    _write(programme, text)
    db.session.add(programme)
    db.session.flush()
    audit.record("created", "programme", programme.id, actor_id=by.id)
    return programme


def edit_programme(programme: Programme, text: ProgrammeText, seen: Seen, *, by: Person) -> None:
    """Change the front page."""
    _refuse_stale(programme, seen, _shown(text), _shown(programme))
    _check_levels(text)
    _write(programme, text)
    _note_edit(programme, by)


def publish(programme: Programme, *, by: Person) -> None:
    """Let coordinators use the programme; also brings an archived one back."""
    _set_state(programme, ProgrammeState.PUBLISHED, by)


def archive(programme: Programme, *, by: Person) -> None:
    """Take the programme out of use. Its cohorts go on."""
    _set_state(programme, ProgrammeState.ARCHIVED, by)


def add_strategy(programme: Programme, words: Words, *, by: Person) -> StrategyLink:
    """Name one more strategy or vision that the programme serves."""
    position = max((s.position for s in programme.strategies), default=0) + 1
    strategy = StrategyLink(position=position, title=words.name, text=words.text)
    programme.strategies.append(strategy)
    _note_edit(programme, by)
    return strategy


def edit_strategy(
    programme: Programme, strategy: StrategyLink, words: Words, seen: Seen, *, by: Person
) -> None:
    """Say it in other words."""
    _refuse_stale(programme, seen, _pair(words), _pair(Words(strategy.title, strategy.text)))
    strategy.title = words.name
    strategy.text = words.text
    _note_edit(programme, by)


def remove_strategy(programme: Programme, strategy: StrategyLink, *, by: Person) -> None:
    """Leave a strategy out."""
    programme.strategies.remove(strategy)
    _note_edit(programme, by)


def add_track(programme: Programme, words: Words, *, by: Person) -> Track:
    """Add a track as the last one."""
    track = Track(position=len(programme.tracks) + 1, name=words.name, description=words.text)
    programme.tracks.append(track)
    _note_edit(programme, by)
    return track


def edit_track(programme: Programme, track: Track, words: Words, seen: Seen, *, by: Person) -> None:
    """Rename or describe a track. A new name is the organisation's own: no working title."""
    _refuse_stale(programme, seen, _pair(words), _pair(Words(track.name, track.description)))
    track.working_title = track.working_title and track.name == words.name
    track.name = words.name
    track.description = words.text
    _note_edit(programme, by)


def add_objective(programme: Programme, words: Words, *, by: Person) -> ProgrammeObjective:
    """Add an objective as the last one."""
    number = len(programme.objectives) + 1
    objective = ProgrammeObjective(number=number, short_name=words.name, text=words.text)
    programme.objectives.append(objective)
    _note_edit(programme, by)
    return objective


def edit_objective(
    programme: Programme, objective: ProgrammeObjective, words: Words, seen: Seen, *, by: Person
) -> None:
    """Say it in other words."""
    _refuse_stale(programme, seen, _pair(words), _pair(Words(objective.short_name, objective.text)))
    objective.short_name = words.name
    objective.text = words.text
    _note_edit(programme, by)


def goal_set_for(programme: Programme, level: LeadershipLevel) -> GoalSet | None:
    """The programme's goals for a level, if it has a set for it."""
    return next((s for s in programme.goal_sets if s.level_id == level.id), None)


def edit_aim(
    programme: Programme, level: LeadershipLevel, aim: str, seen: Seen, *, by: Person
) -> None:
    """Change the sentence above a level's goals."""
    goal_set = _goal_set(programme, level)
    label = str(l_("Aim"))
    _refuse_stale(programme, seen, {label: aim}, {label: goal_set.aim})
    frameworks.edit_aim(goal_set, aim)
    _note_edit(programme, by)


def add_goal(
    programme: Programme, level: LeadershipLevel, draft: frameworks.GoalDraft, *, by: Person
) -> CompetenceGoal:
    """Add a goal for a level, whose set is made with its first goal."""
    _check_objective(programme, draft.parent_objective_id)
    goal = frameworks.add_goal(_goal_set(programme, level), draft)
    _note_edit(programme, by)
    return goal


def edit_goal(
    programme: Programme,
    goal: CompetenceGoal,
    edit: frameworks.GoalDraft,
    seen: Seen,
    *,
    by: Person,
) -> None:
    """Word a goal better, hang it under an objective, or change what helps on the way to it.

    Once people can have met the words, other words are another edition of the whole set: entries
    keep those they were written under.
    """
    _refuse_stale(
        programme,
        seen,
        _pair(Words(edit.short_name, edit.text)),
        _pair(Words(goal.short_name, goal.text)),
    )
    _check_objective(programme, edit.parent_objective_id)
    said = (edit.short_name, edit.text) == (goal.short_name, goal.text)
    if said or not queries.can_have_been_met(goal.goal_set):
        frameworks.edit_goal(goal, edit)
    else:
        _put_in_place(programme, goal.goal_set, frameworks.reword_goal(goal, edit))
    _note_edit(programme, by)


def _put_in_place(programme: Programme, old: GoalSet, new: GoalSet) -> None:
    """Let the programme and its plan templates use the new edition."""
    programme.goal_sets = [new if one is old else one for one in programme.goal_sets]
    newer = {goal.number: goal for goal in new.goals}
    for template in programme.templates:
        for item in template.items:
            item.goals = [newer[g.number] if g.goal_set_id == old.id else g for g in item.goals]


def remove_last_goal(programme: Programme, level: LeadershipLevel, *, by: Person) -> None:
    """Take away a level's last goal while nothing points to it."""
    frameworks.remove_last_goal(_goal_set(programme, level))
    _note_edit(programme, by)


def _goal_set(programme: Programme, level: LeadershipLevel) -> GoalSet:
    """A level's goals; an empty set is made where the source gave none."""
    found = goal_set_for(programme, level)
    if found is not None:
        return found
    if level not in programme.levels:
        raise RuleBrokenError(l_("The programme is not for this leadership level."), "level")
    key = f"{programme.slug}-{level.code.replace('_', '-')}"
    made = frameworks.add_edition(frameworks.GoalSetDraft(key, programme.name, level))
    programme.goal_sets.append(made)
    return made


def _check_objective(programme: Programme, key: int | None) -> None:
    if key is not None and key not in {objective.id for objective in programme.objectives}:
        raise RuleBrokenError(l_("Choose one of the programme’s objectives."), "objective")


def _check_levels(text: ProgrammeText) -> None:
    if text.target_level is not None and text.target_level not in text.levels:
        raise RuleBrokenError(
            l_("The target level has to be one of the programme’s levels."), "target_level"
        )


def _write(programme: Programme, text: ProgrammeText) -> None:
    programme.name = text.name
    programme.organisation = text.organisation
    programme.purpose = text.purpose
    programme.core_task = text.core_task
    programme.source_note = text.source_note
    programme.planned_months = text.planned_months
    programme.target_level = text.target_level
    programme.levels = list(text.levels)


def _set_state(programme: Programme, state: ProgrammeState, by: Person) -> None:
    programme.state = state
    audit.record(state.value, "programme", programme.id, actor_id=by.id)


def _note_edit(programme: Programme, by: Person) -> None:
    """Raise the version even when only a part was changed."""
    flag_modified(programme, "name")
    db.session.flush()
    audit.record("edited", "programme", programme.id, actor_id=by.id)


def _refuse_stale(
    programme: Programme, seen: Seen, mine: Mapping[str, str], theirs: Mapping[str, str]
) -> None:
    if programme.version != seen.version:
        raise ConflictError(mine, theirs, seen.address, programme.version)


def _shown(text: ProgrammeText | Programme) -> dict[str, str]:
    return {
        str(l_("Name")): text.name,
        str(l_("Owner")): text.organisation,
        str(l_("Purpose")): text.purpose,
        str(l_("Core task")): text.core_task,
        str(l_("Planned length in months")): str(text.planned_months or "–"),
        str(l_("Levels")): ", ".join(level.name for level in text.levels),
        str(l_("About the source")): text.source_note,
    }


def _pair(words: Words) -> dict[str, str]:
    return {str(l_("Name")): words.name, str(l_("Text")): words.text}


def _free_slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_LETTERS)).strip("-")
    base = words[:_SLUG_LENGTH].strip("-") or "programme"
    slug, number = base, 1
    while slug in RESERVED or queries.slug_is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


# Addresses under /forloeb that are pages of their own.
RESERVED = frozenset({"nyt"})
