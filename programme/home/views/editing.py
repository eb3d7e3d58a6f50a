"""Where administrators keep organisations, units and job titles in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flask import abort, flash, url_for
from flask_babel import gettext as _

from programme.core.access import demand
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.home import queries, services
from programme.home.forms import OrganisationForm, TitleForm, UnitForm
from programme.home.views.base import blueprint
from programme.people import policy
from programme.people.viewer import viewer
from programme.programmes.queries import leadership_levels

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from programme.core.forms import Form
    from programme.people.models import JobTitle, Organisation

Thing = TypeVar("Thing")


@blueprint.route("/administration/organisation/ny", methods=["GET", "POST"])
def new_organisation() -> Response:
    """Add an organisation; its units follow on its own page."""
    demand(policy.can_administer(viewer()))
    form = OrganisationForm(school_holidays="7-8, 27-32, 42, jul")
    made: list[Organisation] = []
    if _done(
        form,
        lambda: made.append(services.add_organisation(form.organisation_text(), by=viewer())),
    ):
        return go("home.organisation", key=made[0].id)
    return _page("home/organisation.html", form, _("New organisation"), organisation=None)


@blueprint.route("/administration/organisation/<int:key>", methods=["GET", "POST"])
def organisation(key: int) -> Response:
    """Rename it, set its school holidays, see its units."""
    found = _find(queries.find_organisation, key)
    form = OrganisationForm(obj=found)
    if _done(
        form, lambda: services.edit_organisation(found, form.organisation_text(), by=viewer())
    ):
        return _saved(found)
    return _organisation_page(found, form, UnitForm(formdata=None))


@blueprint.post("/administration/organisation/<int:key>/enhed")
def new_unit(key: int) -> Response:
    """Add a unit."""
    found = _find(queries.find_organisation, key)
    form = UnitForm()
    if _done(form, lambda: services.add_unit(found, str(form.name.data), by=viewer())):
        return _saved(found)
    return _organisation_page(found, OrganisationForm(formdata=None, obj=found), form)


@blueprint.route("/administration/enhed/<int:key>", methods=["GET", "POST"])
def unit(key: int) -> Response:
    """Rename a unit."""
    found = _find(queries.find_unit, key)
    form = UnitForm(obj=found)
    if _done(form, lambda: services.rename_unit(found, str(form.name.data), by=viewer())):
        return _saved(found.organisation)
    return _page("home/unit.html", form, found.name, unit=found)


@blueprint.route("/administration/stilling/ny", methods=["GET", "POST"])
def new_title() -> Response:
    """Add a job title."""
    demand(policy.can_administer(viewer()))
    form = TitleForm()
    return _title_page(form, lambda: services.add_title(form.title_text(), by=viewer()), None)


@blueprint.route("/administration/stilling/<int:key>", methods=["GET", "POST"])
def title(key: int) -> Response:
    """Change a job title."""
    found = _find(queries.find_title, key)
    form = TitleForm(name=found.name, level=found.default_level_id)
    return _title_page(
        form, lambda: services.edit_title(found, form.title_text(), by=viewer()), found
    )


def _find(find: Callable[[int], Thing | None], key: int) -> Thing:
    """What has this key, for administrators."""
    demand(policy.can_administer(viewer()))
    return find(key) or abort(404)


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent, was in order, and what it asks for is saved."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except RuleBrokenError as error:
        form.refuse(error)
        return False
    db.session.commit()
    return True


def _saved(found: Organisation) -> Response:
    flash(_("Saved."), "success")
    return go("home.organisation", key=found.id)


def _title_page(form: TitleForm, act: Callable[[], object], found: JobTitle | None) -> Response:
    form.offer(leadership_levels())
    if _done(form, act):
        flash(_("Saved."), "success")
        return go("home.administration", _anchor="titles")
    heading = found.name if found else _("New job title")
    return _page("home/title.html", form, heading, title=found)


def _organisation_page(found: Organisation, form: OrganisationForm, units: UnitForm) -> Response:
    status = 422 if form.errors or units.errors else 200
    return _page(
        "home/organisation.html", form, found.name, status, organisation=found, unit_form=units
    )


def _page(template: str, form: Form, heading: str, status: int = 0, **context: Any) -> Response:  # noqa: ANN401
    crumbs = [(_("Administration"), url_for("home.administration")), (heading, None)]
    status = status or (422 if form.errors else 200)
    return page(template, status=status, form=form, heading=heading, crumbs=crumbs, **context)
