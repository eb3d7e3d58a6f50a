"""What the address of a new entry fills in: ?efter= the entry before, ?spoergsmaal= a prompt.

What is not the viewer's own does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, request

from programme.guideposts import queries as guideposts
from programme.inspiration.models import PromptTime
from programme.learning_logs import queries
from programme.learning_logs.views.base import asked, own_task
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from programme.learning_logs.forms import EntryForm

# Templates that suit what an entry is begun from, by their short names.
AFTER_ACTIVITY: Final = "efter-seance"
ON_TRIAL: Final = "proevehandling"


def prepare(form: EntryForm) -> None:
    """Fill the form in; what is asked for last (the prompt) decides over what came before."""
    for fill in (_previous, _activity, _task, _habit, _trial, _goal, _post, _prompt, _template):
        fill(form)


def _previous(form: EntryForm) -> None:
    key = asked("efter")
    if key is not None:
        previous = queries.find_own_entry(viewer().id, key) or abort(404)
        form.previous.data = str(previous.id)
        form.action.data = previous.next_action
        form.task.data = str(previous.task_id or "")


def _activity(form: EntryForm) -> None:
    key = asked("aktivitet")
    if key is not None:
        activity = queries.allowed_activity(viewer().id, key) or abort(404)
        form.activity.data = str(activity.id)


def _task(form: EntryForm) -> None:
    key = asked("opgave")
    if key is not None:
        form.task.data = str(own_task(key).id)


def _habit(form: EntryForm) -> None:
    key = asked("vane")
    if key is not None:
        form.habit.data = str(queries.own_habit_id(viewer().id, key) or abort(404))


def _trial(form: EntryForm) -> None:
    key = asked("proeve")
    if key is not None:
        form.trial.data = str(queries.own_trial_id(viewer().id, key) or abort(404))
        _choose_template(form, ON_TRIAL)


def _goal(form: EntryForm) -> None:
    key = asked("maal")
    if key is not None:
        form.goals.data = list(queries.chosen_goal_ids(viewer().id, [key])) or abort(404)


def _post(form: EntryForm) -> None:
    """A guidepost."""
    key = asked("pejlemaerke")
    if key is not None:
        form.guideposts.data = list(guideposts.offered_ids(viewer().id, [key])) or abort(404)


def _prompt(form: EntryForm) -> None:
    """A question put at an activity: the entry is about that activity, in a template that fits."""
    key = asked("spoergsmaal")
    if key is not None:
        prompt = queries.find_prompt(viewer().id, key) or abort(404)
        form.prompt.data = str(prompt.id)
        form.activity.data = str(prompt.activity_id)
        if prompt.time is PromptTime.AFTER:
            _choose_template(form, AFTER_ACTIVITY)


def _template(form: EntryForm) -> None:
    """By its key or by its short name: ?skabelon=praksisfortaelling."""
    name = request.args.get("skabelon", "")
    if name.isdecimal():
        key = asked("skabelon")
        form.template.data = str((key and queries.template_id(viewer().id, key)) or abort(404))
    elif name:
        _choose_template(form, name) or abort(404)


def _choose_template(form: EntryForm, name: str) -> bool:
    template = queries.find_template_by_name(name)
    form.template.data = str(template.id) if template else form.template.data
    return template is not None
