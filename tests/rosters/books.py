"""Spreadsheets for tests: good ones, and those made to cost time."""

from __future__ import annotations

import io
import os
import zipfile

from openpyxl import Workbook

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
PEOPLE = [["Navn", "E-mail"], ["Mette Madsen", "mette@b.example"]]


def book(rows, *, hidden=()):
    """A workbook with these cells; `hidden` rows stand on a sheet in front that is not shown."""
    workbook = Workbook()
    sheet = workbook.active
    if hidden:
        for row in hidden:
            sheet.append(row)
        sheet.sheet_state = "hidden"
        sheet = workbook.create_sheet("Vist")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sheet(inner, after=""):
    """The XML of a sheet with these rows."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<worksheet {SPACE}><sheetData>{inner}</sheetData>{after}</worksheet>".encode()


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def changed(data, parts, *, padding=300_000, without=()):
    """The workbook with other parts. Padding keeps the ratio of packed to unpacked harmless."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
        if padding:
            new.writestr("padding.bin", os.urandom(padding))
    return out.getvalue()


class Danish:
    """`danish(message)`: a lazy message as a Danish page says it; texts of a site need an app."""

    def __init__(self) -> None:
        self.app = None

    def __call__(self, message) -> str:
        with self.app.test_request_context(base_url="https://lederforloeb.test"):
            return str(message)


danish = Danish()
