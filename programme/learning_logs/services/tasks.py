"""Tasks on the author's own desk: made, renamed, closed and opened again. Entries stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import queries, text
from programme.learning_logs.models import PracticeTask

if TYPE_CHECKING:
    from programme.people.models import Person

TITLE: Final = 200  # characters
DESCRIPTION: Final = 10_000


def make_task(owner: Person, title: str, description: str = "") -> PracticeTask:
    """Put a task on the desk; one that lies there open under the same title is that task."""
    title, description = _cleaned(title, description)
    task = queries.find_open_task(owner.id, title)
    if task is None:
        task = PracticeTask(
            owner_id=owner.id, title=title, description=description, created_at=clock.now()
        )
        db.session.add(task)
        db.session.flush()
    return task


def edit_task(task: PracticeTask, title: str, description: str, *, version: int) -> None:
    """Word a task anew."""
    title, description = _cleaned(title, description)
    if version != task.version and (title, description) != (task.title, task.description):
        raise ConflictError(
            {"title": title, "description": description},
            {"title": task.title, "description": task.description},
            "",
        )
    task.title, task.description = title, description
    db.session.flush()


def close_task(task: PracticeTask) -> None:
    """Lay a task aside; its entries stay with it."""
    task.closed_at = task.closed_at or clock.now()


def reopen_task(task: PracticeTask) -> None:
    """Take a task up again."""
    task.closed_at = None


def _cleaned(title: str, description: str) -> tuple[str, str]:
    title, description = text.clean_line(title), text.clean(description)
    if not title:
        raise RuleBrokenError(l_("Write what the task is called."), "title")
    if len(title) > TITLE:
        message = l_("A title has at most %(number)d characters.", number=TITLE)
        raise RuleBrokenError(message, "title")
    if len(description) > DESCRIPTION:
        message = l_("A text has at most %(number)d characters.", number=DESCRIPTION)
        raise RuleBrokenError(message, "description")
    return title, description
