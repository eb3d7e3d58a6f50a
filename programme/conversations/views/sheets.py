"""Sparring sheets: who has which part, for how many minutes, and a note for those who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.activities import policy as activities
from programme.activities import queries as planned
from programme.activities.views.base import days_of, label_of
from programme.conversations import policy, queries
from programme.conversations.forms import NoteForm, SheetForm
from programme.conversations.methods import BY_KEY, WHO
from programme.conversations.services import sparring
from programme.conversations.views.base import blueprint, group_name
from programme.conversations.views.bringing import groups_at
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from programme.activities.models import Activity
    from programme.cohorts.models import NetworkGroup
    from programme.conversations.models import SparringSession, SparringTopic


@blueprint.route("/aktivitet/<int:key>/sparring", methods=["GET", "POST"])
def make_sheet(key: int) -> Response:
    """Share out the parts; ?gruppe= and ?titel= say for whom and about what."""
    activity = load(planned.find_activity, key, activities.can_view)
    groups = groups_at(activity, viewer())
    if activity.kind is not ActivityKind.NETWORK_MEETING or not groups:
        abort(404)
    topics = queries.topics_at(activity, groups)
    topic = next((one for one in topics if one.id == whole(request.args.get("titel"))), None)
    group = _group(groups, topic)
    form = SheetForm()
    form.offer(queries.members_of(group), [one for one in topics if one.group_id == group.id])
    if request.method == "GET":
        _propose(form, group, topic)
    if form.validate_on_submit():
        try:
            made = sparring.make_session(activity, form.new(group), by=viewer())
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return go("conversations.sheet", key=made.id)
    return page(
        "conversations/make_sheet.html",
        status=422 if form.errors else 200,
        activity=activity,
        group=group,
        group_name=group_name(group),
        others=_others(activity, groups, group),
        form=form,
        crumbs=[
            (label_of(activity), url_for("activities.show", key=key)),
            (_("Sparring sheet"), None),
        ],
    )


@blueprint.route("/sparring/<int:key>", methods=["GET", "POST"])
def sheet(key: int) -> Response:
    """The sheet to print, and its note."""
    can = policy.can_read_note if request.method == "POST" else policy.can_see_session
    found = load(queries.find_session, key, can, policy.can_see_session)
    form = NoteForm()
    if form.validate_on_submit():
        sparring.write_note(
            found,
            form.note.data or "",
            version=form.seen(),
            address=url_for("conversations.sheet", key=key),
        )
        db.session.commit()
        flash(_("The note is saved."), "success")
        return go("conversations.sheet", key=key)
    if request.method == "GET":
        form.note.data, form.version.data = found.note, str(found.version)
    return _shown(found, form)


@blueprint.post("/sparring/<int:key>/fjern")
def remove_sheet(key: int) -> Response:
    """Throw an empty sheet away."""
    found = load(queries.find_session, key, policy.can_remove_session, policy.can_see_session)
    activity_id = found.activity_id
    sparring.remove_session(found, by=viewer())
    db.session.commit()
    flash(_("The sheet is removed."))
    return go("activities.show", key=activity_id)


def _shown(found: SparringSession, form: NoteForm) -> Response:
    method = BY_KEY[found.method]
    return page(
        "conversations/sheet.html",
        status=422 if form.errors else 200,
        found=found,
        label=label_of(found.activity),
        days=days_of(found.activity),
        method=method,
        phases=[(str(phase.text), str(WHO[phase.who]), phase.minutes) for phase in method.phases],
        form=form if policy.can_read_note(viewer(), found) else None,
        may_remove=policy.can_remove_session(viewer(), found),
        crumbs=[
            (label_of(found.activity), url_for("activities.show", key=found.activity_id)),
            (_("Sparring sheet"), None),
        ],
    )


def _group(groups: Sequence[NetworkGroup], topic: SparringTopic | None) -> NetworkGroup:
    """The group that is asked for, that of the title, or the first."""
    wanted = topic.group_id if topic else whole(request.args.get("gruppe"))
    return next((group for group in groups if group.id == wanted), groups[0])


def _propose(form: SheetForm, group: NetworkGroup, topic: SparringTopic | None) -> None:
    """The one who brings the title is in focus, all the others make the team."""
    form.topic.data = topic.id if topic else None
    form.focus.data = topic.person_id if topic else None
    form.team.data = [person.id for person in queries.members_of(group)]


def _others(
    activity: Activity, groups: Sequence[NetworkGroup], group: NetworkGroup
) -> list[tuple[str, str]]:
    return [
        (group_name(one), url_for("conversations.make_sheet", key=activity.id, gruppe=one.id))
        for one in groups
        if one is not group
    ]
