"""What changes activities: plan, edit, prepare, move, cancel, restore, undo, publish, delete."""

from programme.activities.services.moving import (
    UNDO_WITHIN,
    cancel,
    move,
    restore,
    undo,
    undoable,
)
from programme.activities.services.publishing import delete_draft, publish
from programme.activities.services.writing import (
    edit,
    plan,
    plan_all,
    prepare,
    texts_of,
    when_of,
)

__all__ = [
    "UNDO_WITHIN",
    "cancel",
    "delete_draft",
    "edit",
    "move",
    "plan",
    "plan_all",
    "prepare",
    "publish",
    "restore",
    "texts_of",
    "undo",
    "undoable",
    "when_of",
]
