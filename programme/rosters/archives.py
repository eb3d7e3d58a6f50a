"""A look into an XLSX file before anything unpacks or reads it: how large, how much, what kind.

Every limit is one of size or number, checked while little has been done: a file made to cost
time is refused for a small part of what a list of a thousand people costs.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from programme.core.text import l_
from programme.rosters.tables import UnreadableTableError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zipfile import ZipFile, ZipInfo

MOST_MEMBERS: Final = 200
MOST_UNPACKED: Final = 30_000_000
MOST_RATIO: Final = 100
# Opening signs of all XML parts together: more than a thousand people in fourteen columns need.
MOST_TAGS: Final = 130_000
MOST_CELLS: Final = 60_000
MOST_OTHER_TAGS: Final = 10_000  # styles, merged cells, names: each dearer to read than a cell
LONGEST_PIECE: Final = 140_000  # a tag and the text behind it: 32,767 letters, at four bytes
MOST_FORMATS: Final = 500  # number formats of one workbook, each as long as Excel allows
LONGEST_FORMAT: Final = 1_000

_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LONGEST_COMMENT: Final = 65_535
_MOST_DIRECTORY: Final = 100_000  # bytes that list 200 members, with long names
_CODE: Final = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
_CODES: Final = frozenset({b"utf-8", b"us-ascii"})
_FORMAT: Final = re.compile(rb"formatCode\s*=\s*(\"[^\"]*\"|'[^']*')")
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")

_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_OTHER: Final = re.compile(rb"<(?!/|(?:\w+:)?(?:c|v|f|is|t|r|row|si)[\s/>])")

TOO_MUCH: Final = l_("The file unpacks to more than a list of people can be. Save the list alone.")
BROKEN: Final = l_("The file is not whole, or not a spreadsheet. Save it again as XLSX.")
MACROS: Final = l_("The file holds macros. Save it as XLSX without macros, or as CSV.")
LOCKED: Final = l_("The file is protected by a password. Save it without one.")


@dataclass(frozen=True, slots=True)
class Part:
    """An XML part of a workbook, unpacked."""

    name: str
    data: bytes

    @property
    def is_sheet(self) -> bool:
        """Whether it holds rows."""
        return _SHEET.fullmatch(self.name) is not None


def checked_parts(data: bytes) -> list[Part]:
    """The XML parts of a workbook that can safely be read; else a refusal that says why."""
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members, len(data))
            return list(_read(archive, members))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise UnreadableTableError(BROKEN) from None


def _check_directory(data: bytes) -> None:
    """The list of members, before Python makes an object of each; what it says of itself."""
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or len(data) - at < _END_SIZE:
        raise UnreadableTableError(BROKEN)
    count, size = struct.unpack_from("<HI", data, at + 10)
    if count > MOST_MEMBERS or size > _MOST_DIRECTORY:
        raise UnreadableTableError(TOO_MUCH)


def _check_members(members: list[ZipInfo], packed: int) -> None:
    names = {member.filename.lower() for member in members}
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MOST_RATIO * packed):
        raise UnreadableTableError(TOO_MUCH)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableTableError(LOCKED)
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise UnreadableTableError(MACROS)
    if "xl/workbook.xml" not in names or len(names) < len(members):
        raise UnreadableTableError(BROKEN)
    packings = {member.compress_type for member in members}
    if packings - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableTableError(BROKEN)


def _read(archive: ZipFile, members: list[ZipInfo]) -> Iterable[Part]:
    tags = cells = others = 0
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        part = Part(member.filename, archive.read(member))
        tags += part.data.count(b"<")
        if tags > MOST_TAGS:
            raise UnreadableTableError(TOO_MUCH)
        cells += len(_CELL.findall(part.data))
        others += len(_OTHER.findall(part.data))
        if cells > MOST_CELLS or others > MOST_OTHER_TAGS:
            raise UnreadableTableError(TOO_MUCH)
        _check_xml(part.data)
        yield part


def _check_xml(data: bytes) -> None:
    """That the signs counted are those which a reader will meet, and none of them endless."""
    code = _CODE.search(data[:200])
    if (code and code[1].lower() not in _CODES) or b"\x00" in data or b"<!DOCTYPE" in data:
        raise UnreadableTableError(BROKEN)
    if any(len(piece) > LONGEST_PIECE for piece in data.split(b"<")):
        raise UnreadableTableError(TOO_MUCH)
    formats = _FORMAT.findall(data)
    if len(formats) > MOST_FORMATS or any(len(each) > LONGEST_FORMAT for each in formats):
        raise UnreadableTableError(TOO_MUCH)
