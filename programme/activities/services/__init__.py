"""What changes activities: plan, edit, prepare, move, cancel, restore, undo, publish, delete."""

from programme.activities.services.choices import Choices
from programme.activities.services.moving import (
    UNDO_WITHIN,
    cancel,
    move,
    restore,
    undo,
    undoable,
)
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
    "cancel",
    "delete_draft",
    "details_of",
    "edit",
    "move",
    "plan",
    "plan_all",
    "prepare",
    "publish",
    "restore",
    "texts_of",
    "told",
    "undo",
    "undoable",
    "when_of",
]
