"""What an author chooses from on the page of an entry: templates, own things, offers, evidence."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from programme.core import files
from programme.guideposts.queries import Post, offered
from programme.learning_logs import queries
from programme.learning_logs.forms import PART_LABELS, as_key
from programme.learning_logs.models import EntryKind
from programme.learning_logs.services import PARTS
from programme.learning_logs.views.filters import activity_line
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from programme.learning_logs.forms import EntryForm
    from programme.learning_logs.models import LogEntry, LogTemplate
    from programme.learning_logs.queries import ActivityChoice


def choices(
    form: EntryForm, entry: LogEntry | None, activities: list[ActivityChoice]
) -> dict[str, Any]:
    """The page's values for all of it."""
    me = viewer().id
    lines = [activity_line(row) for row in activities]
    activity_id = as_key(form.activity.data)
    return {
        "activities": lines,
        "tasks": queries.open_tasks(me, as_key(form.task.data)),
        "habits": queries.open_habits(me, as_key(form.habit.data)),
        "trials": queries.open_trials(me, as_key(form.trial.data)),
        "knowledge": queries.citable(me, activity_id, _kept(entry, "knowledge")),
        "kinds": _kinds(),
        "evidence": queries.evidence_of(entry.id) if entry else [],
        "accepted": files.ACCEPT,
        "largest_file": files.LARGEST,
        **_prompt(form, entry, dict(lines)),
        **_guideposts(form, entry),
        **_templates(form),
    }


def _kinds() -> list[tuple[str, str]]:
    names = {
        EntryKind.ENTRY: _("Entry"),
        EntryKind.CHALLENGE: _("Challenge"),
        EntryKind.MISTAKE: _("Mistake and what I learned"),
    }
    return [(kind.value, name) for kind, name in names.items()]


def _kept(entry: LogEntry | None, name: str) -> list[int]:
    return [row.id for row in getattr(entry, name)] if entry else []


def _prompt(form: EntryForm, entry: LogEntry | None, activities: dict[int, str]) -> dict[str, Any]:
    """The question that the entry answers: one that stands on it already is always shown."""
    key = as_key(form.prompt.data)
    if key is None:
        return {"prompt": None}
    own = entry.prompt if entry and entry.prompt_id == key else None
    prompt = own or queries.find_prompt(viewer().id, key)
    about = activities.get(prompt.activity_id, "") if prompt else ""
    return {"prompt": prompt, "prompt_about": about}


def _guideposts(form: EntryForm, entry: LogEntry | None) -> dict[str, Any]:
    """Those one steers by and those ticked stand first; an older wording that is tied stays."""
    posts = {post.id: post for post in offered(viewer().id)}
    for kept in entry.guideposts if entry else []:
        posts.setdefault(kept.id, Post(kept.id, kept.text, kept.example, ""))
    ticked = set(form.guideposts.data or [])
    first = [post for post in posts.values() if post.is_chosen or post.id in ticked]
    rest = [post for post in posts.values() if not (post.is_chosen or post.id in ticked)]
    sets = [(name, list(group)) for name, group in groupby(rest, key=lambda post: post.set_name)]
    return {"first_guideposts": first, "other_guideposts": sets}


def _templates(form: EntryForm) -> dict[str, Any]:
    """The templates, and what the chosen one asks; without any, what the parts always ask."""
    wanted = as_key(form.template.data)
    found = queries.templates_to_choose(wanted)
    chosen = next((row for row in found if row.id == wanted), next(iter(found), None))
    shown = [row for row in found if row.is_first]
    return {
        "first_templates": shown,
        "more_templates": [row for row in found if not row.is_first],
        "chosen_template": chosen.id if chosen else None,
        "questions": _questions(chosen),
        "opened": _opened(chosen),
        "part_names": {
            "action": _("Action"),
            "reflection": _("Reflection"),
            "new_knowledge": _("New knowledge"),
            "next_action": _("Next action"),
        },
    }


def _questions(chosen: LogTemplate | None) -> list[tuple[str, str]]:
    asks = PART_LABELS if chosen is None else {part: getattr(chosen, part) for part in PARTS}
    return [(part, str(asks[part])) for part in PARTS]


def _opened(chosen: LogTemplate | None) -> tuple[str, ...]:
    """Folded parts that are opened: the ones that another template than the standard asks for."""
    if chosen is None or chosen.is_standard:
        return ()
    return tuple(part for part in PARTS if getattr(chosen, part))
