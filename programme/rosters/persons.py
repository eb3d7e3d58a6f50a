"""What a row would do to the person: somebody new, or values that are different now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from programme.core.text import l_
from programme.rosters.cells import CellError, pick
from programme.rosters.columns import Field, folded
from programme.rosters.preview import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.rosters.ground import Ground, Known, Named, Workplace
    from programme.rosters.preview import Cell, Line

# What is the person's own, wherever they take part. The level is the place's, but for the new.
OF_PERSON: Final = (
    Field.NAME,
    Field.PHONE,
    Field.TITLE,
    Field.ORGANISATION,
    Field.UNIT,
    Field.MANAGER,
)
NOT_YOURS: Final = l_("Is there already, and cannot be changed by you.")
NOT_MOVED: Final = l_("A list moves nobody to another organisation. Do it on the person’s page.")


def decide_person(line: Line, values: Mapping[Field, Any], ground: Ground) -> None:
    """Fill in what the row makes or changes of the person."""
    known = ground.people.get(line.email)
    if known is None:
        _decide_new(line, values, ground)
        return
    line.known_id = known.id
    # Whom one may not look up shows no name here either: the list's own words stand.
    line.name = known.name if known.may_see else line.name
    if not known.is_open:
        line.fail(Field.EMAIL, l_("The account is closed. An administrator can open it."))
    moves = Field.ORGANISATION in values and values[Field.ORGANISATION].id != known.organisation_id
    for name in OF_PERSON:
        if name in values:
            _decide_known(line, name, values[name], known, ground, moves=moves)


def _decide_new(line: Line, values: Mapping[Field, Any], ground: Ground) -> None:
    if Field.NAME not in values:
        line.fail(Field.NAME, l_("Write the name: the person is new."))
    at = values.get(Field.ORGANISATION) or ground.workplace(ground.organisation_id)
    line.person = {name: values[name] for name in OF_PERSON if name in values}
    line.person[Field.ORGANISATION] = at
    if Field.UNIT in values:
        line.person[Field.UNIT] = _unit(line, values[Field.UNIT], at)
    if Field.LEVEL in values:
        line.person[Field.LEVEL] = values[Field.LEVEL]


def _decide_known(
    line: Line,
    name: Field,
    value: Any,  # noqa: ANN401 - each field's own kind
    known: Known,
    ground: Ground,
    *,
    moves: bool,
) -> None:
    cell = line.cells[name]
    if not known.may_see:
        _keep(cell, NOT_YOURS)  # the same for what is equal: else one could guess by trying
        return
    if name is Field.ORGANISATION or (name is Field.UNIT and moves):
        if moves:
            _keep(cell, NOT_MOVED)
        return
    if name is Field.UNIT:
        value = _unit(line, value, ground.workplace(known.organisation_id))
    before, same = _before(name, value, known)
    if same or cell.mark is Mark.ERROR:
        return
    if not known.may_edit:
        _keep(cell, NOT_YOURS)
        return
    line.person[name] = value
    cell.before = before or "–"
    cell.mark = Mark.WARNING if cell.mark is Mark.WARNING else Mark.CHANGED


def _keep(cell: Cell, note: object) -> None:
    if cell.mark is Mark.PLAIN:
        cell.mark, cell.note = Mark.KEPT, note


def _unit(line: Line, words: str, at: Workplace) -> Named | None:
    names = [unit.name for unit in at.units.values()]
    try:
        return pick(words, at.units, names, l_("In %(place)s the unit", place=at.name))
    except CellError as error:
        line.fail(Field.UNIT, error.message)
        return None


def _before(name: Field, value: Any, known: Known) -> tuple[str, bool]:  # noqa: ANN401 - as above
    """What stands now, and whether the list says the same."""
    if name is Field.NAME:
        return known.name, value == known.name
    if name is Field.PHONE:
        return known.phone, _digits(value) == _digits(known.phone)
    if name is Field.TITLE:
        return known.title, folded(value.name) == folded(known.title)
    if name is Field.UNIT:
        now = known.unit.name if known.unit else ""
        return now, value is not None and known.unit is not None and value.id == known.unit.id
    return known.manager, value == known.manager


def _digits(phone: str) -> str:
    return re.sub(r"\s", "", phone)
