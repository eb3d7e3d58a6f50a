"""From the rows of a list to what they would do, held against what is there. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from programme.core.text import l_
from programme.rosters import across
from programme.rosters.cells import CellError, looks_like_cpr, value_of
from programme.rosters.columns import Field
from programme.rosters.persons import decide_person
from programme.rosters.places import decide_places
from programme.rosters.preview import Cell, Line, Mark, Preview

if TYPE_CHECKING:
    from programme.rosters.columns import Columns
    from programme.rosters.ground import Ground
    from programme.rosters.tables import Row

MOST_PEOPLE: Final = 500  # saved in about two seconds, for which SQLite lets nobody else write
Values = dict[Field, Any]


def decide(
    columns: Columns, ground: Ground, formulas: frozenset[tuple[int, int]] = frozenset()
) -> Preview:
    """What the list would do."""
    lines, values = [], []
    for row in columns.rows[:MOST_PEOPLE]:
        line, read = _read(row, columns, ground, formulas)
        lines.append(line)
        values.append(read)
    across.fold_doubles(lines, values)
    for line, read in zip(lines, values, strict=True):
        if line.same_as is None:
            decide_person(line, read, ground)
            decide_places(line, read, ground)
    across.check_people_named(lines, values, ground)
    faults = list(across.faults_of(lines, ground))
    if len(columns.rows) > MOST_PEOPLE:
        faults.append(l_("The list has more than %(most)d people. Divide it.", most=MOST_PEOPLE))
    return Preview(columns.fields, tuple(lines), columns.unused, tuple(faults))


def _read(
    row: Row, columns: Columns, ground: Ground, formulas: frozenset[tuple[int, int]]
) -> tuple[Line, Values]:
    texts = columns.texts(row)
    line = Line(row.number, {name: Cell(text) for name, text in texts.items()})
    values: Values = {}
    for name, text in texts.items():
        if text:
            _read_cell(line, values, name, ground)
    for name, place in columns.places.items():
        if (row.number, place) in formulas:
            line.fail(_shown_as(name), l_("The cell holds a formula. Write its result instead."))
    _check_needed(line, values)
    line.email = values.get(Field.EMAIL, texts.get(Field.EMAIL, ""))
    line.name = values.get(Field.NAME, texts.get(Field.NAME, ""))
    return line, values


def _read_cell(line: Line, values: Values, name: Field, ground: Ground) -> None:
    cell = line.cells[name]
    if looks_like_cpr(cell.text):
        cell.mark = Mark.WARNING
        cell.note = l_("This looks like a CPR number. Take it out before you save.")
    try:
        values[name] = value_of(name, cell.text, ground)
    except CellError as error:
        line.fail(name, error.message)


def _check_needed(line: Line, values: Values) -> None:
    cell = line.cells.get(Field.EMAIL)
    if Field.EMAIL not in values and (cell is None or cell.mark is not Mark.ERROR):
        line.fail(Field.EMAIL, l_("Write the e-mail address: it tells who it is."))


def _shown_as(name: Field) -> Field:
    return Field.NAME if name in {Field.FIRST_NAME, Field.LAST_NAME} else name
