"""What changes a learning log: writing, sharing, tasks on one's desk."""

from programme.learning_logs.services.content import PARTS, TEXTS, EntryContent, Seen
from programme.learning_logs.services.gathering import attach, gather, remove_evidence
from programme.learning_logs.services.removing import (
    DAYS,
    delete,
    delete_all,
    forget,
    forget_old,
    restore,
)
from programme.learning_logs.services.sharing import (
    extend,
    last_change,
    share,
    stop,
    stop_all,
    undo,
)
from programme.learning_logs.services.talk import (
    COMMENTED,
    answerable,
    comment,
    is_read_anew,
    note_reading,
    remove_comment,
)
from programme.learning_logs.services.tasks import close_task, edit_task, make_task, reopen_task
from programme.learning_logs.services.templates import (
    edit_template,
    load_templates,
    move_template,
    worded,
)
from programme.learning_logs.services.writing import finish, quick_start, save, start

__all__ = [
    "COMMENTED",
    "DAYS",
    "PARTS",
    "TEXTS",
    "EntryContent",
    "Seen",
    "answerable",
    "attach",
    "close_task",
    "comment",
    "delete",
    "delete_all",
    "edit_task",
    "edit_template",
    "extend",
    "finish",
    "forget",
    "forget_old",
    "gather",
    "is_read_anew",
    "last_change",
    "load_templates",
    "make_task",
    "move_template",
    "note_reading",
    "quick_start",
    "remove_comment",
    "remove_evidence",
    "reopen_task",
    "restore",
    "save",
    "share",
    "start",
    "stop",
    "stop_all",
    "undo",
    "worded",
]
