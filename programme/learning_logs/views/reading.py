"""The log as a list, what others have shared, and one entry."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities import labels
from programme.core import clock, language
from programme.core.access import load
from programme.core.db import db
from programme.core.web import go, page, wants_fragment
from programme.learning_logs import policy, queries, services, text
from programme.learning_logs.chain import Chain, ChainEntry, chain
from programme.learning_logs.models import EntryState, LogEntry
from programme.learning_logs.queries import search
from programme.learning_logs.queries.desk import trials_to_decide
from programme.learning_logs.queries.prompts import open_prompts
from programme.learning_logs.services import PARTS
from programme.learning_logs.views import filters, searching
from programme.learning_logs.views.base import KEY, blueprint, crumbs, page_number
from programme.learning_logs.views.prompts import questions
from programme.learning_logs.views.said import reading, said
from programme.learning_logs.views.sentences import who_reads
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from datetime import date

    from flask import Response

    from programme.learning_logs.forms import CommentForm
    from programme.learning_logs.queries import LogItem, Page
    from programme.learning_logs.queries.search import Found


NOTHING: Final = queries.Page((), 1, has_later=False)


@blueprint.get("/log")
def index() -> Response:
    """One's own log by month, chains as one item; or what is found by its words."""
    wanted, query, me = filters.wanted(), searching.query(), viewer().id
    is_part, number = wants_fragment(), page_number()
    hits = search.search_own(me, query, wanted, number) if query else None
    found = NOTHING if query else queries.own_page(me, wanted, number)
    return page(
        "learning_logs/index.html",
        fragment="entry_list",
        is_filtered=wanted.is_set,
        drop_downs=() if is_part else filters.drop_downs(wanted),
        questions=() if is_part else questions(open_prompts(me)),
        to_decide=() if is_part else trials_to_decide(me, clock.today()),
        this_year=clock.today().year,
        months=by_month(found),
        pager=pager(hits or found),
        **searching.shown(query, hits),
    )


@blueprint.get("/log/delt")
def shared() -> Response:
    """What others let the viewer read; or what of it is found by its words."""
    query, me, number = searching.query(), viewer().id, page_number()
    hits = search.search_shared(me, query, number) if query else None
    found = NOTHING if query else queries.shared_page(me, number)
    return page(
        "learning_logs/shared.html",
        fragment="entry_list",
        months=by_month(found),
        pager=pager(hits or found),
        **searching.shown(query, hits),
    )


@blueprint.get(f"/log/<{KEY}:key>")
def show(key: int) -> Response:
    """One entry: all of it for its author, the text for those it is shared with."""
    entry = load(queries.find_entry, key, policy.can_read)
    return reading(entry, lambda: entry_page(entry))


def entry_page(entry: LogEntry, form: CommentForm | None = None, status: int = 200) -> Response:
    """The page of an entry; with `form` as it was sent when a comment is refused."""
    title, talk = entry_title(entry), said(entry, form)
    if not policy.can_edit(viewer(), entry):
        crumbs_above = [(_("Shared with me"), url_for("learning_logs.shared")), (title, "")]
        return page(
            "learning_logs/read.html",
            status=status,
            entry=entry,
            title=title,
            crumbs=crumbs_above,
            **talk,
        )
    shares = queries.open_shares(entry.id)
    steps = queries.chain_of(entry.author_id, entry.id)
    return page(
        "learning_logs/show.html",
        status=status,
        entry=entry,
        title=title,
        crumbs=crumbs((title, "")),
        sentence=who_reads(shares),
        is_shared=any(share.reaches for share in shares),
        readers=[reader for share in shares for reader in share.readers],
        chain=_picture(steps, entry),
        activity=_activity(entry),
        **talk,
    )


@blueprint.route(f"/log/<{KEY}:key>/slet", methods=["GET", "POST"])
def delete(key: int) -> Response:
    """Ask, and then delete."""
    entry = load(queries.find_entry, key, policy.can_edit, sees=policy.can_read)
    if request.method == "POST":
        services.delete(entry, by=viewer())
        db.session.commit()
        flash(_("It is deleted. You can regret it under “Deleted entries”."), "success")
        return go("learning_logs.index")
    shares, title = queries.open_shares(entry.id), entry_title(entry)
    return page(
        "learning_logs/delete.html",
        entry=entry,
        title=title,
        days=services.DAYS,
        crumbs=crumbs((title, url_for("learning_logs.show", key=key)), (_("Delete"), "")),
        sentence=who_reads(shares) if any(share.reaches for share in shares) else "",
    )


def entry_title(entry: LogEntry) -> str:
    """What an entry is called."""
    parts = [getattr(entry, part) for part in PARTS]
    return text.title(entry.heading, parts) or _("Without a heading")


def by_month(found: Page) -> list[tuple[date, list[LogItem]]]:
    """The items of a page with the first day of their month."""
    months = groupby(found.items, key=lambda item: item.entry.written_on.replace(day=1))
    return [(month, list(items)) for month, items in months]


def pager(found: Page | Found) -> tuple[str, str, str]:
    """Addresses of the pages before and after, and which page this is."""
    here: dict[str, Any] = {
        name: value for name, value in request.args.items() if name != "side" and value
    }
    earlier, later = (
        url_for(str(request.endpoint), **here | {"side": number}) if there else ""
        for number, there in (
            (found.number - 1, found.number > 1),
            (found.number + 1, found.has_later),
        )
    )
    return earlier, later, _("Page %(number)d", number=found.number)


def _activity(entry: LogEntry) -> str:
    """What the activity that it is about is called."""
    about = entry.activity
    if about is None:
        return ""
    return labels.label(about.kind, about.number, about.title, language.short())


def _picture(steps: list[LogEntry], entry: LogEntry) -> Chain | None:
    """The chain that the entry stands in; an entry that stands alone makes none."""
    last = steps[-1]
    waiting = last.next_action if last.state is EntryState.FINAL else ""
    if len(steps) == 1 and not waiting:
        return None
    return chain(
        [_link(step, is_current=step is entry) for step in steps],
        waiting=text.shorten(waiting, text.TITLE),
        waiting_href=url_for("learning_logs.new", efter=last.id),
        locale=language.short(),
    )


def _link(step: LogEntry, *, is_current: bool) -> ChainEntry:
    is_draft = step.state is EntryState.DRAFT
    endpoint = "learning_logs.edit" if is_draft else "learning_logs.show"
    filled = [bool(getattr(step, part)) for part in PARTS]
    return ChainEntry(
        title=entry_title(step),
        written_on=step.written_on,
        parts=(filled[0], filled[1], filled[2], filled[3]),
        href=None if is_current else url_for(endpoint, key=step.id),
        current=is_current,
        draft=is_draft,
    )
