"""What a row would do to the person's place in the cohort: role, level, appointment, group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from programme.cohorts.models import LEARNERS, Participation, Role
from programme.core.text import l_
from programme.rosters.cells import ROLE_NAMES, TAKING_PART, WAY_NAMES
from programme.rosters.columns import Field, folded
from programme.rosters.preview import Mark, NewPlace, PlaceEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.rosters.ground import Ground, Held, Named
    from programme.rosters.preview import Cell, Line

# Whose cells belong to which way of taking part; elsewhere they are not read.
_OWN_CELLS: Final = {
    Field.LEVEL: frozenset({Role.PARTICIPANT, Role.OTHER_LEVEL}),
    Field.PARTICIPATION: frozenset({Role.OTHER_LEVEL}),
    Field.APPOINTED_BY: frozenset({Role.APPOINTED_EMPLOYEE}),
    Field.APPOINTED_ON: frozenset({Role.APPOINTED_EMPLOYEE}),
    Field.REASON: frozenset({Role.APPOINTED_EMPLOYEE}),
}
_NUMBERED: Final = re.compile(r"(?:netværksgruppe|gruppe|network group|group)?\s*([0-9]{1,3})")


def decide_places(line: Line, values: Mapping[Field, Any], ground: Ground) -> None:
    """Fill in the places that the row gives or changes."""
    held = ground.held.get(line.known_id, ()) if line.known_id else ()
    taking = next((place for place in held if place.role in TAKING_PART), None)
    wanted = _wanted(line, values, ground, held)
    role = next(iter(wanted & TAKING_PART), None) or (taking.role if taking else None)
    line.roles = wanted | {place.role for place in held if place.role is Role.FACILITATOR}
    line.roles |= frozenset({role} if role else ())
    for name, roles in _OWN_CELLS.items():
        if name in values and role not in roles:
            _unread(line.cells[name])
    if Role.FACILITATOR in wanted and all(p.role is not Role.FACILITATOR for p in held):
        line.places.append(NewPlace(Role.FACILITATOR))
    if role is not None:
        _decide_taking_part(line, values, ground, role, taking)
    _decide_group(line, values, ground, role)
    _show_role(line, held)


def _wanted(
    line: Line, values: Mapping[Field, Any], ground: Ground, held: tuple[Held, ...]
) -> frozenset[Role]:
    """The roles that the row asks for; where it asks for none, the one that goes without saying."""
    if Field.ROLE in values:
        return frozenset(values[Field.ROLE])
    if held:
        return frozenset()
    if Field.APPOINTED_BY in values:
        return frozenset({Role.APPOINTED_EMPLOYEE})
    own = _own_level_id(line, values, ground)
    if ground.is_taught(own):
        return frozenset({Role.PARTICIPANT})
    line.notes.append(_beside(ground))
    return frozenset({Role.OTHER_LEVEL})


def _decide_taking_part(
    line: Line, values: Mapping[Field, Any], ground: Ground, role: Role, taking: Held | None
) -> None:
    """One way of taking part: given anew, given instead of another, or corrected."""
    if role is Role.PARTICIPANT and not _may_participate(line, values, ground, taking):
        return
    appointer = values.get(Field.APPOINTED_BY, "")
    reappointed = (
        role is Role.APPOINTED_EMPLOYEE
        and taking is not None
        and bool(appointer)
        and appointer != taking.appointed_by
    )
    if taking is None or taking.role is not role or reappointed:
        line.places.append(_new_place(line, values, ground, role, taking))
    else:
        _edit_place(line, values, taking)
    if reappointed and taking is not None:
        _change(line.cells[Field.APPOINTED_BY], taking.appointed_by)


def _may_participate(
    line: Line, values: Mapping[Field, Any], ground: Ground, taking: Held | None
) -> bool:
    """Another level than the programme's takes part beside it; whoever is in it already stays."""
    level: Named | None = values.get(Field.LEVEL)
    stays = taking is not None and taking.role is Role.PARTICIPANT
    if level is not None and not ground.is_taught(level.id):
        line.fail(Field.LEVEL, _beside(ground))
        return False
    if stays and (level is None or (taking and taking.level and taking.level.id == level.id)):
        return True
    if not ground.is_taught(_own_level_id(line, values, ground)):
        line.fail(Field.ROLE, _beside(ground))
        return False
    return True


def _new_place(
    line: Line, values: Mapping[Field, Any], ground: Ground, role: Role, taking: Held | None
) -> NewPlace:
    level: Named | None = values.get(Field.LEVEL)
    level_id = level.id if level else _own_level_id(line, values, ground)
    if role is Role.PARTICIPANT:
        level_id = level_id or ground.proposed_level_id
        if level_id is None:
            line.fail(Field.LEVEL, l_("Write the leadership level: it is not known."))
    if role is Role.APPOINTED_EMPLOYEE and Field.APPOINTED_BY not in values:
        line.fail(
            Field.APPOINTED_BY, l_("Write the e-mail of the participant who has appointed them.")
        )
    is_employee, is_beside = role is Role.APPOINTED_EMPLOYEE, role is Role.OTHER_LEVEL
    return NewPlace(
        role=role,
        level_id=level_id if role in _OWN_CELLS[Field.LEVEL] else None,
        appointed_by=values.get(Field.APPOINTED_BY, "") if is_employee else "",
        appointed_on=values.get(Field.APPOINTED_ON) if is_employee else None,
        reason=values.get(Field.REASON, "") if is_employee else "",
        participation=values.get(Field.PARTICIPATION, Participation.INVITED) if is_beside else None,
        instead_of=taking.id if taking else None,
    )


def _edit_place(line: Line, values: Mapping[Field, Any], held: Held) -> None:
    """What the row says otherwise of a place that stays."""
    changed: dict[str, Any] = {}
    if held.role in _OWN_CELLS[Field.LEVEL] and Field.LEVEL in values:
        level: Named = values[Field.LEVEL]
        if held.level is None or held.level.id != level.id:
            changed["level_id"] = level.id
            _change(line.cells[Field.LEVEL], held.level.name if held.level else "")
    if held.role is Role.OTHER_LEVEL and Field.PARTICIPATION in values:
        way: Participation = values[Field.PARTICIPATION]
        if way is not held.participation:
            changed["participation"] = way
            now = WAY_NAMES[held.participation] if held.participation else ""
            _change(line.cells[Field.PARTICIPATION], now)
    if held.role is Role.APPOINTED_EMPLOYEE:
        changed |= _edited_appointment(line, values, held)
    if changed:
        line.edits.append(PlaceEdit(held.id, **changed))


def _edited_appointment(line: Line, values: Mapping[Field, Any], held: Held) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    day = values.get(Field.APPOINTED_ON)
    if day is not None and day != held.appointed_on:
        changed["appointed_on"] = day
        now = f"{held.appointed_on:%d-%m-%Y}" if held.appointed_on else ""
        _change(line.cells[Field.APPOINTED_ON], now)
    reason = values.get(Field.REASON)
    if reason is not None and reason != held.reason:
        changed["reason"] = reason
        _change(line.cells[Field.REASON], held.reason)
    return changed


def _decide_group(
    line: Line, values: Mapping[Field, Any], ground: Ground, role: Role | None
) -> None:
    if Field.GROUP not in values:
        return
    if role not in LEARNERS:
        line.fail(Field.GROUP, l_("Only those who take part can be in a network group."))
        return
    words = folded(values[Field.GROUP])
    numbered = _NUMBERED.fullmatch(words)
    number = int(numbered[1]) if numbered else None
    found = [g for g in ground.groups if folded(g.name) == words] or [
        g for g in ground.groups if g.number == number
    ]
    now = ground.group_of.get(line.known_id or 0)
    if not found:
        line.group = str(number) if number else values[Field.GROUP]
    elif found[0].id != now:
        line.group = found[0].id
    if line.group is not None and now is not None:
        before = next(g for g in ground.groups if g.id == now)
        _change(line.cells[Field.GROUP], before.name or str(before.number))


def _show_role(line: Line, held: tuple[Held, ...]) -> None:
    """Say what the place was where it becomes another."""
    instead = {place.instead_of for place in line.places if place.instead_of}
    for place in held:
        cell = line.cells.get(Field.ROLE)
        if place.id in instead and cell and place.role not in line.roles:
            _change(cell, ROLE_NAMES[place.role])


def _own_level_id(line: Line, values: Mapping[Field, Any], ground: Ground) -> int | None:
    """The person's own level: known already, or said of somebody new by level or title."""
    known = ground.people.get(line.email)
    if known is not None and known.level_id is not None:
        return known.level_id
    if Field.LEVEL in values:
        return int(values[Field.LEVEL].id)
    title = line.person.get(Field.TITLE)
    return title.level_id if title is not None and known is None else None


def _beside(ground: Ground) -> object:
    return l_(
        "The programme is for %(levels)s. Others can take part as “Øvrigt ledelsesniveau” only.",
        levels=" / ".join(name.lower() for name in ground.taught.values()),
    )


def _change(cell: Cell, before: str) -> None:
    cell.before = before or "–"
    if cell.mark is Mark.PLAIN:
        cell.mark = Mark.CHANGED


def _unread(cell: Cell) -> None:
    if cell.mark is Mark.PLAIN:
        cell.mark, cell.note = Mark.KEPT, l_("Is not used for this role.")
