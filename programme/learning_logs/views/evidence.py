"""Files behind an entry, for those who can read it: to be saved, never shown as a page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort

from programme.core.access import load
from programme.core.files import attachment
from programme.learning_logs import policy, queries
from programme.learning_logs.views.base import KEY, blueprint
from programme.learning_logs.views.said import reading

if TYPE_CHECKING:
    from flask import Response


@blueprint.get(f"/log/<{KEY}:key>/data/<{KEY}:evidence>")
def evidence(key: int, evidence: int) -> Response:
    """One file."""
    entry = load(queries.find_entry, key, policy.can_read)
    return reading(entry, lambda: _file(entry.id, evidence))


def _file(entry_id: int, key: int) -> Response:
    found = queries.find_file(entry_id, key)
    if found is None or found.body is None:
        abort(404)
    return attachment(found.file_name, found.media_type, found.body)
