"""What a person wants to hear of by mail. Without a row the defaults hold."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from programme.core.db import Base


class NoticeChoice(Base):
    """One person's choices. Nudges and reminders come only to those who asked for them.

    `skip_when_fetched`: no mail of a change more than two weeks ahead once every calendar of the
    person has fetched it. `invitations`: meeting invitations by mail, with a copy to
    `secretary_email`. `nudge_weekday` counts from Monday as 0.
    """

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int] = mapped_column()
    skip_when_fetched: Mapped[bool] = mapped_column(default=False)
    invitations: Mapped[bool] = mapped_column(default=False)
    secretary_email: Mapped[str | None]
    weekly_nudge: Mapped[bool] = mapped_column(default=False)
    nudge_weekday: Mapped[int] = mapped_column(default=4)
    reminders: Mapped[bool] = mapped_column(default=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
