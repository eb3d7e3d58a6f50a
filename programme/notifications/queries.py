"""What a person has chosen to hear of; who has never chosen has the defaults."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.core.db import db
from programme.notifications.models import NoticeChoice

if TYPE_CHECKING:
    from collections.abc import Collection

FRIDAY: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One person's choices as values; see `NoticeChoice`. `version` is 0 before the first."""

    skip_when_fetched: bool = False
    invitations: bool = False
    secretary_email: str | None = None
    weekly_nudge: bool = False
    nudge_weekday: int = FRIDAY
    reminders: bool = False
    version: int = 0


DEFAULT: Final = Choice()
_NAMES: Final = tuple(field.name for field in fields(Choice))


def choice_of(person_id: int) -> Choice:
    """What this person has chosen."""
    return choices_of([person_id]).get(person_id, DEFAULT)


def choices_of(person_ids: Collection[int]) -> dict[int, Choice]:
    """What these persons have chosen, as far as they have."""
    columns = [NoticeChoice.__table__.c[name] for name in _NAMES]
    rows = db.session.execute(
        select(NoticeChoice.person_id, *columns).where(NoticeChoice.person_id.in_(person_ids))
    )
    return {key: Choice(**dict(zip(_NAMES, values, strict=True))) for key, *values in rows}


def find_row(person_id: int) -> NoticeChoice | None:
    """The row itself, for who changes it."""
    return db.session.get(NoticeChoice, person_id)
