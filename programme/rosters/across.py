"""What only shows when rows are seen together: doubles, who is named by others, seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from programme.cohorts.models import LEARNERS, Role
from programme.core.text import l_
from programme.rosters.columns import Field
from programme.rosters.preview import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from programme.rosters.ground import Ground
    from programme.rosters.preview import Line

Values = dict[Field, Any]


def fold_doubles(lines: Sequence[Line], values: Sequence[Values]) -> None:
    """Rows for one address that say the same are one; that differ are wrong, both of them."""
    first: dict[str, int] = {}
    for at, line in enumerate(lines):
        if Field.EMAIL not in values[at]:
            continue
        before = first.setdefault(line.email, at)
        if before == at:
            continue
        earlier = lines[before]
        if _said(earlier) == _said(line):
            line.same_as = earlier.row
        else:
            line.fail(Field.EMAIL, _other_row(earlier))
            earlier.fail(Field.EMAIL, _other_row(line))


def check_people_named(lines: Sequence[Line], values: Sequence[Values], ground: Ground) -> None:
    """Leaders that rows name must be on the site or in the list; appointers must take part."""
    listed = {line.email: line for line in lines if line.same_as is None}
    for line, read in zip(lines, values, strict=True):
        if line.same_as is None:
            _check_manager(line, read.get(Field.MANAGER), listed, ground)
            _check_appointer(line, listed, ground)


def faults_of(lines: Sequence[Line], ground: Ground) -> Iterator[object]:
    """What is wrong with the list as a whole."""
    joins = any(place.instead_of is None for line in lines for place in line.places)
    if ground.is_closed and joins:
        yield l_("The cohort is closed. Open it again before you add people.")
    taken = sum(place.role in LEARNERS for places in ground.held.values() for place in places)
    wanted = taken + sum(line.seats for line in lines)
    if ground.capacity is not None and wanted > ground.capacity and wanted > taken:
        yield l_(
            "The cohort has %(number)d places, and with the list %(wanted)d would take part.",
            number=ground.capacity,
            wanted=wanted,
        )


def _said(line: Line) -> dict[Field, str]:
    return {name: cell.text for name, cell in line.cells.items() if name is not Field.EMAIL}


def _other_row(line: Line) -> object:
    return l_("Row %(row)d has the same address, but says something else.", row=line.row)


def _check_manager(
    line: Line, manager: str | None, listed: Mapping[str, Line], ground: Ground
) -> None:
    if manager is None or line.cells[Field.MANAGER].mark is Mark.KEPT:
        return
    if manager == line.email:
        line.fail(Field.MANAGER, l_("Nobody is their own line manager."))
    elif manager not in ground.people and manager not in listed:
        line.fail(Field.MANAGER, l_("Nobody here has that address. Add the leader first."))


def _check_appointer(line: Line, listed: Mapping[str, Line], ground: Ground) -> None:
    """A participant: of this list, or in the cohort already and not made anything else by it."""
    for place in line.places:
        if place.role is not Role.APPOINTED_EMPLOYEE or not place.appointed_by:
            continue
        appointer = place.appointed_by
        if appointer == line.email or not _participates(appointer, listed, ground):
            line.fail(
                Field.APPOINTED_BY,
                l_("Whoever appoints is a participant of the cohort, or in this list."),
            )


def _participates(email: str, listed: Mapping[str, Line], ground: Ground) -> bool:
    if email in listed:
        return Role.PARTICIPANT in listed[email].roles
    known = ground.people.get(email)
    held = ground.held.get(known.id, ()) if known else ()
    return any(place.role is Role.PARTICIPANT for place in held)
