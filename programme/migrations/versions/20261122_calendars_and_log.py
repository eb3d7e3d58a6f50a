"""Calendars and the log: choices of notices, templates, sharing, goals, guideposts, talks."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "20261122_calendars_and_log"
down_revision = "20261122_workbench"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "guidepost_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidepost_set")),
        sa.UniqueConstraint("key", "edition", name=op.f("uq_guidepost_set_key_edition")),
    )
    op.create_table(
        "log_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("new_knowledge", sa.Text(), nullable=False),
        sa.Column("next_action", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_template")),
        sa.UniqueConstraint("key", name=op.f("uq_log_template_key")),
    )
    op.create_table(
        "plans_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans_version")),
    )
    op.create_table(
        "guidepost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guidepost_set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guidepost_set_id"], ["guidepost_set.id"], name=op.f("fk_guidepost_guidepost_set_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidepost")),
        sa.UniqueConstraint(
            "guidepost_set_id", "number", name=op.f("uq_guidepost_guidepost_set_id_number")
        ),
    )
    op.create_table(
        "development_focus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("guidepost_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guidepost_id"], ["guidepost.id"], name=op.f("fk_development_focus_guidepost_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_development_focus_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_focus")),
    )
    with op.batch_alter_table("development_focus", schema=None) as batch_op:
        batch_op.create_index(
            "ix_development_focus_person_id", ["person_id", "ended_on"], unique=False
        )

    op.create_table(
        "feedback_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("guidepost_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["person.id"], name=op.f("fk_feedback_request_asked_id")
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["person.id"], name=op.f("fk_feedback_request_asker_id")
        ),
        sa.ForeignKeyConstraint(
            ["guidepost_id"], ["guidepost.id"], name=op.f("fk_feedback_request_guidepost_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_request")),
        sa.UniqueConstraint(
            "asker_id", "key", "asked_id", name=op.f("uq_feedback_request_asker_id_key_asked_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_request_asked_id"), ["asked_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_feedback_request_asker_id"), ["asker_id"], unique=False
        )

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("months_after", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_follow_up_cohort_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint(
            "cohort_id", "months_after", name=op.f("uq_follow_up_cohort_id_months_after")
        ),
    )
    op.create_table(
        "habit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("let_go_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_habit_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_habit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("habit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_habit_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "invitation_look",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("person_version", sa.Integer(), nullable=False),
        sa.Column("choice_version", sa.Integer(), nullable=False),
        sa.Column("cohorts_version", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_look_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_invitation_look")),
    )
    op.create_table(
        "manager_talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column(
            "time",
            sa.Enum("before", "midway", "after", name="talktime", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("preparation", sa.Text(), nullable=False),
        sa.Column("preparation_version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_manager_talk_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["person.id"], name=op.f("fk_manager_talk_manager_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["person.id"], name=op.f("fk_manager_talk_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_talk")),
        sa.UniqueConstraint(
            "participant_id",
            "cohort_id",
            "manager_id",
            "time",
            name=op.f("uq_manager_talk_participant_id_cohort_id_manager_id_time"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("manager_talk", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_manager_talk_manager_id"), ["manager_id"], unique=False
        )

    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("skip_when_fetched", sa.Boolean(), nullable=False),
        sa.Column("invitations", sa.Boolean(), nullable=False),
        sa.Column("secretary_email", sa.Text(), nullable=True),
        sa.Column("weekly_nudge", sa.Boolean(), nullable=False),
        sa.Column("nudge_weekday", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "removed_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_removed_entry_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_entry")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("removed_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_removed_entry_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_removed_entry_removed_at"), ["removed_at"], unique=False
        )

    op.create_table(
        "role_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_note")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("role_note", schema=None) as batch_op:
        batch_op.create_index("ix_role_note_person_id", ["person_id", "written_at"], unique=False)

    op.create_table(
        "role_note_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_note_share_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["person.id"], name=op.f("fk_role_note_share_reader_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_note_share")),
    )
    with op.batch_alter_table("role_note_share", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_note_share_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_role_note_share_reader_id"), ["reader_id"], unique=False
        )

    op.create_table(
        "trial_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("look_for", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("keep", "adjust", "stop", name="trialoutcome", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_trial_action_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_action")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("trial_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trial_action_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "colleague_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_colleague_visit_activity_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["person.id"], name=op.f("fk_colleague_visit_host_id")
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["person.id"], name=op.f("fk_colleague_visit_visitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_visit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("colleague_visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_colleague_visit_activity_id"), ["activity_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_colleague_visit_host_id"), ["host_id"], unique=False)
        batch_op.create_index("uq_colleague_visit_key", ["visitor_id", "key"], unique=True)

    op.create_table(
        "goal_aid",
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("tool_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_id"],
            ["competence_goal.id"],
            name=op.f("fk_goal_aid_goal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("goal_id", name=op.f("pk_goal_aid")),
    )
    op.create_table(
        "goal_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("stands_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["competence_goal.id"], name=op.f("fk_goal_standing_goal_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_goal_standing_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_standing")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("goal_standing", schema=None) as batch_op:
        batch_op.create_index("ix_goal_standing_person_id", ["person_id", "goal_id"], unique=False)

    op.create_table(
        "knowledge_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("text", "link", "file", name="knowledgekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_knowledge_item_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_knowledge_item_added_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_item")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("knowledge_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_knowledge_item_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "reflection_prompt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "time",
            sa.Enum("before", "after", name="prompttime", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_reflection_prompt_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_reflection_prompt_asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection_prompt")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reflection_prompt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reflection_prompt_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "sent_invitation",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("is_copy", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_sent_invitation_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sent_invitation_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "activity_id", "is_copy", name=op.f("pk_sent_invitation")
        ),
    )
    op.create_table(
        "prompt_skipped",
        sa.Column("prompt_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_prompt_skipped_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["prompt_id"],
            ["reflection_prompt.id"],
            name=op.f("fk_prompt_skipped_prompt_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("prompt_id", "person_id", name=op.f("pk_prompt_skipped")),
    )
    op.create_table(
        "entry_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_entry_comment_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["log_entry.id"],
            name=op.f("fk_entry_comment_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["person.id"], name=op.f("fk_entry_comment_reader_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_comment")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("entry_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_comment_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_comment_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_comment_reader_id"), ["reader_id"], unique=False)
        batch_op.create_index("uq_entry_comment_key", ["author_id", "key"], unique=True)

    op.create_table(
        "entry_guidepost",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("guidepost_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["log_entry.id"],
            name=op.f("fk_entry_guidepost_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guidepost_id"], ["guidepost.id"], name=op.f("fk_entry_guidepost_guidepost_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "guidepost_id", name=op.f("pk_entry_guidepost")),
    )
    with op.batch_alter_table("entry_guidepost", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_guidepost_guidepost_id"), ["guidepost_id"], unique=False
        )

    op.create_table(
        "entry_knowledge",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("knowledge_item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["log_entry.id"],
            name=op.f("fk_entry_knowledge_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["knowledge_item_id"],
            ["knowledge_item.id"],
            name=op.f("fk_entry_knowledge_knowledge_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "knowledge_item_id", name=op.f("pk_entry_knowledge")),
    )
    with op.batch_alter_table("entry_knowledge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_knowledge_knowledge_item_id"), ["knowledge_item_id"], unique=False
        )

    op.create_table(
        "entry_reading",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["log_entry.id"],
            name=op.f("fk_entry_reading_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["person.id"], name=op.f("fk_entry_reading_reader_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "reader_id", name=op.f("pk_entry_reading")),
    )
    with op.batch_alter_table("entry_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_reading_reader_id"), ["reader_id"], unique=False)

    op.create_table(
        "entry_words",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["log_entry.id"], name=op.f("fk_entry_words_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_words")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("text", "link", "file", name="evidencekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["log_entry.id"], name=op.f("fk_evidence_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "follow_up_answer",
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["log_entry.id"],
            name=op.f("fk_follow_up_answer_entry_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_follow_up_answer_follow_up_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_follow_up_answer_person_id")
        ),
        sa.PrimaryKeyConstraint("follow_up_id", "person_id", name=op.f("pk_follow_up_answer")),
    )
    with op.batch_alter_table("follow_up_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_follow_up_answer_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "sparring_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["log_entry.id"],
            name=op.f("fk_sparring_topic_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["network_group.id"], name=op.f("fk_sparring_topic_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sparring_topic_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sparring_topic")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sparring_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sparring_topic_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            "ix_sparring_topic_group_id", ["group_id", "withdrawn_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sparring_topic_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "standing_entry",
        sa.Column("standing_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["log_entry.id"],
            name=op.f("fk_standing_entry_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["standing_id"],
            ["goal_standing.id"],
            name=op.f("fk_standing_entry_standing_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("standing_id", "entry_id", name=op.f("pk_standing_entry")),
    )
    with op.batch_alter_table("standing_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standing_entry_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "talk_entry",
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["log_entry.id"], name=op.f("fk_talk_entry_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["talk_id"], ["manager_talk.id"], name=op.f("fk_talk_entry_talk_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("talk_id", "entry_id", name=op.f("pk_talk_entry")),
    )
    with op.batch_alter_table("talk_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_entry_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "sparring_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("focus_person_id", sa.Integer(), nullable=False),
        sa.Column("interviewer_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_sparring_session_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["focus_person_id"], ["person.id"], name=op.f("fk_sparring_session_focus_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["network_group.id"], name=op.f("fk_sparring_session_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["interviewer_id"], ["person.id"], name=op.f("fk_sparring_session_interviewer_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_sparring_session_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["sparring_topic.id"],
            name=op.f("fk_sparring_session_topic_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sparring_session")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sparring_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sparring_session_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "sparring_team",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sparring_team_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sparring_session.id"],
            name=op.f("fk_sparring_team_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_sparring_team")),
    )
    with op.batch_alter_table("sparring_team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sparring_team_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("busy_time", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("from_file", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("notice_days", sa.Integer(), server_default="14", nullable=False)
        )

    with op.batch_alter_table("entry_share", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entry_share_knowledge",
            ["entry_id"],
            unique=False,
            sqlite_where=sa.text("audience = 'knowledge' AND stopped_at IS NULL"),
            postgresql_where=sa.text("audience = 'knowledge' AND stopped_at IS NULL"),
        )

    with op.batch_alter_table(
        "log_entry", schema=None, table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "entry", "challenge", "mistake", name="entrykind", native_enum=False, length=32
                ),
                server_default="entry",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("template_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("habit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("trial_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("prompt_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("new_habit", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("new_evidence", sa.Text(), server_default="", nullable=False))
        batch_op.drop_index(batch_op.f("ix_log_entry_author_id"))
        batch_op.create_index(
            "ix_log_entry_author_id", ["author_id", "state", "written_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_log_entry_habit_id"), ["habit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_entry_prompt_id"), ["prompt_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_entry_trial_id"), ["trial_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_log_entry_prompt_id"),
            "reflection_prompt",
            ["prompt_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_log_entry_trial_id"), "trial_action", ["trial_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_log_entry_habit_id"), "habit", ["habit_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_log_entry_template_id"), "log_template", ["template_id"], ["id"]
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "line_manager_since",
                sa.DateTime(timezone=True),
                server_default="1970-01-01 00:00:00",
                nullable=False,
            )
        )

    _widen_sharing()
    _index_words()


def _widen_sharing() -> None:
    """Let a share be for one colleague, or for all: SQLite's copy of a table has no checks."""
    name = op.f("ck_entry_share_target_fits_audience")
    with op.batch_alter_table(
        "entry_share", schema=None, table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        if op.get_bind().dialect.name != "sqlite":
            batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(
            name,
            "(audience IN ('line_manager', 'colleague') AND person_id IS NOT NULL)"
            " OR (audience = 'network_group' AND group_id IS NOT NULL)"
            " OR (audience IN ('facilitators', 'cohort') AND cohort_id IS NOT NULL)"
            " OR audience = 'knowledge'",
        )


def _index_words() -> None:
    """Write down the words of the entries there are, and let the database index them."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE_INDEX:
            op.execute(statement)
    else:
        op.execute(
            "CREATE INDEX entry_search ON entry_words"
            " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
        )
    table = sa.table("entry_words", sa.column("entry_id"), sa.column("words"))
    for rows in _entries():
        op.bulk_insert(table, [{"entry_id": row[0], "words": _words(*row[1:])} for row in rows])


def _entries() -> Iterator[list[tuple[int, int, str, str, str, str, str]]]:
    """All entries, some at a time: (key, author, texts ...)."""
    texts = ("heading", "action", "reflection", "new_knowledge", "next_action")
    entry = sa.table("log_entry", *(sa.column(name) for name in ("id", "author_id", *texts)))
    after = 0
    while rows := _some(sa.select(entry).where(entry.c.id > after).order_by(entry.c.id)):
        yield rows
        after = rows[-1][0]


def _some(statement: sa.Select) -> list[tuple[int, int, str, str, str, str, str]]:
    return [tuple(row) for row in op.get_bind().execute(statement.limit(500))]


def _words(author_id: int, *texts: str) -> str:
    """The words of an entry as the app itself finds them on the day of this migration."""
    found = {
        f"{author_id}x{word.lower()[:40]}"
        for text in texts
        for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))
    }
    kept, room = [], 600_000
    for word in sorted(found):
        room -= len(word.encode()) + 1
        if room < 0:
            break
        kept.append(word)
    return " ".join(kept)


# Words are finished when they come here, and are only compared: "ascii" parts them at spaces.
_SQLITE_INDEX = (
    (
        "CREATE VIRTUAL TABLE entry_search USING fts5(words, content='entry_words',"
        " content_rowid='entry_id', tokenize='ascii', detail='none', columnsize=0)"
    ),
    (
        "CREATE TRIGGER entry_words_insert AFTER INSERT ON entry_words BEGIN"
        " INSERT INTO entry_search(rowid, words) VALUES (new.entry_id, new.words); END"
    ),
    (
        "CREATE TRIGGER entry_words_delete AFTER DELETE ON entry_words BEGIN"
        " INSERT INTO entry_search(entry_search, rowid, words)"
        " VALUES ('delete', old.entry_id, old.words); END"
    ),
    (
        "CREATE TRIGGER entry_words_update AFTER UPDATE ON entry_words BEGIN"
        " INSERT INTO entry_search(entry_search, rowid, words)"
        " VALUES ('delete', old.entry_id, old.words);"
        " INSERT INTO entry_search(rowid, words) VALUES (new.entry_id, new.words); END"
    ),
)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE entry_search")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("line_manager_since")

    with op.batch_alter_table("log_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_log_entry_template_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_log_entry_habit_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_log_entry_trial_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_log_entry_prompt_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_log_entry_trial_id"))
        batch_op.drop_index(batch_op.f("ix_log_entry_prompt_id"))
        batch_op.drop_index(batch_op.f("ix_log_entry_habit_id"))
        batch_op.drop_index("ix_log_entry_author_id")
        batch_op.create_index(
            batch_op.f("ix_log_entry_author_id"), ["author_id", "written_on"], unique=False
        )
        batch_op.drop_column("new_evidence")
        batch_op.drop_column("new_habit")
        batch_op.drop_column("prompt_id")
        batch_op.drop_column("trial_id")
        batch_op.drop_column("habit_id")
        batch_op.drop_column("template_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("entry_share", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_entry_share_knowledge",
            sqlite_where=sa.text("audience = 'knowledge' AND stopped_at IS NULL"),
            postgresql_where=sa.text("audience = 'knowledge' AND stopped_at IS NULL"),
        )

    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_column("notice_days")

    with op.batch_alter_table("busy_time", schema=None) as batch_op:
        batch_op.drop_column("from_file")

    with op.batch_alter_table("sparring_team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sparring_team_person_id"))

    op.drop_table("sparring_team")
    with op.batch_alter_table("sparring_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sparring_session_activity_id"))

    op.drop_table("sparring_session")
    with op.batch_alter_table("talk_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_entry_entry_id"))

    op.drop_table("talk_entry")
    with op.batch_alter_table("standing_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_entry_entry_id"))

    op.drop_table("standing_entry")
    with op.batch_alter_table("sparring_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sparring_topic_person_id"))
        batch_op.drop_index("ix_sparring_topic_group_id")
        batch_op.drop_index(batch_op.f("ix_sparring_topic_entry_id"))

    op.drop_table("sparring_topic")
    with op.batch_alter_table("follow_up_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_answer_person_id"))

    op.drop_table("follow_up_answer")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_entry_id"))

    op.drop_table("evidence")
    op.drop_table("entry_words")
    with op.batch_alter_table("entry_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_reading_reader_id"))

    op.drop_table("entry_reading")
    with op.batch_alter_table("entry_knowledge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_knowledge_knowledge_item_id"))

    op.drop_table("entry_knowledge")
    with op.batch_alter_table("entry_guidepost", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_guidepost_guidepost_id"))

    op.drop_table("entry_guidepost")
    with op.batch_alter_table("entry_comment", schema=None) as batch_op:
        batch_op.drop_index("uq_entry_comment_key")
        batch_op.drop_index(batch_op.f("ix_entry_comment_reader_id"))
        batch_op.drop_index(batch_op.f("ix_entry_comment_entry_id"))
        batch_op.drop_index(batch_op.f("ix_entry_comment_author_id"))

    op.drop_table("entry_comment")
    op.drop_table("prompt_skipped")
    op.drop_table("sent_invitation")
    with op.batch_alter_table("reflection_prompt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reflection_prompt_activity_id"))

    op.drop_table("reflection_prompt")
    with op.batch_alter_table("knowledge_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_knowledge_item_activity_id"))

    op.drop_table("knowledge_item")
    with op.batch_alter_table("goal_standing", schema=None) as batch_op:
        batch_op.drop_index("ix_goal_standing_person_id")

    op.drop_table("goal_standing")
    op.drop_table("goal_aid")
    with op.batch_alter_table("colleague_visit", schema=None) as batch_op:
        batch_op.drop_index("uq_colleague_visit_key")
        batch_op.drop_index(batch_op.f("ix_colleague_visit_host_id"))
        batch_op.drop_index(batch_op.f("ix_colleague_visit_activity_id"))

    op.drop_table("colleague_visit")
    with op.batch_alter_table("trial_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trial_action_owner_id"))

    op.drop_table("trial_action")
    with op.batch_alter_table("role_note_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_note_share_reader_id"))
        batch_op.drop_index(batch_op.f("ix_role_note_share_person_id"))

    op.drop_table("role_note_share")
    with op.batch_alter_table("role_note", schema=None) as batch_op:
        batch_op.drop_index("ix_role_note_person_id")

    op.drop_table("role_note")
    with op.batch_alter_table("removed_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_removed_entry_removed_at"))
        batch_op.drop_index(batch_op.f("ix_removed_entry_author_id"))

    op.drop_table("removed_entry")
    op.drop_table("notice_choice")
    with op.batch_alter_table("manager_talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_manager_talk_manager_id"))

    op.drop_table("manager_talk")
    op.drop_table("invitation_look")
    with op.batch_alter_table("habit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_habit_owner_id"))

    op.drop_table("habit")
    op.drop_table("follow_up")
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_request_asker_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_request_asked_id"))

    op.drop_table("feedback_request")
    with op.batch_alter_table("development_focus", schema=None) as batch_op:
        batch_op.drop_index("ix_development_focus_person_id")

    op.drop_table("development_focus")
    op.drop_table("guidepost")
    op.drop_table("plans_version")
    op.drop_table("log_template")
    op.drop_table("guidepost_set")
