"""Standings on goals: noted, corrected, deleted. Nothing of them is told anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.standings import queries
from programme.standings.models import GoalStanding
from programme.standings.overview import STEPS

if TYPE_CHECKING:
    from programme.people.models import Person


@dataclass(frozen=True, slots=True)
class StandingDraft:
    """Where one stands on a day, in one's own eyes; entries of others are left out."""

    stands_on: date
    step: int | None = None
    note: str = ""
    entry_ids: frozenset[int] = frozenset()


def record(person: Person, goal_id: int, draft: StandingDraft) -> GoalStanding:
    """Note a standing; the same one sent twice stands once."""
    _check(draft)
    standing = GoalStanding(person_id=person.id, goal_id=goal_id, created_at=clock.now())
    standing.stands_on, standing.step, standing.note = draft.stands_on, draft.step, draft.note
    found = queries.find_same(standing)
    if found is not None:
        return found
    standing.entries = queries.evidence_ids(person.id, draft.entry_ids)
    db.session.add(standing)
    db.session.flush()
    return standing


def edit(standing: GoalStanding, draft: StandingDraft, version: int, address: str) -> None:
    """Correct a standing that nobody has changed since it was read."""
    if version != standing.version:
        label = str(l_("Note"))
        raise ConflictError({label: draft.note}, {label: standing.note}, address, standing.version)
    _check(draft)
    standing.stands_on, standing.step, standing.note = draft.stands_on, draft.step, draft.note
    standing.entries = queries.evidence_ids(standing.person_id, draft.entry_ids)
    db.session.flush()


def delete(standing: GoalStanding) -> None:
    """Take it away for good; the entries behind it stay."""
    db.session.delete(standing)
    db.session.flush()


def _check(draft: StandingDraft) -> None:
    if draft.stands_on > clock.today():
        raise RuleBrokenError(l_("Choose a day that has been."), "stands_on")
    if draft.step is not None and draft.step not in STEPS:
        raise RuleBrokenError(l_("Choose one of those in the list."), "step")
    if draft.step is None and not draft.note:
        raise RuleBrokenError(l_("Choose where you are, or write a note."), "note")
