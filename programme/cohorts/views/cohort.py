"""The list of cohorts, a cohort's frame, and what its participants see of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, url_for
from flask_babel import gettext as _

from programme.cohorts import policy, queries, services
from programme.cohorts.forms import SettingsForm
from programme.cohorts.labels import STATE_KINDS, STATES, group_name, said
from programme.cohorts.models import Cohort, CohortState, Role
from programme.cohorts.queries import CohortRow, Group, Member
from programme.cohorts.views.head import blueprint, crumbs_of, head_of
from programme.core import clock
from programme.core.access import demand, load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.programmes.policy import can_start_cohort
from programme.programmes.queries import find_programme

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/hold")
def index() -> Response:
    """Every cohort that one coordinates or facilitates, by how far it is."""
    rows = queries.cohorts_overseen_by(viewer())
    demand(bool(rows) or viewer().is_coordinator)
    over = [row for row in rows if _is_over(row)]
    return page(
        "cohorts/index.html",
        parts=[
            (_("Drafts"), [row for row in rows if row.state is CohortState.DRAFT]),
            (_("Running"), [r for r in rows if r.state is CohortState.PUBLISHED and r not in over]),
        ],
        over=over,
        states=said(STATES),
        state_kinds=STATE_KINDS,
        may_start=can_start_cohort(viewer()),
    )


@blueprint.route("/hold/<int:key>/indstillinger", methods=["GET", "POST"])
def settings(key: int) -> Response:
    """Name, period, places; close and open again."""
    cohort = load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)
    form = SettingsForm(obj=cohort)
    if form.validate_on_submit():
        try:
            address = url_for("cohorts.settings", key=key)
            services.edit_cohort(cohort, form.edit(), by=viewer(), address=address)
            db.session.commit()
            flash(_("The cohort is saved."), "success")
            return go("cohorts.settings", key=key)
        except RuleBrokenError as error:
            form.refuse(error)
    return page(
        "cohorts/settings.html",
        status=422 if form.errors else 200,
        form=form,
        head=head_of(cohort, viewer(), "cohorts.settings"),
        cohort=cohort,
        is_joint=queries.is_joint(cohort.programme_id),
        crumbs=crumbs_of(cohort, (_("Settings"), None)),
    )


@blueprint.post("/hold/<int:key>/afslut")
def close(key: int) -> Response:
    """Say that the cohort is over."""
    cohort = load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)
    services.close_cohort(cohort, by=viewer())
    db.session.commit()
    return go("cohorts.settings", key=key)


@blueprint.post("/hold/<int:key>/genaabn")
def reopen(key: int) -> Response:
    """Take that back."""
    cohort = load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)
    services.reopen_cohort(cohort, by=viewer())
    db.session.commit()
    return go("cohorts.settings", key=key)


@blueprint.get("/mit-hold")
def mine() -> Response:
    """One's own group, the others in the cohort, and whom to turn to."""
    cohorts = queries.cohorts_of_learner(viewer())
    return page("cohorts/mine.html", parts=[_part(cohort) for cohort in cohorts])


@blueprint.post("/mit-hold/udpegning/<int:place>")
def accept(place: int) -> Response:
    """Say yes to having been appointed."""
    enrolment = load(queries.find_place, place, policy.can_accept)
    services.accept_appointment(enrolment, by=viewer())
    db.session.commit()
    flash(_("You have confirmed the appointment."), "success")
    return go("cohorts.mine")


@blueprint.get("/hold/<int:key>/forloeb")
def about(key: int) -> Response:
    """The programme as those in the cohort read it: without the notes on its source."""
    cohort = load(queries.find_cohort, key, policy.can_view)
    programme = find_programme(cohort.programme.slug)
    levels = {e.level_id for e in policy.open_enrolments(viewer(), cohort) if e.level_id}
    oversees = policy.can_oversee(viewer(), cohort)
    return page(
        "cohorts/about.html",
        cohort=cohort,
        programme=programme,
        goal_sets=[s for s in cohort.programme.goal_sets if oversees or s.level_id in levels],
    )


def _is_over(row: CohortRow) -> bool:
    ended = row.ends_on is not None and row.ends_on < clock.today()
    return row.state is CohortState.CLOSED or (row.state is CohortState.PUBLISHED and ended)


def _part(cohort: Cohort) -> dict[str, object]:
    """One cohort as its participants see it."""
    members = queries.members_of(cohort.id)
    own = [member for member in members if member.person_id == viewer().id and member.learns]
    group = _group_of(own, queries.groups_of(cohort.id, members))
    return {
        "cohort": cohort,
        "group": group,
        "group_name": group_name(group) if group else "",
        "appointment": next((member for member in own if member.appointed_by), None),
        "learners": [member for member in members if member.learns],
        "facilitators": [member for member in members if member.role is Role.FACILITATOR],
        "coordinators": queries.coordinators_of(cohort),
    }


def _group_of(own: list[Member], groups: list[Group]) -> Group | None:
    keys = {member.group_id for member in own}
    return next((group for group in groups if group.id in keys), None)
