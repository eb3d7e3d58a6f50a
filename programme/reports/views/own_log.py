"""One's own log to take along, and who has been let into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

from flask import request, send_file, url_for
from flask_babel import gettext as _

from programme.audit import services as audit
from programme.core import clock, language
from programme.core.db import db, release
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import page
from programme.learning_logs.queries import count_own
from programme.learning_logs.views.sentences import audience_name
from programme.people.demo import PASSWORD, people
from programme.people.forms import PresentPasswordForm
from programme.people.services import check_current_password
from programme.people.throttle import TooOftenError
from programme.people.viewer import viewer
from programme.people.views.account import too_often
from programme.people.views.base import remote
from programme.reports.own_log import access
from programme.reports.own_log.writing import as_html, as_json
from programme.reports.views.base import blueprint
from programme.standings.role_queries import shares_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Response

    from programme.reports.own_log.access import GivenAccess

blueprint.register_error_handler(TooOftenError, too_often)

A_PAGE: Final = 30
IN_MEMORY: Final = 2_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who was let in: to what, from when, until when, and how many it reaches now."""

    title: str
    href: str
    who: str
    since: date
    until: date | None
    reaches: int | None  # None: everybody with an account
    read: int


@blueprint.get("/log/hent")
def own_log() -> Response:
    """The way to one's own data: fetch it, see who has been let in, delete it."""
    return _asked(PresentPasswordForm())


@blueprint.post("/log/hent")
def fetch_own_log() -> Response:
    """The file, to read or to put into something else, for who knows the password."""
    form = PresentPasswordForm()
    if not form.validate():
        return _asked(form, 422)
    email, stored = viewer().email, viewer().password_hash
    release()
    try:
        check_current_password(email, stored, form.current_password.data or "", remote())
    except RuleBrokenError as error:
        form.refuse(error)
        return _asked(form, 422)
    audit.record("fetched", "own_log", viewer().id, actor_id=viewer().id)
    db.session.commit()
    if request.form.get("what") == "json":
        return _file(as_json(viewer(), language.short()), "application/json", "json")
    return _file(as_html(viewer(), language.short()), "text/html", "html")


@blueprint.get("/log/adgang")
def log_access() -> Response:
    """Everybody who was ever given access to anything of one's own log."""
    number = whole(request.args.get("side")) or 1
    found = access.given(viewer().id, A_PAGE + 1, (number - 1) * A_PAGE)
    here = "reports.log_access"
    return page(
        "reports/log_access.html",
        crumbs=[
            (_("Learning log"), url_for("learning_logs.index")),
            (_("My data"), url_for("reports.own_log")),
            (_("Who has had access"), ""),
        ],
        lines=[_line(each) for each in found[:A_PAGE]],
        role=[
            (_day(each.shared_at), each.stopped_at and _day(each.stopped_at), name)
            for each, name in shares_of(viewer().id)
        ]
        if number == 1
        else [],
        pager=(
            url_for(here, side=number - 1) if number > 1 else "",
            url_for(here, side=number + 1) if len(found) > A_PAGE else "",
            _("Page %(number)d", number=number),
        ),
    )


def _asked(form: PresentPasswordForm, status: int = 200) -> Response:
    return page(
        "reports/own_log.html",
        status=status,
        form=form,
        crumbs=[(_("Learning log"), url_for("learning_logs.index")), (_("My data"), "")],
        count=count_own(viewer().id),
        demo_password=PASSWORD if people() else "",
    )


def _file(pieces: Iterator[str], media_type: str, ending: str) -> Response:
    """The whole file before its first byte leaves, so that no half of one is taken for all."""
    kept: IO[bytes] = BytesIO()
    for piece in pieces:
        kept.write(piece.encode())
        if isinstance(kept, BytesIO) and kept.tell() > IN_MEMORY:
            kept = _on_disk(kept)
    kept.seek(0)
    name = f"laeringslog-{clock.today().isoformat()}.{ending}"
    answer = send_file(kept, mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _on_disk(begun: BytesIO) -> IO[bytes]:
    """A long log goes on in a file without a name, closed with the answer."""
    file = TemporaryFile()  # noqa: SIM115 - see above
    file.write(begun.getvalue())
    return file


def _line(given: GivenAccess) -> Line:
    return Line(
        given.title or _("Without a heading"),
        url_for("learning_logs.show", key=given.entry_id),
        audience_name(given.audience, given.group_number, given.name),
        _day(given.since),
        _day(given.until) if given.until else None,
        None if given.is_for_all else given.reaches,
        given.read,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.COPENHAGEN).date()
