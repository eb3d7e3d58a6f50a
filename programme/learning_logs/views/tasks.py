"""Tasks on one's own desk, and the entries on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.web import go, page
from programme.learning_logs import queries, services
from programme.learning_logs.forms import TaskForm, as_key
from programme.learning_logs.views.base import KEY, blueprint, crumbs, own_task
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.models import PracticeTask


@blueprint.route("/log/opgaver", methods=["GET", "POST"])
def tasks() -> Response:
    """All tasks, and a form for one more."""
    form = TaskForm()
    if form.validate_on_submit():
        try:
            task = services.make_task(viewer(), form.title.data or "", form.description.data or "")
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return go("learning_logs.task", key=task.id)
    rows = queries.tasks(viewer().id)
    return page(
        "learning_logs/tasks.html",
        status=422 if form.errors else 200,
        form=form,
        crumbs=crumbs((_("Tasks on my desk"), "")),
        open_tasks=[row for row in rows if row.closed_at is None],
        closed_tasks=[row for row in rows if row.closed_at is not None],
    )


@blueprint.route(f"/log/opgaver/<{KEY}:key>", methods=["GET", "POST"])
def task(key: int) -> Response:
    """A task with its entries by date; its words can be changed."""
    found = own_task(key)
    form = TaskForm(obj=found)
    if form.validate_on_submit():
        try:
            services.edit_task(
                found,
                form.title.data or "",
                form.description.data or "",
                version=as_key(str(form.version.data)) or 0,
            )
        except RuleBrokenError as error:
            form.refuse(error)
        except ConflictError as conflict:
            raise _named(conflict, form) from conflict
        else:
            db.session.commit()
            flash(_("The task is saved."), "success")
            return go("learning_logs.task", key=key)
    return _page(found, form)


@blueprint.post(f"/log/opgaver/<{KEY}:key>/luk")
def close_task(key: int) -> Response:
    """Lay it aside."""
    services.close_task(own_task(key))
    db.session.commit()
    flash(_("The task is closed. Its entries stay."), "success")
    return go("learning_logs.task", key=key)


@blueprint.post(f"/log/opgaver/<{KEY}:key>/genoptag")
def reopen_task(key: int) -> Response:
    """Take it up again."""
    services.reopen_task(own_task(key))
    db.session.commit()
    return go("learning_logs.task", key=key)


def _page(found: PracticeTask, form: TaskForm) -> Response:
    return page(
        "learning_logs/task.html",
        status=422 if form.errors else 200,
        form=form,
        crumbs=crumbs((_("Tasks on my desk"), url_for("learning_logs.tasks")), (found.title, "")),
        task=found,
        rows=queries.of_task(viewer().id, found.id),
    )


def _named(conflict: ConflictError, form: TaskForm) -> ConflictError:
    """The same conflict with the fields called what they are called on the page."""
    labels = {name: str(form[name].label.text) for name in conflict.mine}
    return ConflictError(
        {labels[name]: words for name, words in conflict.mine.items()},
        {labels[name]: words for name, words in conflict.theirs.items()},
        request.path,
    )
