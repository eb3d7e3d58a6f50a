"""Who may read an entry: each audience is let in or shut out at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import abort, request, url_for
from flask_babel import gettext as _

from programme.cohorts.labels import by_nearness
from programme.cohorts.queries import Nearness
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
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

# The line manager comes last among the audiences, and so counts before a group.
NEAR = {
    ShareWith.NETWORK_GROUP: Nearness.NETWORK_GROUP,
    ShareWith.LINE_MANAGER: Nearness.LINE_MANAGER,
}
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
    can_share: bool = True
    pressed: bool = False


@blueprint.get(f"/log/<{KEY}:key>/del")
def share(key: int) -> Response:
    """A row an audience, each with its button; just after a change also one to undo it."""
    return _page(_entry(key), is_changed=request.args.get("aendret") == "1")


@blueprint.post(f"/log/<{KEY}:key>/del")
def change_sharing(key: int) -> Response:
    """Let one audience in, or shut it out; take it back from all; undo what was done last."""
    entry, act = _entry(key), request.form.get("act", "")
    pressed = None
    if act == "undo":
        _undo(entry)
    elif act == "stop_all":
        services.stop_all(entry, by=viewer())
    else:
        pressed = _change(entry, act)
    db.session.commit()
    is_changed = act != "undo"
    if not wants_fragment():
        return go("learning_logs.share", key=key, aendret=1 if is_changed else None)
    return _page(_entry(key), pressed=pressed or (act, 0), is_changed=is_changed)


def _change(entry: LogEntry, name: str) -> tuple[str, int]:
    act, target_id = ACTS.get(name), as_key(request.form.get("target"))
    try:
        audience = ShareWith(request.form.get("audience"))
    except ValueError:
        audience = None
    if audience is ShareWith.KNOWLEDGE:
        target_id = queries.KNOWLEDGE.target_id
    if act is None or target_id is None or audience is None:
        abort(400)
    act(entry, audience, target_id, by=viewer())
    return audience.value, target_id


def _undo(entry: LogEntry) -> None:
    """Undo what the page has shown; something newer stands."""
    last = services.last_change(entry)
    if last is not None and last.isoformat() != request.form.get("moment"):
        raise RuleBrokenError(l_("The sharing has been changed since. Look at it again."))
    services.undo(entry, by=viewer())


def _entry(key: int) -> LogEntry:
    return load(queries.find_entry, key, policy.can_edit, sees=policy.can_read)


def _page(
    entry: LogEntry, pressed: tuple[str, int] | None = None, *, is_changed: bool = False
) -> Response:
    shares, title = queries.open_shares(entry.id), entry_title(entry)
    audiences = queries.audiences(entry.author_id)
    rows = [
        replace(row, pressed=(row.kind, row.target_id) == pressed)
        for row in _rows(audiences, shares)
    ]
    last = services.last_change(entry) if is_changed else None
    is_colleague = ShareWith.COLLEAGUE.value
    return page(
        "learning_logs/share.html",
        fragment="sharing",
        entry=entry,
        title=title,
        crumbs=crumbs((title, url_for("learning_logs.show", key=entry.id)), (_("Share"), "")),
        is_draft=entry.state is EntryState.DRAFT,
        sentence=who_reads(shares),
        is_shared=any(share.reaches for share in shares),
        has_open=bool(shares),
        moment=last.isoformat() if last else "",
        focus=pressed[0] if pressed else "",
        colleagues=_nearest_first(
            [row for row in rows if row.kind == is_colleague and not row.is_open], audiences
        ),
        shared_colleagues=[row for row in rows if row.kind == is_colleague and row.is_open],
        rows=[row for row in rows if row.kind != is_colleague],
    )


def _nearest_first(rows: list[Row], audiences: list[Audience]) -> dict[str, list[Row]]:
    """Single colleagues under headings, those whom the author knows best at the top."""
    near = {
        one.person_id: NEAR[audience.kind]
        for audience in audiences
        if audience.kind in NEAR
        for one in audience.people
    }
    return by_nearness((near.get(row.target_id, Nearness.COHORT), row) for row in rows)


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
        _note(audience, share),
        audience.people,
        share is not None,
        len(new) if share else 0,
        bool(audience.people) or audience is queries.KNOWLEDGE,
    )


def _note(audience: Audience, share: OpenShare | None) -> str:
    """What the name alone does not say."""
    cohort = share.cohort if share else audience.cohort
    notes = {
        ShareWith.COLLEAGUE: _("Until one of you leaves %(cohort)s", cohort=cohort),
        ShareWith.NETWORK_GROUP: "",
        ShareWith.LINE_MANAGER: _("Nearest leader"),
        ShareWith.KNOWLEDGE: _("Everybody with an account, across cohorts and organisations"),
    }
    return notes.get(audience.kind, audience.name)


def _left(share: OpenShare) -> Row:
    name = audience_name(share.audience, share.group_number, share.name)
    note = _("Reaches nobody any more")
    return Row(share.audience.value, share.target_id, name, note, "", share.readers, True, 0)
