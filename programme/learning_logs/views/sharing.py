"""Who may read an entry: each audience is let in or shut out at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import abort, request, url_for
from flask_babel import gettext as _

from programme.core.access import load
from programme.core.db import db
from programme.core.web import go, page, wants_fragment
from programme.learning_logs import policy, queries, services
from programme.learning_logs.forms import as_key
from programme.learning_logs.models import EntryState, LogEntry, ShareWith
from programme.learning_logs.views.base import KEY, blueprint, crumbs
from programme.learning_logs.views.reading import entry_title
from programme.learning_logs.views.sentences import audience_name, size, who_reads
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.queries import Audience, OpenShare, Reader

ACTS = {"share": services.share, "extend": services.extend, "stop": services.stop}


@dataclass(frozen=True, slots=True)
class Row:
    """An audience as the page writes it. `newcomers` belong, but joined after it was shared.

    `pressed` is the one whose button was used: the focus goes back to it.
    """

    kind: str
    target_id: int
    name: str
    size: str
    note: str
    people: tuple[Reader, ...]
    is_open: bool
    newcomers: int
    pressed: bool = False


@blueprint.get(f"/log/<{KEY}:key>/del")
def share(key: int) -> Response:
    """A row an audience, each with its button."""
    return _page(_entry(key))


@blueprint.post(f"/log/<{KEY}:key>/del")
def change_sharing(key: int) -> Response:
    """Let one audience in, or shut it out."""
    entry = _entry(key)
    act = ACTS.get(request.form.get("act", ""))
    target_id = as_key(request.form.get("target"))
    try:
        audience = ShareWith(request.form.get("audience"))
    except ValueError:
        audience = None
    if act is None or target_id is None or audience is None:
        abort(400)
    act(entry, audience, target_id, by=viewer())
    db.session.commit()
    if not wants_fragment():
        return go("learning_logs.share", key=key)
    return _page(_entry(key), pressed=(audience.value, target_id))


def _entry(key: int) -> LogEntry:
    return load(queries.find_entry, key, policy.can_edit, sees=policy.can_read)


def _page(entry: LogEntry, pressed: tuple[str, int] | None = None) -> Response:
    shares, title = queries.open_shares(entry.id), entry_title(entry)
    return page(
        "learning_logs/share.html",
        fragment="sharing",
        entry=entry,
        title=title,
        crumbs=crumbs((title, url_for("learning_logs.show", key=entry.id)), (_("Share"), "")),
        is_draft=entry.state is EntryState.DRAFT,
        sentence=who_reads(shares),
        is_shared=any(share.readers for share in shares),
        rows=[
            replace(row, pressed=(row.kind, row.target_id) == pressed)
            for row in _rows(queries.audiences(entry.author_id), shares)
        ],
    )


def _rows(audiences: list[Audience], shares: list[OpenShare]) -> list[Row]:
    """One's audiences, and below them those shared with that one has left since."""
    open_now = {(share.audience, share.target_id): share for share in shares}
    rows = [
        _row(audience, open_now.pop((audience.kind, audience.target_id), None))
        for audience in audiences
    ]
    return rows + [_left(share) for share in open_now.values()]


def _row(audience: Audience, share: OpenShare | None) -> Row:
    reached = {reader.person_id for reader in share.readers} if share else set()
    new = [person for person in audience.people if person.person_id not in reached]
    return Row(
        audience.kind.value,
        audience.target_id,
        audience_name(audience.kind, audience.group_number, audience.name),
        size(audience),
        _note(audience),
        audience.people,
        share is not None,
        len(new) if share else 0,
    )


def _note(audience: Audience) -> str:
    """What the name alone does not say."""
    if audience.kind is ShareWith.LINE_MANAGER:
        return _("Nearest leader")
    return audience.name if audience.kind is not ShareWith.NETWORK_GROUP else ""


def _left(share: OpenShare) -> Row:
    name = audience_name(share.audience, share.group_number, share.name)
    note = _("Reaches nobody any more")
    return Row(share.audience.value, share.target_id, name, note, "", share.readers, True, 0)
