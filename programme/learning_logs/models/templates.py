"""Templates of entries: other questions over the same four parts."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Mapped, mapped_column

from programme.core.db import Base

STANDARD: Final = "handling-refleksion"


class LogTemplate(Base):
    """What is asked in each of the four parts; an empty question leaves its part out.

    The text of an entry always lies in the same four parts, so that changing the template can
    lose nothing. `is_first` are those shown without asking for more.
    """

    __tablename__ = "log_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    action: Mapped[str] = mapped_column(default="")
    reflection: Mapped[str] = mapped_column(default="")
    new_knowledge: Mapped[str] = mapped_column(default="")
    next_action: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    is_first: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def is_standard(self) -> bool:
        """Whether it asks what the four parts are called by themselves."""
        return self.key == STANDARD
