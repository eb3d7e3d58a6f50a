"""A programme: what a course is for, and the plan that its cohorts begin from."""

from __future__ import annotations

import enum
from datetime import date, time

from sqlalchemy import JSON, Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from programme.core.db import Base
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.people.models import LeadershipLevel
from programme.programmes.content import ActivityKind, Audience, Marker


class ProgrammeState(enum.Enum):
    """A programme's life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


programme_goal_set = Table(
    "programme_goal_set",
    Base.metadata,
    Column("programme_id", ForeignKey("programme.id"), primary_key=True),
    Column("goal_set_id", ForeignKey("goal_set.id"), primary_key=True),
)
programme_level = Table(
    "programme_level",
    Base.metadata,
    Column("programme_id", ForeignKey("programme.id"), primary_key=True),
    Column("leadership_level_id", ForeignKey("leadership_level.id"), primary_key=True),
)
plan_item_goal = Table(
    "plan_item_goal",
    Base.metadata,
    Column("plan_item_id", ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True),
    Column("competence_goal_id", ForeignKey("competence_goal.id"), primary_key=True),
)
plan_item_objective = Table(
    "plan_item_objective",
    Base.metadata,
    Column("plan_item_id", ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True),
    Column("programme_objective_id", ForeignKey("programme_objective.id"), primary_key=True),
)
plan_item_level = Table(
    "plan_item_level",
    Base.metadata,
    Column("plan_item_id", ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True),
    Column("leadership_level_id", ForeignKey("leadership_level.id"), primary_key=True),
)


class Programme(Base):
    """A leadership course as designed, apart from any one run. `organisation` names its owner."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    core_task: Mapped[str] = mapped_column(default="")
    target_level_id: Mapped[int | None] = mapped_column(ForeignKey("leadership_level.id"))
    planned_months: Mapped[int | None]
    state: Mapped[ProgrammeState] = mapped_column(default=ProgrammeState.PUBLISHED)
    source_note: Mapped[str] = mapped_column(default="")

    target_level: Mapped[LeadershipLevel | None] = relationship()
    strategies: Mapped[list[StrategyLink]] = relationship(
        order_by="StrategyLink.position", cascade="all, delete-orphan"
    )
    tracks: Mapped[list[Track]] = relationship(
        back_populates="programme", order_by="Track.position", cascade="all, delete-orphan"
    )
    objectives: Mapped[list[ProgrammeObjective]] = relationship(
        order_by="ProgrammeObjective.number", cascade="all, delete-orphan"
    )
    levels: Mapped[list[LeadershipLevel]] = relationship(
        secondary=programme_level, order_by=LeadershipLevel.position
    )
    goal_sets: Mapped[list[GoalSet]] = relationship(
        secondary=programme_goal_set, order_by=GoalSet.id
    )
    templates: Mapped[list[PlanTemplate]] = relationship(
        back_populates="programme", order_by="PlanTemplate.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class StrategyLink(Base):
    """The strategy or vision that a programme serves."""

    __tablename__ = "strategy_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")


class Track(Base):
    """One of the parallel parts of a programme."""

    __tablename__ = "track"
    __table_args__ = (UniqueConstraint("programme_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    position: Mapped[int]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    working_title: Mapped[bool] = mapped_column(default=False)

    programme: Mapped[Programme] = relationship(back_populates="tracks")


class ProgrammeObjective(Base):
    """A general aim of the programme, above the competence goals."""

    __tablename__ = "programme_objective"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    short_name: Mapped[str]
    text: Mapped[str] = mapped_column(default="")


class PlanTemplate(Base):
    """A plan as offsets from its first day; `laid_on` is the day its source once laid it on."""

    __tablename__ = "plan_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    name: Mapped[str]
    laid_on: Mapped[date | None]

    programme: Mapped[Programme] = relationship(back_populates="templates")
    items: Mapped[list[PlanItem]] = relationship(
        back_populates="template", order_by="PlanItem.position", cascade="all, delete-orphan"
    )


class PlanItem(Base):
    """One activity of a template. Offsets in days from the start; None: without a date."""

    __tablename__ = "plan_item"
    __table_args__ = (UniqueConstraint("template_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("plan_template.id"))
    position: Mapped[int]
    key: Mapped[str]
    kind: Mapped[ActivityKind]
    number: Mapped[int | None]
    title: Mapped[str] = mapped_column(default="")
    offset_days: Mapped[int | None]
    days: Mapped[int] = mapped_column(default=1)
    window_from: Mapped[int | None]
    window_to: Mapped[int | None]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    audience: Mapped[Audience] = mapped_column(default=Audience.JOINT)
    marker: Mapped[Marker] = mapped_column(default=Marker.NONE)
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    preparation: Mapped[str] = mapped_column(default="")
    day_programmes: Mapped[list[str]] = mapped_column(JSON, default=list)
    bring: Mapped[str] = mapped_column(default="")
    try_afterwards: Mapped[str] = mapped_column(default="")

    template: Mapped[PlanTemplate] = relationship(back_populates="items")
    track: Mapped[Track | None] = relationship()
    levels: Mapped[list[LeadershipLevel]] = relationship(secondary=plan_item_level)
    goals: Mapped[list[CompetenceGoal]] = relationship(
        secondary=plan_item_goal, order_by=CompetenceGoal.number
    )
    objectives: Mapped[list[ProgrammeObjective]] = relationship(
        secondary=plan_item_objective, order_by=ProgrammeObjective.number
    )
