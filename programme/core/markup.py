"""Light formatting of what people write: bold, italics, lists, quotations, links. Nothing else.

The one way from a typed text to HTML. What is no formatting stands as it was typed, line breaks
and all; HTML is text; a link leads to the web or to a mailbox, or stays text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

TAGS: Final = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
ATTRIBUTES: Final[dict[str, set[str]]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
SCHEMES: Final = {"http", "https", "mailto"}
REL: Final = "noopener nofollow"
_RULES: Final = (
    "list", "blockquote", "newline", "escape", "emphasis", "link", "autolink", "linkify",
)  # fmt: skip
_NESTING: Final = 20
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
# Without any of these there is nothing to format, which most texts are.
_SIGNS: Final = re.compile(
    r"[*_\\<\[]|https?:|mailto:|@|^[ \t]*(?:[-+>]|\d{1,9}[.)])", re.IGNORECASE | re.MULTILINE
)
_MONTHS: Final = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
)
# "3. december" opens a sentence, not a list.
_DATE: Final = re.compile(rf"^([ \t]*\d{{1,2}})\.(?= (?:{_MONTHS})\b)", re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\]\n]{1,200})\]\([^)\s]{1,2000}\)")
_STRESS: Final = re.compile(r"(?<![\w*_])([*_]{1,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1(?![\w*_])")
_ITEM: Final = re.compile(r"^[ \t]*(?:[-+*>]|\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE)


def formatted(text: str) -> Markup:
    """The text as HTML that can stand in a page."""
    if not _SIGNS.search(text):
        return _paragraphs(text)
    html = _parser().render(_DATE.sub(r"\1\\.", text))
    # Cleaned again, though the parser lets no HTML through: two faults must meet to do harm.
    safe = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL)
    return Markup(safe)  # noqa: S704 - cleaned above


def unmarked(text: str) -> str:
    """The text without the signs of formatting: for a title or a line in a list."""
    if not _SIGNS.search(text):
        return text
    text = _LINK.sub(r"\1", text)
    return _STRESS.sub(r"\2", _ITEM.sub("", _DATE.sub(r"\1\\.", text)).replace("\\.", "."))


def _paragraphs(text: str) -> Markup:
    parts = [part for part in re.split(r"\n[ \t]*\n+", text.strip("\n")) if part.strip()]
    html = "".join(f"<p>{_lines(part)}</p>\n" for part in parts)
    return Markup(html)  # noqa: S704 - every line is escaped


def _lines(paragraph: str) -> str:
    return "<br>\n".join(str(escape(line.strip())) for line in paragraph.split("\n"))


@cache
def _parser() -> MarkdownIt:
    options = {"html": False, "breaks": True, "linkify": True, "maxNesting": _NESTING}
    parser = MarkdownIt("zero", options).enable(_RULES)
    parser.validateLink = _leads_out  # type: ignore[method-assign, assignment] # as its manual says
    linkify: Any = parser.linkify  # there, as the options ask for it
    linkify.set({"fuzzy_link": False, "fuzzy_ip": False})
    return parser


def _leads_out(address: str) -> bool:
    return bool(_ADDRESS.match(address))
