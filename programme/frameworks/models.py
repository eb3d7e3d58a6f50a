"""Sets that leaders steer by: competence goals and guideposts. Taxonomies join them later."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import Base
from programme.people.models import LeadershipLevel


class GoalSet(Base):
    """The competence goals of one leadership level; `aim` is the sentence above them.

    A set is replaced by a new version, never rewritten: entries keep the words they met.
    """

    __tablename__ = "goal_set"
    __table_args__ = (UniqueConstraint("key", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    valid_from: Mapped[date | None]
    name: Mapped[str]
    aim: Mapped[str] = mapped_column(default="")
    level_id: Mapped[int] = mapped_column(ForeignKey("leadership_level.id"))

    level: Mapped[LeadershipLevel] = relationship()
    goals: Mapped[list[CompetenceGoal]] = relationship(
        back_populates="goal_set", order_by="CompetenceGoal.number", cascade="all, delete-orphan"
    )


class CompetenceGoal(Base):
    """What a leader at a level has or can do."""

    __tablename__ = "competence_goal"
    __table_args__ = (UniqueConstraint("goal_set_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_set_id: Mapped[int] = mapped_column(ForeignKey("goal_set.id"))
    number: Mapped[int]
    short_name: Mapped[str]
    text: Mapped[str]
    parent_objective_id: Mapped[int | None] = mapped_column(ForeignKey("programme_objective.id"))

    goal_set: Mapped[GoalSet] = relationship(back_populates="goals")
    aid: Mapped[GoalAid | None] = relationship(cascade="all, delete-orphan", uselist=False)


class GoalAid(Base):
    """A guiding question and a tool that suit a goal; `tool` is a key of the tool library."""

    __tablename__ = "goal_aid"

    goal_id: Mapped[int] = mapped_column(
        ForeignKey("competence_goal.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str]
    tool: Mapped[str] = mapped_column(default="")
    tool_text: Mapped[str] = mapped_column(default="")


class GuidepostSet(Base):
    """Ten guideposts for one audience. Replaced by a new edition, never rewritten."""

    __tablename__ = "guidepost_set"
    __table_args__ = (UniqueConstraint("key", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    valid_from: Mapped[date | None]
    name: Mapped[str]
    audience: Mapped[str] = mapped_column(default="")

    guideposts: Mapped[list[Guidepost]] = relationship(
        back_populates="guidepost_set", order_by="Guidepost.number", cascade="all, delete-orphan"
    )


class Guidepost(Base):
    """A sentence to steer by, with an example; never a measure."""

    __tablename__ = "guidepost"
    __table_args__ = (UniqueConstraint("guidepost_set_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guidepost_set_id: Mapped[int] = mapped_column(ForeignKey("guidepost_set.id"))
    number: Mapped[int]
    text: Mapped[str]
    example: Mapped[str]

    guidepost_set: Mapped[GuidepostSet] = relationship(back_populates="guideposts")
