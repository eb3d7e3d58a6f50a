"""Questions before and after an activity: put by its facilitators, answered as entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities import labels
from programme.activities import policy as activities
from programme.activities import queries as activity_queries
from programme.activities.panels import Panel, Place, register
from programme.activities.views.base import crumbs, days_of, label_of
from programme.core import language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, go_to, page
from programme.inspiration import policy, services
from programme.inspiration.models import PromptTime, ReflectionPrompt
from programme.inspiration.queries import find_prompt, prompts_of
from programme.learning_logs.prompt_forms import PromptForm
from programme.learning_logs.queries import prompts as queries
from programme.learning_logs.views.base import KEY, blueprint
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import Activity
    from programme.learning_logs.queries.prompts import OpenPrompt
    from programme.people.models import Person


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits, in words, and where it is answered."""

    id: int
    text: str
    about: str
    href: str
    is_begun: bool


@blueprint.route(f"/aktivitet/<{KEY}:key>/refleksion", methods=["GET", "POST"])
def prompts(key: int) -> Response:
    """All questions of an activity with how many have answered, and room for one more."""
    activity = load(
        activity_queries.find_activity, key, policy.can_attach, sees=activities.can_view
    )
    form = PromptForm()
    if form.validate_on_submit():
        try:
            made = services.write_prompt(activity, form.when(), form.question.data, by=viewer())
            if request.form.get("then") == "put":
                services.publish(made, by=viewer())
        except RuleBrokenError as error:
            db.session.rollback()
            form.refuse(error)
            activity = load(activity_queries.find_activity, key, policy.can_attach)
        else:
            db.session.commit()
            flash(_("The question is saved."), "success")
            return go("learning_logs.prompts", key=key)
    return _asking(activity, form)


@blueprint.route(f"/refleksion/<{KEY}:key>/ret", methods=["GET", "POST"])
def edit_prompt(key: int) -> Response:
    """Word a question anew before anybody is asked."""
    prompt = _own(key)
    form = PromptForm()
    if request.method == "GET":
        form.show(prompt)
    if form.validate_on_submit():
        try:
            services.edit_prompt(
                prompt,
                form.when(),
                form.question.data,
                version=form.seen(),
                by=viewer(),
                address=url_for("learning_logs.edit_prompt", key=key),
            )
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The question is saved."), "success")
            return go("learning_logs.prompts", key=prompt.activity_id)
    return _asking(prompt.activity, form, prompt)


@blueprint.post(f"/refleksion/<{KEY}:key>/stil")
def put_prompt(key: int) -> Response:
    """Put it to everybody for whom the activity is meant."""
    prompt = _own(key)
    services.publish(prompt, by=viewer())
    db.session.commit()
    flash(_("The question is put."), "success")
    return go("learning_logs.prompts", key=prompt.activity_id)


@blueprint.post(f"/refleksion/<{KEY}:key>/traek-tilbage")
def withdraw_prompt(key: int) -> Response:
    """Ask nobody any more."""
    prompt = _own(key)
    services.withdraw_prompt(prompt, by=viewer())
    db.session.commit()
    flash(_("The question is withdrawn. What has been answered stays its authors’ own."), "success")
    return go("learning_logs.prompts", key=prompt.activity_id)


@blueprint.post(f"/refleksion/<{KEY}:key>/ikke-nu")
def skip_prompt(key: int) -> Response:
    """Put a question aside; nobody else learns of it."""
    prompt = load(find_prompt, key, policy.is_asked, sees=policy.can_know_prompt)
    services.put_aside(prompt, viewer())
    db.session.commit()
    flash(_("The question is put aside. Nobody sees that."), "success")
    return go_to(url_for("activities.show", key=prompt.activity_id))


def questions(found: list[OpenPrompt]) -> list[Question]:
    """The questions in words."""
    locale = language.short()
    return [
        Question(
            each.id,
            each.question,
            labels.label(each.kind, each.number, each.title, locale),
            url_for("learning_logs.edit", key=each.draft_id)
            if each.draft_id
            else url_for("learning_logs.new", spoergsmaal=each.id),
            each.draft_id is not None,
        )
        for each in found
    ]


def _own(key: int) -> ReflectionPrompt:
    return load(find_prompt, key, policy.can_ask, sees=policy.can_know_prompt)


def _asking(
    activity: Activity, form: PromptForm, edited: ReflectionPrompt | None = None
) -> Response:
    found = prompts_of(activity.id)
    return page(
        "learning_logs/prompts.html",
        status=422 if form.errors or form.form_errors else 200,
        crumbs=crumbs(activity, _("Questions for reflection")),
        activity=activity,
        label=label_of(activity),
        when=days_of(activity),
        form=form,
        edited=edited,
        prompts=found,
        counts=queries.answer_counts([each.id for each in found]),
        BEFORE=PromptTime.BEFORE,
    )


def _panel(activity: Activity, person: Person) -> Panel | None:
    """To those asked: their open questions; to those who ask: the way to them."""
    may_ask = policy.can_attach(person, activity)
    values: dict[str, Any] = {
        "questions": questions(queries.open_prompts(person.id, activity.id)),
        "may_ask": may_ask,
        "put": sum(_stands(each) for each in prompts_of(activity.id)) if may_ask else 0,
    }
    if not values["questions"] and not may_ask:
        return None
    return Panel(Place.MAIN, "learning_logs/_prompt_panel.html", values)


def _stands(prompt: ReflectionPrompt) -> bool:
    return prompt.published_at is not None and prompt.withdrawn_at is None


register("reflection_prompts", _panel)
