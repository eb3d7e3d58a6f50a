"""What changes activities: plan, edit, prepare, move, cancel, restore, undo, publish, delete."""

from programme.activities.services.choices import Choices
from programme.activities.services.drafting import (
    Looked,
    Meant,
    discard,
    draft,
    drafted_when,
    fingerprint,
    is_stale,
    keep,
    publish_together,
)
from programme.activities.services.inviting import invitable, invite
from programme.activities.services.moving import (
    UNDO_WITHIN,
    cancel,
    move,
    restore,
    undo,
    undoable,
)
from programme.activities.services.naming import plan_for
from programme.activities.services.publishing import delete_draft, publish
from programme.activities.services.telling import told
from programme.activities.services.writing import (
    details_of,
    edit,
    plan,
    plan_all,
    prepare,
    texts_of,
    when_of,
)

__all__ = [
    "UNDO_WITHIN",
    "Choices",
    "Looked",
    "Meant",
    "cancel",
    "delete_draft",
    "details_of",
    "discard",
    "draft",
    "drafted_when",
    "edit",
    "fingerprint",
    "invitable",
    "invite",
    "is_stale",
    "keep",
    "move",
    "plan",
    "plan_all",
    "plan_for",
    "prepare",
    "publish",
    "publish_together",
    "restore",
    "texts_of",
    "told",
    "undo",
    "undoable",
    "when_of",
]
