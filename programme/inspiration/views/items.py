"""Attach inspiration to an activity; read it there; fetch its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.activities import policy as activities
from programme.activities import queries as activity_queries
from programme.activities.panels import Panel, Place, register
from programme.activities.views.base import crumbs, days_of, label_of
from programme.core import files
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.inspiration import policy, queries, services
from programme.inspiration.forms import ItemForm
from programme.inspiration.models import KnowledgeKind
from programme.inspiration.views.base import blueprint
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import Activity
    from programme.inspiration.models import KnowledgeItem
    from programme.people.models import Person


@blueprint.route("/aktivitet/<int:key>/inspiration", methods=["GET", "POST"])
@files.takes_files
def add(key: int) -> Response:
    """Attach a piece."""
    activity = load(
        activity_queries.find_activity, key, policy.can_attach, sees=activities.can_view
    )
    form = ItemForm()
    if form.validate_on_submit():
        try:
            services.add(activity, form.content(), by=viewer())
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("It stands on the activity's page now."), "success")
            return go("activities.show", key=key, _anchor="inspiration")
    return _form_page(activity, form, _("Attach inspiration"))


@blueprint.get("/inspiration/<int:key>")
def show(key: int) -> Response:
    """One piece: where an entry that cites it leads."""
    item = load(queries.find_item, key, policy.can_see)
    return page(
        "inspiration/show.html",
        crumbs=crumbs(item.activity, item.title),
        item=item,
        label=label_of(item.activity),
        when=days_of(item.activity),
        may_change=policy.can_change(viewer(), item),
    )


@blueprint.get("/inspiration/<int:key>/fil")
def download(key: int) -> Response:
    """The file, to be saved."""
    item = load(queries.find_item, key, policy.can_see)
    body = queries.body_of(key)
    if item.kind is not KnowledgeKind.FILE or body is None:
        abort(404)
    return files.attachment(item.file_name, item.media_type, body)


@blueprint.route("/inspiration/<int:key>/ret", methods=["GET", "POST"])
def edit(key: int) -> Response:
    """Word it anew."""
    item = load(queries.find_item, key, policy.can_change, sees=policy.can_see)
    form = ItemForm()
    del form.file
    if request.method == "GET":
        form.show(item)
    if form.validate_on_submit():
        try:
            _save(item, form)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("It is saved."), "success")
            return go("inspiration.show", key=key)
    return _form_page(item.activity, form, _("Edit the inspiration"), item)


@blueprint.post("/inspiration/<int:key>/fjern")
def withdraw(key: int) -> Response:
    """Take it away."""
    item = load(queries.find_item, key, policy.can_change, sees=policy.can_see)
    services.withdraw(item, by=viewer())
    db.session.commit()
    flash(_("It is taken away."), "success")
    return go("activities.show", key=item.activity_id, _anchor="inspiration")


def _save(item: KnowledgeItem, form: ItemForm) -> None:
    content = services.Content(
        title=form.title.data or "", text=form.text.data or "", url=form.url.data or ""
    )
    address = url_for("inspiration.edit", key=item.id)
    services.edit(item, content, version=form.seen(), by=viewer(), address=address)


def _form_page(
    activity: Activity, form: ItemForm, title: str, item: KnowledgeItem | None = None
) -> Response:
    return page(
        "inspiration/edit.html",
        status=422 if form.errors else 200,
        crumbs=crumbs(activity, title),
        title=title,
        activity=activity,
        label=label_of(activity),
        when=days_of(activity),
        form=form,
        item=item,
        accept=files.ACCEPT,
    )


def _panel(activity: Activity, person: Person) -> Panel | None:
    items = queries.items_of(activity.id)
    may_attach = policy.can_attach(person, activity)
    if not items and not may_attach:
        return None
    return Panel(Place.MAIN, "inspiration/_panel.html", {"items": items, "may_attach": may_attach})


register("inspiration", _panel)
