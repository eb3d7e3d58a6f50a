"""The foundation: every table of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_foundation"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "audit_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_row")),
    )
    with op.batch_alter_table("audit_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_row_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_row_thing", ["thing", "thing_id"], unique=False)

    op.create_table(
        "leadership_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leadership_level")),
        sa.UniqueConstraint("code", name=op.f("uq_leadership_level_code")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("school_holidays", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("dedupe", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outbox_mail_dedupe")),
    )
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_mail_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_outbox_mail_waiting", ["sent_at", "due_at"], unique=False)

    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index("ix_throttle_last_at", ["last_at"], unique=False)

    op.create_table(
        "worker_beat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "goal_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["level_id"], ["leadership_level.id"], name=op.f("fk_goal_set_level_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_set")),
        sa.UniqueConstraint("key", "edition", name=op.f("uq_goal_set_key_edition")),
    )
    op.create_table(
        "job_title",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("default_level_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["default_level_id"],
            ["leadership_level.id"],
            name=op.f("fk_job_title_default_level_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_title")),
        sa.UniqueConstraint("name", name=op.f("uq_job_title_name")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("core_task", sa.Text(), nullable=False),
        sa.Column("target_level_id", sa.Integer(), nullable=True),
        sa.Column("planned_months", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "archived",
                name="programmestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_level_id"], ["leadership_level.id"], name=op.f("fk_programme_target_level_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_unit_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_unit_organisation_id_name")),
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "published", "closed", name="cohortstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("creation_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_cohort_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_cohort_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("creation_key", name=op.f("uq_cohort_creation_key")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cohort_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column(
            "locale",
            sa.Enum("da", "en", name="locale", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("job_title_id", sa.Integer(), nullable=True),
        sa.Column("level_id", sa.Integer(), nullable=True),
        sa.Column("line_manager_id", sa.Integer(), nullable=True),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_title_id"], ["job_title.id"], name=op.f("fk_person_job_title_id")
        ),
        sa.ForeignKeyConstraint(
            ["level_id"], ["leadership_level.id"], name=op.f("fk_person_level_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_manager_id"], ["person.id"], name=op.f("fk_person_line_manager_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_line_manager_id"), ["line_manager_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "plan_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("laid_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_plan_template_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_template")),
    )
    with op.batch_alter_table("plan_template", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_template_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "programme_goal_set",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("goal_set_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_set_id"], ["goal_set.id"], name=op.f("fk_programme_goal_set_goal_set_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_goal_set_programme_id")
        ),
        sa.PrimaryKeyConstraint("programme_id", "goal_set_id", name=op.f("pk_programme_goal_set")),
    )
    op.create_table(
        "programme_level",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("leadership_level_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leadership_level_id"],
            ["leadership_level.id"],
            name=op.f("fk_programme_level_leadership_level_id"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_level_programme_id")
        ),
        sa.PrimaryKeyConstraint(
            "programme_id", "leadership_level_id", name=op.f("pk_programme_level")
        ),
    )
    op.create_table(
        "programme_objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_objective_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_objective")),
        sa.UniqueConstraint(
            "programme_id", "number", name=op.f("uq_programme_objective_programme_id_number")
        ),
    )
    op.create_table(
        "strategy_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_strategy_link_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy_link")),
    )
    with op.batch_alter_table("strategy_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_strategy_link_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("working_title", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_track_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track")),
        sa.UniqueConstraint(
            "programme_id", "position", name=op.f("uq_track_programme_id_position")
        ),
    )
    op.create_table(
        "access_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("invitation", "reset", name="linkpurpose", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_access_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_link_token_hash")),
    )
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "workshop",
                "seminar",
                "network_meeting",
                "shadowing",
                "course_session",
                "leadership_meeting",
                "colleague_visit",
                name="activitykind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("window_from", sa.Date(), nullable=True),
        sa.Column("window_to", sa.Date(), nullable=True),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum("joint", "leaders", "employees", name="audience", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "marker",
            sa.Enum("", "opening", "closing", name="marker", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("preparation", sa.Text(), nullable=False),
        sa.Column("bring", sa.Text(), nullable=False),
        sa.Column("try_afterwards", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_activity_ends_after_start")),
        sa.CheckConstraint("window_to >= window_from", name=op.f("ck_activity_window_in_order")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_activity_cohort_id")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_activity_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("uid", name=op.f("uq_activity_uid")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index("ix_activity_cohort_id", ["cohort_id", "starts_on"], unique=False)

    op.create_table(
        "competence_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parent_objective_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["goal_set_id"], ["goal_set.id"], name=op.f("fk_competence_goal_goal_set_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_objective_id"],
            ["programme_objective.id"],
            name=op.f("fk_competence_goal_parent_objective_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competence_goal")),
        sa.UniqueConstraint(
            "goal_set_id", "number", name=op.f("uq_competence_goal_goal_set_id_number")
        ),
    )
    op.create_table(
        "coordinator_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN programme_id IS NULL THEN 0 ELSE 1 END + CASE WHEN cohort_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_coordinator_grant_one_scope"),
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_coordinator_grant_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_coordinator_grant_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coordinator_grant_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_coordinator_grant_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinator_grant")),
    )
    with op.batch_alter_table("coordinator_grant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coordinator_grant_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "email_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("new_email", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_email_change_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_change_token_hash")),
    )
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_email_change_person_id"), ["person_id"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "participant",
                "appointed_employee",
                "facilitator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("level_id", sa.Integer(), nullable=True),
        sa.Column("appointed_by_id", sa.Integer(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointed_by_id"], ["person.id"], name=op.f("fk_enrolment_appointed_by_id")
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_enrolment_cohort_id")),
        sa.ForeignKeyConstraint(
            ["level_id"], ["leadership_level.id"], name=op.f("fk_enrolment_level_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_person_id", ["person_id", "ended_at"], unique=False)
        batch_op.create_index(
            "uq_enrolment_open",
            ["cohort_id", "person_id", "role"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "feed_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_client", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_feed_address_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_address_token_hash")),
    )
    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_address_person_id"), ["person_id"], unique=False)

    op.create_table(
        "feed_body",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_version", sa.Integer(), nullable=False),
        sa.Column("cohorts_version", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_body_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feed_body")),
    )
    op.create_table(
        "network_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_network_group_cohort_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_group")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_network_group_cohort_id_number")),
    )
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "workshop",
                "seminar",
                "network_meeting",
                "shadowing",
                "course_session",
                "leadership_meeting",
                "colleague_visit",
                name="activitykind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("window_from", sa.Integer(), nullable=True),
        sa.Column("window_to", sa.Integer(), nullable=True),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum("joint", "leaders", "employees", name="audience", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "marker",
            sa.Enum("", "opening", "closing", name="marker", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("preparation", sa.Text(), nullable=False),
        sa.Column("day_programmes", sa.JSON(), nullable=False),
        sa.Column("bring", sa.Text(), nullable=False),
        sa.Column("try_afterwards", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["plan_template.id"], name=op.f("fk_plan_item_template_id")
        ),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_plan_item_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint(
            "template_id", "position", name=op.f("uq_plan_item_template_id_position")
        ),
    )
    op.create_table(
        "practice_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_practice_task_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_task")),
    )
    with op.batch_alter_table("practice_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_task_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "activity_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
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
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("old_starts_on", sa.Date(), nullable=True),
        sa.Column("old_ends_on", sa.Date(), nullable=True),
        sa.Column("old_start_time", sa.Time(), nullable=True),
        sa.Column("old_end_time", sa.Time(), nullable=True),
        sa.Column("old_moved_from", sa.Date(), nullable=True),
        sa.Column("old_window_from", sa.Date(), nullable=True),
        sa.Column("old_window_to", sa.Date(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_change_activity_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_activity_change_by_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_activity_change_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_change")),
    )
    with op.batch_alter_table("activity_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_change_activity_id"), ["activity_id"], unique=False
        )
        batch_op.create_index("ix_activity_change_at", ["at"], unique=False)

    op.create_table(
        "activity_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_day_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_day")),
        sa.UniqueConstraint(
            "activity_id", "number", name=op.f("uq_activity_day_activity_id_number")
        ),
    )
    op.create_table(
        "activity_facilitator",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_facilitator_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_activity_facilitator_person_id")
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_activity_facilitator")),
    )
    with op.batch_alter_table("activity_facilitator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_facilitator_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "activity_goal",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("competence_goal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_goal_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["competence_goal_id"],
            ["competence_goal.id"],
            name=op.f("fk_activity_goal_competence_goal_id"),
        ),
        sa.PrimaryKeyConstraint("activity_id", "competence_goal_id", name=op.f("pk_activity_goal")),
    )
    with op.batch_alter_table("activity_goal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_goal_competence_goal_id"), ["competence_goal_id"], unique=False
        )

    op.create_table(
        "activity_level",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("leadership_level_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_level_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["leadership_level_id"],
            ["leadership_level.id"],
            name=op.f("fk_activity_level_leadership_level_id"),
        ),
        sa.PrimaryKeyConstraint(
            "activity_id", "leadership_level_id", name=op.f("pk_activity_level")
        ),
    )
    op.create_table(
        "activity_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_link_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_link")),
    )
    with op.batch_alter_table("activity_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_link_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "activity_objective",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("programme_objective_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_objective_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_objective_id"],
            ["programme_objective.id"],
            name=op.f("fk_activity_objective_programme_objective_id"),
        ),
        sa.PrimaryKeyConstraint(
            "activity_id", "programme_objective_id", name=op.f("pk_activity_objective")
        ),
    )
    op.create_table(
        "group_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["network_group.id"], name=op.f("fk_group_membership_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_membership_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_membership")),
    )
    with op.batch_alter_table("group_membership", schema=None) as batch_op:
        batch_op.create_index(
            "ix_group_membership_person_id", ["person_id", "left_at"], unique=False
        )
        batch_op.create_index(
            "uq_group_membership_open",
            ["group_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "log_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "final", name="entrystate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("new_knowledge", sa.Text(), nullable=False),
        sa.Column("next_action", sa.Text(), nullable=False),
        sa.Column("no_goal", sa.Boolean(), nullable=False),
        sa.Column("saved_from", sa.Text(), nullable=False),
        sa.Column("save_number", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_log_entry_activity_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_log_entry_author_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_log_entry_cohort_id")),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["log_entry.id"], name=op.f("fk_log_entry_previous_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["practice_task.id"], name=op.f("fk_log_entry_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
    )
    with op.batch_alter_table("log_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_log_entry_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index("ix_log_entry_author_id", ["author_id", "written_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_entry_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_entry_previous_id"), ["previous_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_entry_task_id"), ["task_id"], unique=False)
        batch_op.create_index("uq_log_entry_key", ["author_id", "key"], unique=True)

    op.create_table(
        "plan_item_goal",
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.Column("competence_goal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competence_goal_id"],
            ["competence_goal.id"],
            name=op.f("fk_plan_item_goal_competence_goal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
            name=op.f("fk_plan_item_goal_plan_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "plan_item_id", "competence_goal_id", name=op.f("pk_plan_item_goal")
        ),
    )
    op.create_table(
        "plan_item_level",
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.Column("leadership_level_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leadership_level_id"],
            ["leadership_level.id"],
            name=op.f("fk_plan_item_level_leadership_level_id"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
            name=op.f("fk_plan_item_level_plan_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "plan_item_id", "leadership_level_id", name=op.f("pk_plan_item_level")
        ),
    )
    op.create_table(
        "plan_item_objective",
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.Column("programme_objective_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
            name=op.f("fk_plan_item_objective_plan_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_objective_id"],
            ["programme_objective.id"],
            name=op.f("fk_plan_item_objective_programme_objective_id"),
        ),
        sa.PrimaryKeyConstraint(
            "plan_item_id", "programme_objective_id", name=op.f("pk_plan_item_objective")
        ),
    )
    op.create_table(
        "stored_event",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_stored_event_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_stored_event")),
    )
    op.create_table(
        "entry_goal",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("competence_goal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competence_goal_id"],
            ["competence_goal.id"],
            name=op.f("fk_entry_goal_competence_goal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["log_entry.id"], name=op.f("fk_entry_goal_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "competence_goal_id", name=op.f("pk_entry_goal")),
    )
    with op.batch_alter_table("entry_goal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_goal_competence_goal_id"), ["competence_goal_id"], unique=False
        )

    op.create_table(
        "entry_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "line_manager",
                "network_group",
                "facilitators",
                "cohort",
                name="sharewith",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(audience = 'line_manager' AND person_id IS NOT NULL) OR (audience = 'network_group' AND group_id IS NOT NULL) OR (audience IN ('facilitators', 'cohort') AND cohort_id IS NOT NULL)",
            name=op.f("ck_entry_share_target_fits_audience"),
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_entry_share_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["log_entry.id"], name=op.f("fk_entry_share_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["network_group.id"], name=op.f("fk_entry_share_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_entry_share_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_share")),
    )
    with op.batch_alter_table("entry_share", schema=None) as batch_op:
        batch_op.create_index("ix_entry_share_cohort_id", ["cohort_id"], unique=False)
        batch_op.create_index("ix_entry_share_entry_id", ["entry_id", "stopped_at"], unique=False)
        batch_op.create_index("ix_entry_share_group_id", ["group_id"], unique=False)
        batch_op.create_index("ix_entry_share_person_id", ["person_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("entry_share", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_share_person_id")
        batch_op.drop_index("ix_entry_share_group_id")
        batch_op.drop_index("ix_entry_share_entry_id")
        batch_op.drop_index("ix_entry_share_cohort_id")

    op.drop_table("entry_share")
    with op.batch_alter_table("entry_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_goal_competence_goal_id"))

    op.drop_table("entry_goal")
    op.drop_table("stored_event")
    op.drop_table("plan_item_objective")
    op.drop_table("plan_item_level")
    op.drop_table("plan_item_goal")
    with op.batch_alter_table("log_entry", schema=None) as batch_op:
        batch_op.drop_index("uq_log_entry_key")
        batch_op.drop_index(batch_op.f("ix_log_entry_task_id"))
        batch_op.drop_index(batch_op.f("ix_log_entry_previous_id"))
        batch_op.drop_index(batch_op.f("ix_log_entry_cohort_id"))
        batch_op.drop_index("ix_log_entry_author_id")
        batch_op.drop_index(batch_op.f("ix_log_entry_activity_id"))

    op.drop_table("log_entry")
    with op.batch_alter_table("group_membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_membership_open",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index("ix_group_membership_person_id")

    op.drop_table("group_membership")
    op.drop_table("activity_objective")
    with op.batch_alter_table("activity_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_link_activity_id"))

    op.drop_table("activity_link")
    op.drop_table("activity_level")
    with op.batch_alter_table("activity_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_goal_competence_goal_id"))

    op.drop_table("activity_goal")
    with op.batch_alter_table("activity_facilitator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_facilitator_person_id"))

    op.drop_table("activity_facilitator")
    op.drop_table("activity_day")
    with op.batch_alter_table("activity_change", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_change_at")
        batch_op.drop_index(batch_op.f("ix_activity_change_activity_id"))

    op.drop_table("activity_change")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("practice_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_task_owner_id"))

    op.drop_table("practice_task")
    op.drop_table("plan_item")
    op.drop_table("network_group")
    op.drop_table("feed_body")
    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_address_person_id"))

    op.drop_table("feed_address")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrolment_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_enrolment_person_id")

    op.drop_table("enrolment")
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_email_change_person_id"))

    op.drop_table("email_change")
    with op.batch_alter_table("coordinator_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coordinator_grant_person_id"))

    op.drop_table("coordinator_grant")
    op.drop_table("competence_goal")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_cohort_id")

    op.drop_table("activity")
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_link_person_id"))

    op.drop_table("access_link")
    op.drop_table("track")
    with op.batch_alter_table("strategy_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_strategy_link_programme_id"))

    op.drop_table("strategy_link")
    op.drop_table("programme_objective")
    op.drop_table("programme_level")
    op.drop_table("programme_goal_set")
    with op.batch_alter_table("plan_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_template_programme_id"))

    op.drop_table("plan_template")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_person_line_manager_id"))

    op.drop_table("person")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_programme_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_organisation_id"))

    op.drop_table("cohort")
    op.drop_table("unit")
    op.drop_table("programme")
    op.drop_table("job_title")
    op.drop_table("goal_set")
    op.drop_table("worker_beat")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index("ix_throttle_last_at")

    op.drop_table("throttle")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_mail_waiting")
        batch_op.drop_index(batch_op.f("ix_outbox_mail_person_id"))

    op.drop_table("outbox_mail")
    op.drop_table("organisation")
    op.drop_table("leadership_level")
    with op.batch_alter_table("audit_row", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_row_thing")
        batch_op.drop_index(batch_op.f("ix_audit_row_at"))

    op.drop_table("audit_row")
