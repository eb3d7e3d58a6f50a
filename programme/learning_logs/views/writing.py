"""The page on which an entry is written. It saves itself; without script it has a button."""

from __future__ import annotations

import secrets
from contextlib import closing
from typing import TYPE_CHECKING, Any

from flask import abort, flash, jsonify, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from programme.core import clock, formats, language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.files import takes_files
from programme.core.forms import is_page_key
from programme.core.web import go
from programme.learning_logs import policy, queries, services
from programme.learning_logs.forms import PART_LABELS, EntryForm, as_key
from programme.learning_logs.models import EntryState, LogEntry
from programme.learning_logs.services import Seen
from programme.learning_logs.views.base import KEY, blueprint
from programme.learning_logs.views.editor import editor
from programme.learning_logs.views.preparing import prepare
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

JSON = "application/json"


@blueprint.get("/log/ny")
def new() -> Response:
    """An empty page, or one prepared by its address. Saves nothing."""
    form = EntryForm(formdata=None)
    form.key.data = secrets.token_urlsafe(16)
    form.written_on.data = clock.today()
    prepare(form)
    return editor(form)


@blueprint.post("/log/ny")
@takes_files
def begin() -> Response:
    """The first save, by script or by button; sent twice, it is still one entry."""
    form = EntryForm()
    if not is_page_key(form.key.data):
        abort(400)
    return _written(form, None)


@blueprint.get(f"/log/<{KEY}:key>/ret")
def edit(key: int) -> Response:
    """Go on writing."""
    entry = _own_entry(key)
    form = EntryForm(formdata=None)
    form.show(entry)
    return editor(form, entry)


@blueprint.post(f"/log/<{KEY}:key>/ret")
@takes_files
def write(key: int) -> Response:
    """A later save; a page of another entry has nothing to save here."""
    form, entry = EntryForm(), _own_entry(key, lock=True)
    if (form.key.data or entry.key) != entry.key:
        abort(404)
    return _written(form, entry)


@blueprint.post("/log/hurtigt")
def quick_start() -> Response:
    """The first entry, from the welcome page: one field, kept as a draft."""
    entry = services.quick_start(viewer(), request.form.get("action", ""))
    db.session.commit()
    return go("learning_logs.edit", key=entry.id)


def _own_entry(key: int, *, lock: bool = False) -> LogEntry:
    """The viewer's own entry in one statement; for others what the policy says."""
    return queries.find_own_entry(viewer().id, key, lock=lock) or load(
        queries.find_entry, key, policy.can_edit, sees=policy.can_read
    )


def _written(form: EntryForm, entry: LogEntry | None) -> Response:
    if request.headers.get("Accept") == JSON:
        return _saved_by_script(form, entry)
    then = request.form.get("then", "")
    if then == "template":  # other questions over what is typed; nothing is saved
        return editor(form, entry)
    key = entry.id if entry else None
    try:
        if not form.validate():
            return editor(form, entry, status=422)
        entry = _save(form, entry, finishing=then == "finish")
        _settle(form, entry)
    except RuleBrokenError as error:
        form.refuse(error)
        db.session.rollback()
        return editor(form, _again(key), status=422)
    except ConflictError as conflict:
        return _both(form, conflict, key)
    db.session.commit()
    return _after(entry, then)


def _save(form: EntryForm, entry: LogEntry | None, *, finishing: bool) -> LogEntry:
    content, seen = form.content(), form.seen()
    if entry is None:
        previous_id = as_key(form.previous.data)
        key = str(form.key.data)
        entry = services.start(viewer(), key, content, seen, previous_id=previous_id)
        seen = Seen(entry.version, seen.page, seen.number)
    elif not finishing:
        services.save(entry, content, seen)
    if finishing:
        services.finish(entry, content, seen)
    return entry


def _settle(form: EntryForm, entry: LogEntry) -> None:
    """What a press of a button means for the habit and the data: they are made, or taken away."""
    services.gather(entry)
    sent = form.file.data
    if isinstance(sent, FileStorage) and sent.filename:
        with closing(sent):
            services.attach(entry, sent.filename, sent.read())
    if "remove" in request.form:
        services.remove_evidence(entry, as_key(request.form["remove"]))


def _after(entry: LogEntry, then: str) -> Response:
    if then == "attach" or "remove" in request.form:
        return go("learning_logs.edit", key=entry.id, _anchor="data")
    if then == "finish" or entry.state is EntryState.FINAL:
        flash(_("The entry is saved."), "success")
        return go("learning_logs.show", key=entry.id)
    flash(_("The draft is saved."), "success")
    return go("learning_logs.edit", key=entry.id)


def _again(key: int | None) -> LogEntry | None:
    return queries.find_own_entry(viewer().id, key) if key is not None else None


def _both(form: EntryForm, conflict: ConflictError, key: int | None) -> Response:
    """The typed text stays in the form, the other one stands above; saving now keeps the typed."""
    db.session.rollback()
    entry = _other(form, key)
    form.version.data = str(entry.version)
    theirs = {PART_LABELS[name]: words for name, words in conflict.theirs.items() if words}
    return editor(form, entry, status=409, theirs=theirs)


def _other(form: EntryForm, key: int | None) -> LogEntry:
    """The entry as the other page has saved it."""
    me = viewer().id
    return _again(key) or queries.find_own_entry_by_key(me, str(form.key.data)) or abort(404)


def _saved_by_script(form: EntryForm, entry: LogEntry | None) -> Response:
    """A few bytes: the page stays as it is."""
    key = entry.id if entry else None
    try:
        entry = _save(form, entry, finishing=False)
    except RuleBrokenError as error:
        return _answer(422, message=str(error.message))
    except ConflictError as conflict:
        db.session.rollback()
        other = _other(form, key)
        address = url_for("learning_logs.edit", key=other.id)
        return _answer(409, theirs=conflict.theirs, version=other.version, address=address)
    saved = {"version": entry.version, "address": url_for("learning_logs.edit", key=entry.id)}
    if key is None:
        saved["away"] = url_for("learning_logs.delete", key=entry.id)
    db.session.commit()
    return _answer(200, saved=_("Saved at %(time)s", time=_now()), **saved)


def _answer(status: int, **values: Any) -> Response:  # noqa: ANN401 - JSON values
    answer = jsonify(values)
    answer.status_code = status
    return answer


def _now() -> str:
    local = clock.now().astimezone(clock.COPENHAGEN).time()
    return formats.clock(local, language.short())
