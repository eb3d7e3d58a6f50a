"""Whom a programme is for, and how somebody of another leadership level takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.people.models import LeadershipLevel, Person
    from programme.programmes.models import Programme


def levels_of(programme: Programme) -> Sequence[LeadershipLevel]:
    """The levels that a programme is for: those it names, else its target; empty is any."""
    if programme.levels:
        return programme.levels
    return [programme.target_level] if programme.target_level else []


def own_level(person: Person) -> LeadershipLevel | None:
    """The level that is known of a person: said outright, or by the job title."""
    if person.level is not None:
        return person.level
    return person.job_title.default_level if person.job_title else None


def is_for(programme: Programme, level: LeadershipLevel | None) -> bool:
    """Whether somebody of this level may take part as a participant; an unknown level may."""
    levels = levels_of(programme)
    return level is None or not levels or level.id in {each.id for each in levels}
