"""The people of a cohort as a file. By a button and not a link, because it is written down."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import abort, send_file

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.people.viewer import viewer
from programme.rosters import exports, queries
from programme.rosters.views.base import blueprint, load_to_edit

if TYPE_CHECKING:
    from flask import Response

_KINDS = {"csv": (exports.as_csv, exports.CSV), "xlsx": (exports.as_xlsx, exports.XLSX)}


@blueprint.post("/hold/<int:key>/deltagere/liste.<kind>")
def export(key: int, kind: str) -> Response:
    """The list as CSV or XLSX, with the columns of a list that is read in."""
    cohort = load_to_edit(key)
    if kind not in _KINDS:
        abort(404)
    write, media_type = _KINDS[kind]
    data = write(exports.rows_of(queries.listed_in(cohort.id)))
    audit.record("exported people", "cohort", cohort.id, actor_id=viewer().id)
    db.session.commit()
    answer = send_file(
        io.BytesIO(data),
        media_type,
        as_attachment=True,
        download_name=f"{_plain(cohort.name)} {clock.today():%Y-%m-%d}.{kind}",
        etag=False,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _plain(name: str) -> str:
    """What every file system takes, and no header is broken by."""
    kept = "".join(sign if sign.isalnum() or sign in " -·" else " " for sign in name)
    return " ".join(kept.replace("·", "-").split())[:80] or "Deltagere"
