"""All rows of all tables, and what has changed between two looks."""

from __future__ import annotations

import io
import zipfile

import sqlalchemy as sa

from programme.core.db import Base

# Made by chance, or keys that a database counts on after a savepoint is undone.
CHANCE = {"token_hash", "password_hash", "uid", "key", "creation_key", "dedupe"}
LOOSE_KEYS = {"thing_id", "keys"}
LOOSE_COLUMNS = {("outbox_mail", "person_id")}  # a key without a foreign key


def everything(connection):
    """{table: {primary key: {column: value}}}."""
    return {table.name: _rows(connection, table) for table in Base.metadata.sorted_tables}


def told(answer):
    """All that an answer says: its text, or the texts of the spreadsheet that it is."""
    data = answer.get_data()
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def _rows(connection, table):
    keys = [column.name for column in table.primary_key]
    return {
        tuple(row[key] for key in keys): dict(row)
        for row in connection.execute(sa.select(table)).mappings()
    }


def differences(before, after):
    """{table: what came, went or changed}, the same for two runs of the same act."""
    aliases = {}
    found = {}
    for table in Base.metadata.sorted_tables:
        old, new = before[table.name], after[table.name]
        changes = [("gone", key) for key in sorted(old.keys() - new.keys(), key=_order)]
        for number, key in enumerate(sorted(new.keys() - old.keys(), key=_order)):
            aliases[table.name, key[0]] = f"new {number}"
            changes.append(("new", _comparable(table, new[key], aliases)))
        for key in sorted(old.keys() & new.keys(), key=_order):
            columns = {name for name, value in new[key].items() if old[key][name] != value}
            if columns:
                row = _comparable(table, new[key], aliases)
                changes.append(("changed", key, {name: row[name] for name in columns}))
        if changes:
            found[table.name] = changes
    return found


def _order(key):
    """Numbers as numbers: a counter that passes from 999 to 1000 changes the order of texts."""
    return [str(part).zfill(20) for part in key]


def _comparable(table, row, aliases):
    values = {}
    for column in table.columns:
        value = row[column.name]
        targets = [f.column.table.name for f in column.foreign_keys]
        if column.primary_key and not targets:
            targets = [table.name]
        for target in targets:
            value = aliases.get((target, value), value)
        loose = (table.name, column.name) in LOOSE_COLUMNS
        if loose or column.name in CHANCE or column.name in LOOSE_KEYS:
            value = value is not None
        values[column.name] = value
    return values
