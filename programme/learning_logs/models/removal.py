"""What its author has deleted, for the days in which that may be regretted.

A deleted entry is no row of the log any more: no list, search or share can come upon it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from programme.core.db import UNIQUE_IDS, Base


class RemovedEntry(Base):
    """An entry laid away whole, files as base64; gone for good after thirty days."""

    __tablename__ = "removed_entry"
    __table_args__ = UNIQUE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    removed_at: Mapped[datetime] = mapped_column(index=True)
    contents: Mapped[dict[str, Any]] = mapped_column(JSON)
