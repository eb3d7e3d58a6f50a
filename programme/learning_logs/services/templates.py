"""Templates of entries: loaded once; worded, ordered and taken out of use by administrators."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from programme.audit import services as audit
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import queries, text
from programme.learning_logs.models import LogTemplate
from programme.learning_logs.services.content import PARTS
from programme.learning_logs.template_seeds import TemplateText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.learning_logs.template_seeds import SeededTemplate
    from programme.people.models import Person

NAME: Final = 60  # characters
QUESTION: Final = 200


def load_templates(seeded: Iterable[SeededTemplate]) -> int:
    """Add those that are missing, behind the others; what is there keeps words and place."""
    present = queries.all_templates()
    known = {template.key for template in present}
    last = max((template.position for template in present), default=0)
    missing = [template for template in seeded if template.key not in known]
    for position, template in enumerate(missing, start=last + 1):
        row = LogTemplate(key=template.key, position=position)
        _write(row, template.text)
        db.session.add(row)
    db.session.flush()
    return len(missing)


def edit_template(template: LogTemplate, wanted: TemplateText, *, version: int, by: Person) -> None:
    """Word a template anew, take it out of use or into use. Entries keep their texts."""
    wanted = _checked(template, wanted)
    if wanted == worded(template):
        return
    if version != template.version:
        raise ConflictError(_words(wanted), _words(worded(template)), "")
    _write(template, wanted)
    audit.record("edited", "log_template", template.id, actor_id=by.id)
    db.session.flush()


def move_template(template: LogTemplate, steps: int, *, by: Person) -> None:
    """Let it stand earlier (-1) or later (1)."""
    rows = queries.all_templates()
    place = rows.index(template)
    rows.insert(min(max(place + steps, 0), len(rows)), rows.pop(place))
    for position, row in enumerate(rows, start=1):
        row.position = position
    audit.record("moved", "log_template", template.id, actor_id=by.id)
    db.session.flush()


def worded(template: LogTemplate) -> TemplateText:
    """What a template says now."""
    names = [name for name in TemplateText.__dataclass_fields__ if name != "is_off"]
    return TemplateText(
        **{name: getattr(template, name) for name in names}, is_off=not template.is_active
    )


def _write(row: LogTemplate, wanted: TemplateText) -> None:
    for name, value in asdict(wanted).items():
        if name != "is_off":
            setattr(row, name, value)
    row.is_active = not wanted.is_off


def _checked(template: LogTemplate, wanted: TemplateText) -> TemplateText:
    lines: dict[str, Any] = {name: text.clean_line(words) for name, words in _words(wanted).items()}
    if not lines["name"]:
        raise RuleBrokenError(l_("Write what the template is called."), "name")
    for name, words in lines.items():
        most = NAME if name == "name" else QUESTION
        if len(words) > most:
            raise RuleBrokenError(l_("There is room for %(number)d characters.", number=most), name)
    if not any(lines[part] for part in PARTS):
        raise RuleBrokenError(l_("Ask for at least one of the four parts."), "action")
    if template.is_standard and wanted.is_off:
        message = l_("This is the template that an entry has when none is chosen.")
        raise RuleBrokenError(message, "is_active")
    return replace(wanted, **lines)


def _words(wanted: TemplateText) -> dict[str, str]:
    return {name: words for name, words in asdict(wanted).items() if isinstance(words, str)}
