"""Text on its way into a calendar file: cleaned, cut and escaped so that no line can be forged."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from icalendar import vText

TITLE_CHARACTERS = 200
PLACE_CHARACTERS = 250
NAME_CHARACTERS = 200  # Exchange cuts calendar names at 255
DESCRIPTION_OCTETS = 4096
URL_CHARACTERS = 1000

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LAST_OF_PLANES = "".join(chr(p | 0xFFFE) + chr(p | 0xFFFF) for p in range(0, 0x110000, 0x10000))
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls, DEL: one NUL empties GNOME's calendar
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: they can disguise what is read
    "\ud800-\udfff"  # lone surrogates cannot be encoded
    f"\ufeff\ufdd0-\ufdef{_LAST_OF_PLANES}]"  # the byte order mark and non-characters
)
_BLANKS = re.compile("[ \t\n]+")
_NAME_BREAKERS = re.compile(r"[,;\\]")
_ELLIPSIS = "…"
_DANGLING = " \t\n\u200d\ufe0f"  # what a cut must not leave at the end: blanks, half an emoji

_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:[/?#].*)?")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_URL_SAFE = ":/?#[]@!$&'()*+,;=%-._~"


class Text(vText):
    r"""A TEXT value, escaped as RFC 5545 3.3.11 says.

    The library's own type turns the two characters `\N` into a line break, and it leaves NAME and
    X- values as they are. Everything that a person wrote goes through this type.
    """

    def to_ical(self) -> bytes:
        escaped = (
            str(self)
            .replace("\\", "\\\\")
            .replace(";", "\\;")
            .replace(",", "\\,")
            .replace("\n", "\\n")
        )
        return escaped.encode()


def clean(text: str) -> str:
    """NFC, line breaks as LF, without control characters and blanks at the ends."""
    kept = _UNFIT.sub("", _LINE_BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", kept).strip()


def one_line(text: str, limit: int) -> str:
    """Clean, on one line, of at most `limit` characters."""
    line = _BLANKS.sub(" ", clean(text))
    if len(line) <= limit:
        return line
    return line[: limit - 1].rstrip(_DANGLING) + _ELLIPSIS


def is_one_line(text: str) -> bool:
    """Is already as it can be written: nothing to clean, no line break."""
    return clean(text) == text and "\n" not in text


def calendar_name(text: str) -> str:
    """Without comma, semicolon and backslash: clients differ in whether they expect an escape.

    NFC makes a semicolon of the Greek question mark, so it comes first.
    """
    return one_line(_NAME_BREAKERS.sub(" ", clean(text)), NAME_CHARACTERS)


def description(text: str, link: str) -> str:
    """The text with the link below it, at most 4 kB of UTF-8; it is the text that is cut.

    The link stands here too because some clients show no URL property.
    """
    body = clean(text)
    stands_there = not link or link in body.split()
    whole = body if stands_there else f"{body}\n\n{link}".strip()
    if len(whole.encode()) <= DESCRIPTION_OCTETS:
        return whole
    tail = f"{_ELLIPSIS}\n\n{link}" if link else _ELLIPSIS
    room = DESCRIPTION_OCTETS - len(tail.encode())
    return body.encode()[:room].decode(errors="ignore").rstrip(_DANGLING) + tail


def clean_url(url: str) -> str:
    """A web address in ASCII, percent-encoded where needed; empty when it is none."""
    address = unicodedata.normalize("NFC", url.strip())
    if not is_one_line(address):
        return ""
    encoded = _STRAY_PERCENT.sub("%25", quote(address, safe=_URL_SAFE))
    fits = len(encoded) <= URL_CHARACTERS and _WEB_ADDRESS.fullmatch(encoded)
    return encoded if fits else ""
