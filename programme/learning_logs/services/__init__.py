"""What changes a learning log: writing, sharing, tasks on one's desk."""

from programme.learning_logs.services.sharing import extend, share, stop
from programme.learning_logs.services.tasks import close_task, edit_task, make_task, reopen_task
from programme.learning_logs.services.writing import (
    PARTS,
    EntryContent,
    Seen,
    delete,
    finish,
    quick_start,
    save,
    start,
)

__all__ = [
    "PARTS",
    "EntryContent",
    "Seen",
    "close_task",
    "delete",
    "edit_task",
    "extend",
    "finish",
    "make_task",
    "quick_start",
    "reopen_task",
    "save",
    "share",
    "start",
    "stop",
]
