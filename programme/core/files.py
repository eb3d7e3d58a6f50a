"""Files that people attach: known by what they hold, small, harmless, and never shown in a page.

A name says nothing: the kind is read from the first bytes, and the ending must belong to it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeVar

from flask import Flask, Response, current_app, request, send_file

from programme.core import language
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V", bound="Callable[..., object]")

MEGABYTE: Final = 1_000_000
LARGEST: Final = 5 * MEGABYTE
LARGEST_REQUEST: Final = LARGEST + 2 * MEGABYTE  # and the texts beside it
LONGEST_NAME: Final = 120
MOST_MEMBERS: Final = 2_000
MOST_UNPACKED: Final = 100_000_000
MOST_RATIO: Final = 100
FILES_MARK: Final = "_takes_files"

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
TEXT: Final = "text/plain"
# What may be attached: the endings of each kind.
KINDS: Final = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    TEXT: (".txt", ".md", ".csv"),
    f"{_OFFICE}wordprocessingml.document": (".docx",),
    f"{_OFFICE}spreadsheetml.sheet": (".xlsx",),
    f"{_OFFICE}presentationml.presentation": (".pptx",),
    f"{_OPEN}text": (".odt",),
    f"{_OPEN}spreadsheet": (".ods",),
    f"{_OPEN}presentation": (".odp",),
}
ENDINGS: Final = tuple(ending for endings in KINDS.values() for ending in endings)
# For a file input's `accept`.
ACCEPT: Final = ",".join(ENDINGS)
_OFFICE_PARTS: Final = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}
_OPENINGS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_NOT_IN_NAMES: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff<>:"/\\|?*]'
)
# What reading an archive that is none, or is damaged, ends in.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError
)  # fmt: skip
_UNPACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # by office programs
_NOT_IN_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept, under a name that can be shown, with the kind it was found to be."""

    name: str
    media_type: str
    body: bytes

    @property
    def size(self) -> int:
        """Number of bytes."""
        return len(self.body)

    def holds(self, body: bytes | None) -> bool:
        """Whether a stored body is this one: a file that was corrected may keep name and size."""
        return body is not None and sha256(body).digest() == sha256(self.body).digest()


def checked(name: str, body: bytes, field: str = "file") -> CheckedFile:
    """The file, if it may be kept; else a refusal at `field` that says why."""
    if not body:
        raise RuleBrokenError(l_("The file is empty. Choose another."), field)
    if len(body) > LARGEST:
        raise RuleBrokenError(l_("The file is too big. There is room for 5 MB."), field)
    name = plain_name(name)
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS:
        raise RuleBrokenError(
            l_("Attach a PDF, a picture (PNG, JPEG, WebP), a text or an office document."), field
        )
    media_type = _kind(body, field)
    if media_type is None or ending not in KINDS[media_type]:
        message = l_("The file is not what its name says (%(ending)s).", ending=ending)
        raise RuleBrokenError(message, field)
    return CheckedFile(name, media_type, body)


def plain_name(name: str) -> str:
    """The last part of a name as it was sent, without what hides or turns it."""
    last = re.split(r"[\\/]", name)[-1]
    last = " ".join(_NOT_IN_NAMES.sub("", last).split()).strip(". ")
    stem, ending = PurePosixPath(last).stem, PurePosixPath(last).suffix
    return (stem[: LONGEST_NAME - len(ending)] + ending) if len(ending) < LONGEST_NAME else "fil"


def attachment(name: str, media_type: str, body: bytes) -> Response:
    """The file to be saved, never to be shown as a page of ours."""
    answer = send_file(
        io.BytesIO(body), mimetype=media_type, as_attachment=True, download_name=name
    )
    answer.headers["Cache-Control"] = "no-store"  # Flask's own is that of public assets
    return answer


def takes_files(view: V) -> V:
    """Let a view be sent a file of up to `LARGEST` bytes; all others keep the site's limit."""
    setattr(view, FILES_MARK, True)
    return view


def register(app: Flask) -> None:
    """Raise the limit where files are taken, before anybody reads the request."""
    app.before_request_funcs.setdefault(None, []).insert(0, _make_room)
    app.jinja_env.globals["largest_upload"] = largest_upload
    app.jinja_env.filters["file_size"] = size_words


def size_words(size: int) -> str:
    """Return "830 kB", or "1,2 MB" with the comma that Danes write."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1_000))} kB"
    words = f"{size / MEGABYTE:.1f} MB"
    return words.replace(".", ",") if language.short() == "da" else words


def largest_upload() -> int:
    """How many MB the address of this request takes."""
    takes = getattr(current_app.view_functions.get(request.endpoint or ""), FILES_MARK, False)
    return (LARGEST if takes else int(current_app.config["MAX_CONTENT_LENGTH"])) // MEGABYTE


def _make_room() -> None:
    if getattr(current_app.view_functions.get(request.endpoint or ""), FILES_MARK, False):
        request.max_content_length = LARGEST_REQUEST
        # A text that is too long is refused by its form, which then keeps it.
        request.max_form_memory_size = LARGEST_REQUEST


def _kind(body: bytes, field: str) -> str | None:
    for opening, media_type in _OPENINGS:
        if body.startswith(opening):
            return media_type
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body.startswith(b"PK\x03\x04"):
        return _kind_of_archive(body, field)
    return TEXT if _is_text(body) else None


def _is_text(body: bytes) -> bool:
    """Words in an encoding that a Danish spreadsheet or editor writes."""
    return not _NOT_IN_TEXT.search(body)


def _kind_of_archive(body: bytes, field: str) -> str | None:
    """An office document by its parts. Only the list of members is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            _check_members(members, len(body), field)
            return _office_kind(archive, {member.filename for member in members})
    except _BROKEN:
        return None


def _check_members(members: list[zipfile.ZipInfo], packed: int, field: str) -> None:
    """Refuse what unpacks to far more than it is, or lets its members overlap to seem small."""
    unpacked = sum(member.file_size for member in members)
    stored = sum(member.compress_size for member in members)
    limit = min(MOST_UNPACKED, MOST_RATIO * packed)
    if len(members) > MOST_MEMBERS or unpacked > limit or stored > packed:
        raise RuleBrokenError(l_("The file unpacks to far more than it may. Save it anew."), field)
    names = [member.filename.lower() for member in members]
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise RuleBrokenError(l_("The file holds macros. Save it without them."), field)


def _office_kind(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "mimetype" in names:
        if archive.getinfo("mimetype").compress_type not in _UNPACKED:
            return None
        with archive.open("mimetype") as member:
            media_type = member.read(100).decode("ascii", "replace").strip()
        return media_type if media_type in KINDS else None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)
