"""Network groups: made, named, filled by hand, with their spread over workplaces in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request
from flask_babel import gettext as _

from programme.cohorts import policy, queries, services
from programme.cohorts.forms import GroupForm
from programme.cohorts.labels import group_name
from programme.cohorts.models import Cohort, NetworkGroup
from programme.cohorts.views.head import blueprint, crumbs_of, head_of
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.queries import Member


@blueprint.get("/hold/<int:key>/grupper")
def groups(key: int) -> Response:
    """The groups with their members and spread."""
    cohort = load(queries.find_cohort, key, policy.can_oversee, sees=policy.can_view)
    return _groups_page(cohort, GroupForm())


@blueprint.post("/hold/<int:key>/grupper")
def add_group(key: int) -> Response:
    """Make a group."""
    cohort = load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)
    form = GroupForm()
    if not form.validate_on_submit():
        return _groups_page(cohort, form)
    services.create_group(cohort, form.name.data, by=viewer())
    db.session.commit()
    return go("cohorts.groups", key=key)


@blueprint.post("/hold/<int:key>/grupper/fordel")
def distribute(key: int) -> Response:
    """Put the learners where the table says: only those who move are touched."""
    cohort = load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)
    groups = {group.id: group for group in cohort.groups}
    learners = [member for member in queries.members_of(cohort.id) if member.learns]
    for member in learners:
        _move(cohort, member, groups)
    db.session.commit()
    flash(_("The groups are saved."), "success")
    return go("cohorts.groups", key=key)


@blueprint.route("/hold/<int:key>/grupper/<int:group>", methods=["GET", "POST"])
def rename_group(key: int, group: int) -> Response:
    """Give a group another name."""
    cohort, found = _load_group(key, group)
    form = GroupForm(name=found.name)
    if form.validate_on_submit():
        services.rename_group(found, form.name.data, by=viewer())
        db.session.commit()
        return go("cohorts.groups", key=key)
    title = found.name or _("Network group %(number)d", number=found.number)
    return page(
        "cohorts/group.html",
        status=422 if form.errors else 200,
        form=form,
        cohort=cohort,
        group=found,
        heading=title,
        crumbs=crumbs_of(cohort, (title, None)),
    )


@blueprint.post("/hold/<int:key>/grupper/<int:group>/slet")
def delete_group(key: int, group: int) -> Response:
    """Take a group away that nobody has been in."""
    _cohort, found = _load_group(key, group)
    try:
        services.delete_group(found, by=viewer())
        db.session.commit()
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
    return go("cohorts.groups", key=key)


def _load_group(key: int, group: int) -> tuple[Cohort, NetworkGroup]:
    cohort = load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)
    return cohort, queries.find_group(cohort, group) or abort(404)


def _move(cohort: Cohort, member: Member, groups: dict[int, NetworkGroup]) -> None:
    typed = request.form.get(f"group-{member.person_id}")
    if typed is None:
        return
    wanted = whole(typed)
    if wanted == member.group_id or (wanted is not None and wanted not in groups):
        return
    people = {place.person_id: place.person for place in cohort.enrolments}
    group = groups[wanted] if wanted is not None else None
    services.place_in_group(cohort, people[member.person_id], group, by=viewer())


def _groups_page(cohort: Cohort, form: GroupForm) -> Response:
    members = queries.members_of(cohort.id)
    groups = queries.groups_of(cohort.id, members)
    return page(
        "cohorts/groups.html",
        status=422 if form.errors else 200,
        form=form,
        cohort=cohort,
        head=head_of(cohort, viewer(), "cohorts.groups"),
        groups=[(group, group_name(group)) for group in groups],
        learners=[member for member in members if member.learns],
        may_edit=policy.can_edit(viewer(), cohort),
        crumbs=crumbs_of(cohort, (_("Groups"), None)),
    )
