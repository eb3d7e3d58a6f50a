"""Who may read a role note: its writer, and the line manager whom it is shared with now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.people.models import Person
    from programme.standings.models import RoleNoteShare


def can_read(reader: Person, writer: Person, share: RoleNoteShare | None) -> bool:
    """`share` is the open one between the two. It ends when somebody else becomes the manager.

    It does not wake when the reader becomes it again.
    """
    if reader.id == writer.id:
        return True
    return (
        share is not None
        and share.stopped_at is None
        and share.person_id == writer.id
        and share.reader_id == reader.id == writer.line_manager_id
        and writer.line_manager_since <= share.shared_at
    )
