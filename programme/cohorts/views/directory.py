"""The directory: people looked up, added, corrected; who coordinates what. No log figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.cohorts import policy, queries
from programme.cohorts.forms import GrantForm, NewPersonForm, PersonForm
from programme.cohorts.labels import ACCOUNTS, ROLES, said
from programme.cohorts.models import Cohort
from programme.cohorts.queries import Wanted
from programme.cohorts.services import name_changed
from programme.cohorts.views.head import blueprint
from programme.cohorts.views.persons import filled_in, new_person, offer_persons, person_edit
from programme.core.access import demand
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people import services
from programme.people.accounts import account_state
from programme.people.services.editing import edit_person as correct
from programme.people.viewer import viewer
from programme.programmes.queries import job_titles, leadership_levels

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from programme.people.models import Person

LONGEST_SEARCH = 200
LAST_PAGE = 10_000
FILTERS = ("q", "title", "level", "organisation")


@blueprint.get("/personer")
def directory() -> Response:
    """Everybody one may look up."""
    demand(policy.can_look_up_people(viewer()))
    wanted = Wanted(
        words=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        title_id=_number("title"),
        level_id=_number("level"),
        organisation_id=_number("organisation"),
        page=min(_number("page") or 1, LAST_PAGE),
    )
    rows, more = queries.people_visible_to(viewer(), wanted)
    return page(
        "cohorts/directory.html",
        fragment="people_list",
        rows=rows,
        wanted=wanted,
        earlier=_page_address(wanted.page - 1) if wanted.page > 1 else "",
        later=_page_address(wanted.page + 1) if more else "",
        titles=job_titles(),
        levels=leadership_levels(),
        organisations=queries.organisations(),
        accounts=said(ACCOUNTS),
    )


@blueprint.route("/personer/ny", methods=["GET", "POST"])
def new_somebody() -> Response:
    """Add somebody, who is invited by mail."""
    demand(policy.can_look_up_people(viewer()))
    form = NewPersonForm()
    offer_persons(form)
    if form.validate_on_submit():
        try:
            person = services.add_person(new_person(form), actor_id=viewer().id)
            db.session.commit()
            flash(_("%(name)s is added and gets an invitation.", name=person.name), "success")
            return go("cohorts.directory", q=person.email)
        except RuleBrokenError as error:
            form.refuse(error)
    return page(
        "cohorts/new_person.html",
        status=422 if form.errors else 200,
        form=form,
        crumbs=[(_("People"), url_for("cohorts.directory")), (_("New person"), None)],
    )


@blueprint.get("/personer/<int:key>")
def person(key: int) -> Response:
    """Who somebody is, and what they are in which cohort."""
    somebody = _load(key, policy.can_see_person)
    may_grant = policy.can_grant(viewer(), somebody)
    return page(
        "cohorts/person.html",
        person=somebody,
        account=account_state(
            has_password=somebody.password_hash is not None, is_closed=not somebody.is_active
        ),
        accounts=said(ACCOUNTS),
        roles=said(ROLES),
        places=queries.places_of(somebody, viewer()),
        grants=queries.grants_of(somebody) if viewer().is_administrator else [],
        may_grant=may_grant,
        may_edit=policy.can_edit_person(viewer(), somebody, queries.cohorts_of(somebody)),
        form=_grant_form() if may_grant else None,
        crumbs=[(_("People"), url_for("cohorts.directory")), (somebody.name, None)],
    )


@blueprint.route("/personer/<int:key>/ret", methods=["GET", "POST"])
def edit_person(key: int) -> Response:
    """Correct what is known of somebody."""
    somebody = _load(key, policy.can_edit_person)
    form = PersonForm(**filled_in(somebody))
    offer_persons(form)
    here = url_for("cohorts.edit_person", key=key)
    if form.validate_on_submit():
        try:
            correct(somebody, person_edit(form, somebody), actor_id=viewer().id, address=here)
            name_changed(somebody.id)
            db.session.commit()
            flash(_("The person is saved."), "success")
            return go("cohorts.person", key=key)
        except RuleBrokenError as error:
            form.refuse(error)
    return page(
        "cohorts/edit_person.html",
        status=422 if form.errors else 200,
        form=form,
        person=somebody,
        crumbs=[
            (_("People"), url_for("cohorts.directory")),
            (somebody.name, url_for("cohorts.person", key=key)),
            (_("Edit"), None),
        ],
    )


@blueprint.post("/personer/<int:key>/invitation")
def invite(key: int) -> Response:
    """Send the invitation once more."""
    somebody = _load(key, policy.can_edit_person)
    return _do(key, lambda: services.invite(somebody, actor_id=viewer().id))


@blueprint.post("/personer/<int:key>/koordinator")
def grant(key: int) -> Response:
    """Let somebody coordinate an organisation, a programme or a cohort."""
    somebody = _load_to_grant(key)
    form = _grant_form()
    if not form.validate_on_submit():
        flash(_("Choose what the person is to coordinate."), "warning")
        return go("cohorts.person", key=key)
    kind, _hyphen, number = form.scope.data.partition("-")
    scope = services.Scope(**{f"{kind}_id": int(number)})
    return _do(key, lambda: services.grant_coordination(somebody, scope, actor_id=viewer().id))


@blueprint.post("/personer/<int:key>/koordinator/<int:grant>/fjern")
def withdraw(key: int, grant: int) -> Response:
    """Take that right away."""
    somebody = _load_to_grant(key)
    found = queries.find_grant(somebody, grant) or abort(404)
    return _do(key, lambda: services.withdraw_coordination(found, actor_id=viewer().id))


@blueprint.post("/personer/<int:key>/administrator")
def set_administrator(key: int) -> Response:
    """Make somebody administrator, or no longer one."""
    somebody = _load_to_grant(key)
    holds = request.form.get("holds") == "yes"
    return _do(key, lambda: services.set_administrator(somebody, holds=holds, actor_id=viewer().id))


@blueprint.post("/personer/<int:key>/kontotilstand")
def set_account(key: int) -> Response:
    """Close an account, or open it again."""
    somebody = _load_to_grant(key)
    act = services.close_account if somebody.is_active else services.reopen_account
    return _do(key, lambda: act(somebody, actor_id=viewer().id))


def _load(key: int, can: Callable[[Person, Person, list[Cohort]], bool]) -> Person:
    demand(policy.can_look_up_people(viewer()))
    somebody = queries.find_person(key)
    if somebody is None:
        abort(404)
    cohorts = queries.cohorts_of(somebody)
    if not policy.can_see_person(viewer(), somebody, cohorts):
        abort(404)
    demand(can(viewer(), somebody, cohorts))
    return somebody


def _load_to_grant(key: int) -> Person:
    somebody = _load(key, policy.can_see_person)
    demand(policy.can_grant(viewer(), somebody))
    return somebody


def _do(key: int, act: Callable[[], object]) -> Response:
    """Do something that a rule may refuse, and come back to the person."""
    try:
        act()
        db.session.commit()
        flash(_("Done."), "success")
    except RuleBrokenError as error:
        db.session.rollback()
        flash(str(error.message), "warning")
    return go("cohorts.person", key=key)


def _grant_form() -> GrantForm:
    form = GrantForm()
    names = {
        "organisation": _("Organisation"),
        "programme": _("Programme"),
        "cohort": _("Cohort"),
    }
    offered = [
        (f"{kind}-{key}", f"{names[kind]}: {name}")
        for kind, things in queries.scopes().items()
        for key, name in things
    ]
    form.scope.choices = [("", "–"), *offered]
    return form


def _number(name: str) -> int | None:
    return whole(request.args.get(name))


def _page_address(number: int) -> str:
    asked: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return url_for("cohorts.directory", **asked, page=number)
