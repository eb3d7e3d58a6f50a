"""What stands on the page on which an entry is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from programme.core.web import page
from programme.learning_logs import queries
from programme.learning_logs.forms import as_key
from programme.learning_logs.models import EntryState, LogEntry
from programme.learning_logs.views.base import crumbs
from programme.learning_logs.views.choices import choices
from programme.learning_logs.views.sentences import number_word, who_reads
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from programme.learning_logs.forms import EntryForm
    from programme.learning_logs.queries import ActivityChoice, Goal


def editor(
    form: EntryForm,
    entry: LogEntry | None = None,
    *,
    status: int = 200,
    theirs: Mapping[Any, str] | None = None,
) -> Response:
    """The page. `theirs` is the other text of a conflict, by label."""
    is_final = entry is not None and entry.state is EntryState.FINAL
    shares = queries.open_shares(entry.id) if entry and is_final else []
    activities = queries.activity_choices(viewer().id, entry.activity_id if entry else None)
    first, rest = _goals(form, entry, activities)
    return page(
        "learning_logs/edit.html",
        status=status,
        form=form,
        crumbs=crumbs((_("Write"), "")),
        entry=entry,
        is_final=is_final,
        sentence=who_reads(shares),
        is_shared=any(share.reaches for share in shares),
        first_goals=first,
        other_goals=rest,
        how_many=number_word(len(first) + len(rest)),
        previous=_previous(form, entry),
        theirs=theirs or {},
        **choices(form, entry, activities),
    )


def _goals(
    form: EntryForm, entry: LogEntry | None, activities: list[ActivityChoice]
) -> tuple[list[Goal], list[Goal]]:
    """The goals to show at once (of the nearest activity, or chosen), and the others."""
    own = {row.id for row in activities} & {as_key(form.activity.data)}
    me = viewer().id
    offered = {goal.id: goal for goals in queries.goal_sets(me) for goal in goals.goals}
    for goal in entry.goals if entry else []:
        kept = queries.Goal(goal.id, goal.number, goal.short_name, goal.text)
        offered.setdefault(goal.id, kept)
    if not offered:
        return [], []
    near = queries.suggested_goal_ids(me, next(iter(own), None)) | set(form.goals.data or [])
    first = [goal for key, goal in offered.items() if key in near]
    rest = [goal for key, goal in offered.items() if key not in near]
    return (first, rest) if first else (rest, [])


def _previous(form: EntryForm, entry: LogEntry | None) -> LogEntry | None:
    """The entry before in the chain, to be read while writing."""
    key = entry.previous_id if entry else as_key(form.previous.data)
    return queries.find_own_entry(viewer().id, key) if key is not None else None
