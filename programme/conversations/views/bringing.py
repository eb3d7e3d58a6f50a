"""Bring an entry's title to sparring; and the list, on the network meeting's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities.panels import Panel, Place, register
from programme.activities.views.base import days_of, label_of
from programme.cohorts import policy as cohorts
from programme.conversations import policy, queries
from programme.conversations.forms import BringForm
from programme.conversations.services import sparring
from programme.conversations.views.base import blueprint, group_name
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.learning_logs import policy as logs
from programme.learning_logs import queries as entries
from programme.learning_logs.views.reading import entry_title
from programme.people.viewer import viewer
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from programme.activities.models import Activity
    from programme.cohorts.models import NetworkGroup
    from programme.conversations.models import SparringTopic
    from programme.people.models import Person


@dataclass(frozen=True, slots=True)
class Listed:
    """A group's titles at a meeting."""

    name: str
    topics: list[SparringTopic]


@blueprint.route("/log/<int:key>/sparring", methods=["GET", "POST"])
def bring(key: int) -> Response:
    """Choose a group, and what stands on its list."""
    entry = load(entries.find_entry, key, logs.can_edit, sees=logs.can_read)
    groups = queries.groups_of(viewer().id)
    topic = queries.topic_of(entry.id)
    form = BringForm()
    form.group.choices = [(str(group.id), group_name(group)) for group in groups]
    if request.method == "GET":
        form.title.data = topic.title if topic else entry_title(entry)
        form.group.data = topic.group_id if topic else next((g.id for g in groups), None)
    if groups and form.validate_on_submit():
        group = next(group for group in groups if group.id == form.group.data)
        try:
            sparring.bring(entry, group, form.title.data, by=viewer())
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The title stands on the group's list. The text is still yours alone."))
            return go("learning_logs.show", key=key)
    return page(
        "conversations/bring.html",
        status=422 if form.errors else 200,
        entry=entry,
        title=entry_title(entry),
        groups=[(group_name(group), _next(group)) for group in groups],
        topic=topic,
        form=form,
        crumbs=[
            (_("Learning log"), url_for("learning_logs.index")),
            (entry_title(entry), url_for("learning_logs.show", key=key)),
            (_("Bring to sparring"), None),
        ],
    )


@blueprint.post("/sparring/titel/<int:key>/fjern")
def take_off(key: int) -> Response:
    """Take one's own title off the list."""
    topic = load(queries.find_topic, key, policy.can_withdraw_topic)
    sparring.take_off(topic, by=viewer())
    db.session.commit()
    flash(_("The title is off the list."))
    if topic.entry_id is None:
        return go("learning_logs.index")
    return go("learning_logs.show", key=topic.entry_id)


def groups_at(activity: Activity, person: Person) -> list[NetworkGroup]:
    """The groups whose titles the person may see at a network meeting."""
    found = queries.groups_in(activity.cohort_id)
    return [group for group in found if policy.can_see_topics(person, group)]


def listed(activity: Activity, groups: Sequence[NetworkGroup]) -> list[Listed]:
    """Each group's titles; without those that bring none."""
    topics = queries.topics_at(activity, groups)
    lists = [
        Listed(group_name(group), [topic for topic in topics if topic.group_id == group.id])
        for group in groups
    ]
    return [each for each in lists if each.topics]


def _next(group: NetworkGroup) -> str:
    """The meeting that a title comes to."""
    meeting = queries.next_meeting(group)
    return f"{label_of(meeting)}, {days_of(meeting)}" if meeting else ""


def _panel(activity: Activity, person: Person) -> Panel | None:
    """The list and the sheets, for members of the groups and facilitators."""
    if activity.kind is not ActivityKind.NETWORK_MEETING:
        return None
    groups = groups_at(activity, person)
    if not groups and not cohorts.facilitates(person, activity.cohort):
        return None
    values = {
        "lists": listed(activity, groups),
        "sheets": [
            sheet
            for sheet in queries.sessions_at(activity.id, person.id)
            if policy.can_see_session(person, sheet)
        ],
        "may_make": bool(groups) and not activity.is_cancelled,
        "me": person.id,
    }
    return Panel(Place.MAIN, "conversations/_sparring.html", values)


register("conversations", _panel)
