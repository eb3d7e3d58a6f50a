"""Templates of entries: those to choose from, and all of them for who keeps them in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from programme.core.db import db
from programme.learning_logs.models import LogTemplate

if TYPE_CHECKING:
    from sqlalchemy import Select


def templates_to_choose(keep: int | None = None) -> list[LogTemplate]:
    """Those in use and the one already chosen, in their order."""
    return list(
        db.session.scalars(_in_order().where(or_(LogTemplate.is_active, LogTemplate.id == keep)))
    )


def all_templates() -> list[LogTemplate]:
    """Every template, in its order."""
    return list(db.session.scalars(_in_order()))


def find_template(key: int) -> LogTemplate | None:
    """A template by its key."""
    return db.session.get(LogTemplate, key)


def find_template_by_name(key: str) -> LogTemplate | None:
    """A template by the short name that seeds and addresses know it by, if it is in use."""
    return db.session.scalar(
        select(LogTemplate).where(LogTemplate.key == key, LogTemplate.is_active)
    )


def template_id(_person_id: int, key: int) -> int | None:
    """The key, if there is such a template in use: every author may choose any."""
    template = find_template(key)
    return template.id if template is not None and template.is_active else None


def _in_order() -> Select[LogTemplate]:
    return select(LogTemplate).order_by(LogTemplate.position, LogTemplate.id)
