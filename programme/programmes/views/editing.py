"""Where a programme is made and edited: its front page, its parts and its goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.core.access import demand
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.frameworks.services import draft_of
from programme.people.viewer import viewer
from programme.programmes import policy, queries, services
from programme.programmes.forms import AimForm, GoalForm, ProgrammeForm, WordsForm
from programme.programmes.models import ProgrammeState
from programme.programmes.views import blueprint, crumbs_of, load_programme
from programme.programmes.views.parts import PARTS, Part, part_lists

if TYPE_CHECKING:
    from flask import Response

    from programme.frameworks.models import CompetenceGoal
    from programme.people.models import LeadershipLevel
    from programme.programmes.models import Programme


@blueprint.route("/nyt", methods=["GET", "POST"])
def new() -> Response:
    """Make a programme."""
    demand(policy.can_create(viewer()))
    levels = queries.leadership_levels()
    form = ProgrammeForm()
    form.offer(levels)
    if form.validate_on_submit():
        try:
            programme = services.create_programme(form.programme_text(levels), by=viewer())
            db.session.commit()
            return go("programmes.edit", slug=programme.slug)
        except RuleBrokenError as error:
            form.refuse(error)
    crumbs = [(_("Programmes"), url_for("programmes.index")), (_("New programme"), None)]
    return page("programmes/new.html", status=_status(form), form=form, crumbs=crumbs)


@blueprint.route("/<slug>/ret", methods=["GET", "POST"])
def edit(slug: str) -> Response:
    """Edit the front page; below it stand the parts."""
    programme = load_programme(slug, policy.can_edit)
    levels = queries.leadership_levels()
    form = ProgrammeForm(
        version=programme.version,
        name=programme.name,
        organisation=programme.organisation,
        purpose=programme.purpose,
        core_task=programme.core_task,
        levels=[level.id for level in programme.levels],
        target_level=programme.target_level_id,
        planned_months=programme.planned_months,
        source_note=programme.source_note,
    )
    form.offer(levels)
    if form.validate_on_submit():
        try:
            seen = form.seen(url_for("programmes.edit", slug=slug))
            services.edit_programme(programme, form.programme_text(levels), seen, by=viewer())
            db.session.commit()
            return _saved(programme)
        except RuleBrokenError as error:
            form.refuse(error)
    return page(
        "programmes/edit.html",
        status=_status(form),
        form=form,
        programme=programme,
        part_lists=part_lists(programme),
        crumbs=crumbs_of(programme, _("Edit")),
    )


@blueprint.post("/<slug>/tilstand")
def set_state(slug: str) -> Response:
    """Publish or archive."""
    programme = load_programme(slug, policy.can_edit)
    if request.form.get("state") == ProgrammeState.ARCHIVED.value:
        services.archive(programme, by=viewer())
    else:
        services.publish(programme, by=viewer())
    db.session.commit()
    return go("programmes.show", slug=slug)


@blueprint.route("/<slug>/ret/<part>/nyt", methods=["GET", "POST"])
def new_part(slug: str, part: str) -> Response:
    """Add a strategy, a track or an objective."""
    programme = load_programme(slug, policy.can_edit)
    kind = _kind(part)
    form = WordsForm(version=programme.version)
    if form.validate_on_submit():
        kind.add(programme, form.words(), by=viewer())
        db.session.commit()
        return _saved(programme)
    return _words_page(programme, form, str(kind.new_title))


@blueprint.route("/<slug>/ret/<part>/<int:key>", methods=["GET", "POST"])
def edit_part(slug: str, part: str, key: int) -> Response:
    """Edit a strategy, a track or an objective."""
    programme = load_programme(slug, policy.can_edit)
    kind = _kind(part)
    item = next((item for item in kind.items(programme) if item.id == key), None)
    if item is None:
        abort(404)
    words = kind.words(item)
    form = WordsForm(version=programme.version, name=words.name, text=words.text)
    if form.validate_on_submit():
        seen = form.seen(url_for("programmes.edit_part", slug=slug, part=part, key=key))
        kind.edit(programme, item, form.words(), seen, by=viewer())
        db.session.commit()
        return _saved(programme)
    return _words_page(programme, form, str(kind.edit_title), _removal(slug, part, key))


@blueprint.post("/<slug>/ret/strategi/<int:key>/fjern")
def remove_strategy(slug: str, key: int) -> Response:
    """Leave a strategy out."""
    programme = load_programme(slug, policy.can_edit)
    strategy = next((s for s in programme.strategies if s.id == key), None)
    if strategy is None:
        abort(404)
    services.remove_strategy(programme, strategy, by=viewer())
    db.session.commit()
    return _saved(programme)


@blueprint.route("/<slug>/ret/maal/<code>", methods=["GET", "POST"])
def goals(slug: str, code: str) -> Response:
    """The goals of one level: the aim, the list, and a form for one more."""
    programme = load_programme(slug, policy.can_edit)
    level = _level(programme, code)
    form = GoalForm(version=programme.version)
    form.offer(programme.objectives)
    if form.validate_on_submit():
        services.add_goal(programme, level, form.draft(), by=viewer())
        db.session.commit()
        return go("programmes.goals", slug=slug, code=code)
    return _goals_page(programme, level, form)


@blueprint.post("/<slug>/ret/maal/<code>/sigte")
def edit_aim(slug: str, code: str) -> Response:
    """Change the sentence above the goals."""
    programme = load_programme(slug, policy.can_edit)
    level = _level(programme, code)
    form = AimForm()
    if form.validate_on_submit():
        seen = form.seen(url_for("programmes.goals", slug=slug, code=code))
        services.edit_aim(programme, level, form.aim.data, seen, by=viewer())
        db.session.commit()
        return go("programmes.goals", slug=slug, code=code)
    new_goal = GoalForm(formdata=None, version=programme.version)
    new_goal.offer(programme.objectives)
    return _goals_page(programme, level, new_goal, form)


@blueprint.post("/<slug>/ret/maal/<code>/fjern")
def remove_goal(slug: str, code: str) -> Response:
    """Take the last goal away."""
    programme = load_programme(slug, policy.can_edit)
    try:
        services.remove_last_goal(programme, _level(programme, code), by=viewer())
        db.session.commit()
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
    return go("programmes.goals", slug=slug, code=code)


@blueprint.route("/<slug>/ret/maal/<code>/<int:number>", methods=["GET", "POST"])
def edit_goal(slug: str, code: str, number: int) -> Response:
    """Word one goal."""
    programme = load_programme(slug, policy.can_edit)
    level = _level(programme, code)
    goal = _goal(programme, level, number)
    aid = draft_of(goal).aid
    form = GoalForm(
        version=programme.version,
        name=goal.short_name,
        text=goal.text,
        objective=goal.parent_objective_id,
        question=aid.question,
        tool_text=aid.tool_text,
    )
    form.offer(programme.objectives)
    if form.validate_on_submit():
        here = url_for("programmes.edit_goal", slug=slug, code=code, number=number)
        services.edit_goal(programme, goal, form.draft(aid.tool), form.seen(here), by=viewer())
        db.session.commit()
        return go("programmes.goals", slug=slug, code=code)
    return page(
        "programmes/goal.html",
        status=_status(form),
        form=form,
        programme=programme,
        level=level,
        goal=goal,
        crumbs=crumbs_of(programme, _("Edit the goal")),
    )


def _goals_page(
    programme: Programme, level: LeadershipLevel, form: GoalForm, aim_form: AimForm | None = None
) -> Response:
    goal_set = services.goal_set_for(programme, level)
    aim = goal_set.aim if goal_set else ""
    return page(
        "programmes/goals.html",
        status=max(_status(form), _status(aim_form) if aim_form else 200),
        form=form,
        aim_form=aim_form or AimForm(formdata=None, version=programme.version, aim=aim),
        programme=programme,
        level=level,
        goals=goal_set.goals if goal_set else [],
        crumbs=crumbs_of(programme, _("Competence goals")),
    )


def _removal(slug: str, part: str, key: int) -> str:
    """Where a part is left out: strategies only, activities point to the others."""
    if part != "strategi":
        return ""
    return url_for("programmes.remove_strategy", slug=slug, key=key)


def _words_page(programme: Programme, form: WordsForm, title: str, remove: str = "") -> Response:
    return page(
        "programmes/part.html",
        status=_status(form),
        form=form,
        programme=programme,
        heading=title,
        remove=remove,
        crumbs=crumbs_of(programme, title),
    )


def _saved(programme: Programme) -> Response:
    flash(_("The programme is saved."), "success")
    return go("programmes.edit", slug=programme.slug)


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200


def _kind(part: str) -> Part:
    if part not in PARTS:
        abort(404)
    return PARTS[part]


def _level(programme: Programme, code: str) -> LeadershipLevel:
    level = next((level for level in programme.levels if level.code == code), None)
    return level or abort(404)


def _goal(programme: Programme, level: LeadershipLevel, number: int) -> CompetenceGoal:
    goal_set = services.goal_set_for(programme, level)
    found = [goal for goal in goal_set.goals if goal.number == number] if goal_set else []
    return found[0] if found else abort(404)
