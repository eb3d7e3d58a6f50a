"""Templates of entries as seeds/log_templates.toml writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from programme.programmes.seedtable import Reason, SeedError, SeedTable

FILE: Final = "log_templates.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateText:
    """A template in words; an empty question leaves its part out."""

    name: str
    purpose: str = ""
    action: str = ""
    reflection: str = ""
    new_knowledge: str = ""
    next_action: str = ""
    is_first: bool = False
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class SeededTemplate:
    """A template with the short name that addresses and seeds know it by."""

    key: str
    text: TemplateText


@dataclass(frozen=True, slots=True)
class _File:
    template: tuple[SeedTable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row(TemplateText):
    key: str


def read(content: bytes) -> list[SeededTemplate]:
    """The templates in their order; the first fault refuses the file."""
    top = SeedTable.parse(FILE, content, _File)
    found = [_read(row) for row in top.tables("template", _Row)]
    keys = [template.key for template in found]
    for key in keys:
        if keys.count(key) > 1:
            raise SeedError(FILE, "key", Reason.DUPLICATE, value=key)
    return found


def _read(row: SeedTable) -> SeededTemplate:
    text = TemplateText(
        name=row.text("name"),
        purpose=row.text_or_empty("purpose"),
        action=row.text_or_empty("action"),
        reflection=row.text_or_empty("reflection"),
        new_knowledge=row.text_or_empty("new_knowledge"),
        next_action=row.text_or_empty("next_action"),
        is_first=row.flag("is_first"),
        is_off=row.flag("is_off"),
    )
    return SeededTemplate(row.slug("key"), text)
