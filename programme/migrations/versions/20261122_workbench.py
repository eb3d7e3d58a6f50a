"""The workbench: venues, drafted changes, answers, attendance, proposals and shadowing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_workbench"
down_revision = "20261122_foundation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "external_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("workplace", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_external_partner_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_partner")),
    )
    with op.batch_alter_table("external_partner", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_external_partner_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "venue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_venue_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_venue_organisation_id_name")),
    )
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venue.id"], name=op.f("fk_room_venue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("venue_id", "name", name=op.f("uq_room_venue_id_name")),
    )
    op.create_table(
        "busy_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (venue_id IS NULL)", name=op.f("ck_busy_time_of_one")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_busy_time_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_busy_time_made_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_busy_time_person_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_busy_time_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_time")),
    )
    with op.batch_alter_table("busy_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_busy_time_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_busy_time_venue_id"), ["venue_id"], unique=False)

    op.create_table(
        "change_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_change_batch_by_id")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_change_batch_cohort_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_batch")),
    )
    with op.batch_alter_table("change_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_batch_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "finding_setting",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "block", "warn", "remark", "ignore", name="severity", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_finding_setting_cohort_id")
        ),
        sa.PrimaryKeyConstraint("cohort_id", "code", name=op.f("pk_finding_setting")),
    )
    op.create_table(
        "shadowing_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("confidentiality", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("places > 0", name=op.f("ck_shadowing_offer_some_places")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_shadowing_offer_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["person.id"], name=op.f("fk_shadowing_offer_host_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_offer")),
        sa.UniqueConstraint(
            "cohort_id", "host_id", name=op.f("uq_shadowing_offer_cohort_id_host_id")
        ),
    )
    with op.batch_alter_table("shadowing_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadowing_offer_host_id"), ["host_id"], unique=False)

    op.create_table(
        "shadowing_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("guest_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_shadowing_wish_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["person.id"], name=op.f("fk_shadowing_wish_guest_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_shadowing_wish_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_wish")),
        sa.UniqueConstraint(
            "cohort_id",
            "guest_id",
            "host_id",
            name=op.f("uq_shadowing_wish_cohort_id_guest_id_host_id"),
        ),
    )
    with op.batch_alter_table("shadowing_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadowing_wish_guest_id"), ["guest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_wish_host_id"), ["host_id"], unique=False)

    op.create_table(
        "stored_calendar",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("person_version", sa.Integer(), nullable=False),
        sa.Column("cohorts_version", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stored_calendar_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "variant", name=op.f("pk_stored_calendar")),
    )
    op.create_table(
        "activity_partner",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("external_partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_partner_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["external_partner_id"],
            ["external_partner.id"],
            name=op.f("fk_activity_partner_external_partner_id"),
        ),
        sa.PrimaryKeyConstraint(
            "activity_id", "external_partner_id", name=op.f("pk_activity_partner")
        ),
    )
    op.create_table(
        "activity_person",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_person_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_activity_person_person_id")
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_activity_person")),
    )
    with op.batch_alter_table("activity_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_person_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_coming", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stays_overnight", sa.Boolean(), nullable=True),
        sa.Column("diet", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_answer_activity_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "activity_id", "person_id", name=op.f("uq_answer_activity_id_person_id")
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "presence",
            sa.Enum(
                "present", "late", "part", "absent", name="presence", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_attendance_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "activity_id", "day", "person_id", name=op.f("uq_attendance_activity_id_day_person_id")
        ),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "catch_up_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("missed_id", sa.Integer(), nullable=False),
        sa.Column("offered_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "withdrawn",
                name="offerstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["missed_id"],
            ["activity.id"],
            name=op.f("fk_catch_up_offer_missed_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["person.id"], name=op.f("fk_catch_up_offer_offered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["offered_id"],
            ["activity.id"],
            name=op.f("fk_catch_up_offer_offered_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_catch_up_offer_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catch_up_offer")),
        sa.UniqueConstraint(
            "person_id",
            "missed_id",
            "offered_id",
            name=op.f("uq_catch_up_offer_person_id_missed_id_offered_id"),
        ),
    )
    with op.batch_alter_table("catch_up_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_catch_up_offer_offered_id"), ["offered_id"], unique=False
        )

    op.create_table(
        "content_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "accepted",
                "later",
                "declined",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_content_proposal_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_content_proposal_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_content_proposal_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_content_proposal_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_proposal")),
    )
    with op.batch_alter_table("content_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_content_proposal_activity_id"), ["activity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_content_proposal_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_content_proposal_cohort_id"), ["cohort_id"], unique=False
        )

    op.create_table(
        "dialogue_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "participant",
                "appointed_employee",
                "facilitator",
                "other_level",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_dialogue_question_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_dialogue_question_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_question")),
    )
    with op.batch_alter_table("dialogue_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dialogue_question_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "draft_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "created",
                "edited",
                "moved",
                "cancelled",
                "restored",
                "published",
                name="changekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("window_from", sa.Date(), nullable=True),
        sa.Column("window_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_draft_change_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_draft_change_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_change")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_draft_change_activity_id")),
    )
    op.create_table(
        "facilitator_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("accepted", "declined", name="facilitatoranswer", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_facilitator_request_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_facilitator_request_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_facilitator_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitator_request")),
        sa.UniqueConstraint(
            "activity_id", "person_id", name=op.f("uq_facilitator_request_activity_id_person_id")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_facilitator_request_token_hash")),
    )
    with op.batch_alter_table("facilitator_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_facilitator_request_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "finding_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_finding_override_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_finding_override_by_id")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_finding_override_cohort_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_override")),
    )
    with op.batch_alter_table("finding_override", schema=None) as batch_op:
        batch_op.create_index(
            "ix_finding_override_activity_id", ["activity_id", "code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_finding_override_cohort_id"), ["cohort_id"], unique=False
        )

    op.create_table(
        "shadowing_blackout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_shadowing_blackout_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["shadowing_offer.id"],
            name=op.f("fk_shadowing_blackout_offer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_blackout")),
    )
    with op.batch_alter_table("shadowing_blackout", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shadowing_blackout_offer_id"), ["offer_id"], unique=False
        )

    op.create_table(
        "shadowing_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("guest_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("matched", "agreed", "ended", name="pairstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("focus_points", sa.Text(), nullable=False),
        sa.Column("confidentiality", sa.Text(), nullable=False),
        sa.Column("feedback_form", sa.Text(), nullable=False),
        sa.Column("wording", sa.Integer(), server_default="1", nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("guest_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("host_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feedback", sa.Text(), server_default="", nullable=False),
        sa.Column("feedback_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("guest_id <> host_id", name=op.f("ck_shadowing_pair_of_two")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_shadowing_pair_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_shadowing_pair_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["person.id"], name=op.f("fk_shadowing_pair_guest_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_shadowing_pair_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadowing_pair")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_shadowing_pair_activity_id")),
    )
    with op.batch_alter_table("shadowing_pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadowing_pair_guest_id"), ["guest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadowing_pair_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            "uq_shadowing_pair_open",
            ["cohort_id", "guest_id", "host_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )

    op.create_table(
        "stored_vevent",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("style", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_stored_vevent_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "style", name=op.f("pk_stored_vevent")),
    )
    op.drop_table("feed_body")
    op.drop_table("stored_event")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("venue_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("room_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("part_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("answers_until", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("asks_overnight", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("asks_diet", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_activity_part_of_id"), ["part_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_venue_id"), ["venue_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_activity_room_id"), "room", ["room_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_activity_venue_id"), "venue", ["venue_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_activity_part_of_id"), "activity", ["part_of_id"], ["id"]
        )

    with op.batch_alter_table("activity_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_activity_change_batch_id"), ["batch_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_activity_change_batch_id"), "change_batch", ["batch_id"], ["id"]
        )

    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("ratio_leaders", sa.Integer(), server_default="1", nullable=False)
        )
        batch_op.add_column(
            sa.Column("ratio_employees", sa.Integer(), server_default="1", nullable=False)
        )
        batch_op.add_column(sa.Column("least_days_between", sa.Integer(), nullable=True))

    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("appointed_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("appointment_reason", sa.Text(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "participation",
                sa.Enum(
                    "conversation",
                    "invited",
                    "sponsor",
                    name="participation",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )

    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("variant", sa.Text(), server_default="all:", nullable=False))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.drop_column("variant")

    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_column("participation")
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("appointment_reason")
        batch_op.drop_column("appointed_on")

    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_column("least_days_between")
        batch_op.drop_column("ratio_employees")
        batch_op.drop_column("ratio_leaders")

    with op.batch_alter_table("activity_change", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_activity_change_batch_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_activity_change_batch_id"))
        batch_op.drop_column("batch_id")

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_activity_part_of_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_activity_venue_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_activity_room_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_activity_venue_id"))
        batch_op.drop_index(batch_op.f("ix_activity_part_of_id"))
        batch_op.drop_column("asks_diet")
        batch_op.drop_column("asks_overnight")
        batch_op.drop_column("answers_until")
        batch_op.drop_column("part_of_id")
        batch_op.drop_column("room_id")
        batch_op.drop_column("venue_id")

    op.create_table(
        "stored_event",
        sa.Column("activity_id", sa.INTEGER(), nullable=False),
        sa.Column("sequence", sa.INTEGER(), nullable=False),
        sa.Column("epoch", sa.INTEGER(), nullable=False),
        sa.Column("body", sa.BLOB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_stored_event_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_stored_event")),
    )
    op.create_table(
        "feed_body",
        sa.Column("person_id", sa.INTEGER(), nullable=False),
        sa.Column("person_version", sa.INTEGER(), nullable=False),
        sa.Column("cohorts_version", sa.INTEGER(), nullable=False),
        sa.Column("epoch", sa.INTEGER(), nullable=False),
        sa.Column("valid_until", sa.DATE(), nullable=False),
        sa.Column("etag", sa.TEXT(), nullable=False),
        sa.Column("body", sa.BLOB(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_body_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feed_body")),
    )
    op.drop_table("stored_vevent")
    with op.batch_alter_table("shadowing_pair", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_shadowing_pair_open",
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )
        batch_op.drop_index(batch_op.f("ix_shadowing_pair_host_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_pair_guest_id"))

    op.drop_table("shadowing_pair")
    with op.batch_alter_table("shadowing_blackout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_blackout_offer_id"))

    op.drop_table("shadowing_blackout")
    with op.batch_alter_table("finding_override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_override_cohort_id"))
        batch_op.drop_index("ix_finding_override_activity_id")

    op.drop_table("finding_override")
    with op.batch_alter_table("facilitator_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facilitator_request_person_id"))

    op.drop_table("facilitator_request")
    op.drop_table("draft_change")
    with op.batch_alter_table("dialogue_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dialogue_question_activity_id"))

    op.drop_table("dialogue_question")
    with op.batch_alter_table("content_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_content_proposal_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_content_proposal_author_id"))
        batch_op.drop_index(batch_op.f("ix_content_proposal_activity_id"))

    op.drop_table("content_proposal")
    with op.batch_alter_table("catch_up_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catch_up_offer_offered_id"))

    op.drop_table("catch_up_offer")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_person_id"))

    op.drop_table("answer")
    with op.batch_alter_table("activity_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_person_person_id"))

    op.drop_table("activity_person")
    op.drop_table("activity_partner")
    op.drop_table("stored_calendar")
    with op.batch_alter_table("shadowing_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_wish_host_id"))
        batch_op.drop_index(batch_op.f("ix_shadowing_wish_guest_id"))

    op.drop_table("shadowing_wish")
    with op.batch_alter_table("shadowing_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadowing_offer_host_id"))

    op.drop_table("shadowing_offer")
    op.drop_table("finding_setting")
    with op.batch_alter_table("change_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_batch_cohort_id"))

    op.drop_table("change_batch")
    with op.batch_alter_table("busy_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_busy_time_venue_id"))
        batch_op.drop_index(batch_op.f("ix_busy_time_person_id"))

    op.drop_table("busy_time")
    op.drop_table("room")
    op.drop_table("venue")
    with op.batch_alter_table("external_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_partner_organisation_id"))

    op.drop_table("external_partner")
