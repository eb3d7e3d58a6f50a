"""Write an act down."""

from __future__ import annotations

from programme.audit.models import AuditRow
from programme.core import clock
from programme.core.db import db


def record(action: str, thing: str, thing_id: int | None, *, actor_id: int | None) -> None:
    """Note in the current transaction that `actor_id` did `action` to a thing."""
    db.session.add(
        AuditRow(at=clock.now(), actor_id=actor_id, action=action, thing=thing, thing_id=thing_id)
    )
