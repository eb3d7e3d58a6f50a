"""What was said of nights, food and reasons is kept for a month after, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select, update

from programme.activities.models import Activity
from programme.attendance.models import Answer
from programme.core import clock
from programme.core.db import db

KEPT_FOR: Final = timedelta(days=30)


def forget_needs() -> None:
    """Delete them where the activity ended so long ago; that somebody came or not remains."""
    ended = select(Activity.id).where(Activity.ends_on <= clock.today() - KEPT_FOR)
    db.session.execute(
        update(Answer)
        .where(
            Answer.activity_id.in_(ended),
            or_(Answer.stays_overnight.is_not(None), Answer.diet != "", Answer.reason != ""),
        )
        .values(stays_overnight=None, diet="", reason="")
        .execution_options(synchronize_session=False)
    )
