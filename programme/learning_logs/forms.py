"""Forms of the learning log: what was sent, taken apart. The rules stand in the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from programme.core.forms import DateField, Form, Needed
from programme.core.forms import text as text_field
from programme.core.text import l_
from programme.learning_logs.models import EntryKind
from programme.learning_logs.services import TEXTS, EntryContent, Seen

if TYPE_CHECKING:
    from programme.learning_logs.models import LogEntry

LARGEST_KEY: Final = 2**31 - 1
# Lazy texts, where WTForms' types ask for str.
PART_LABELS: Final[dict[str, Any]] = {
    "heading": l_("Heading"),
    "action": l_("Action – What did you try out?"),
    "reflection": l_("Reflection – What do you think about it?"),
    "new_knowledge": l_("New knowledge – What did you learn or read that helps?"),
    "next_action": l_("Next action – What will you try next time?"),
    "new_habit": l_("Or write a new one"),
    "new_evidence": l_("Data and observations: a text or a link"),
}
LABELS: Final[dict[str, Any]] = {
    "goals": l_("Competence goals"),
    "no_goal": l_("No goal"),
    "activity": l_("Activity"),
    "task": l_("Task on my desk"),
    "kind": l_("What kind of entry is it?"),
    "template": l_("Template"),
    "habit": l_("Habit that I want to unlearn"),
    "trial": l_("Trial action"),
    "guideposts": l_("Guideposts"),
    "knowledge": l_("Inspiration that you use"),
    "file": l_("Attach a file"),
    "written_on": l_("Date"),
    "to": l_("For whom?"),
    "title": l_("What is the task?"),
}


# Choices of one row and of several, by field.
ONES: Final = ("activity", "task", "template", "habit", "trial", "prompt")
SEVERAL: Final = ("goals", "guideposts", "knowledge")


def as_kind(text: str | None) -> EntryKind:
    """The kind of entry that was chosen; an ordinary one for anything else."""
    return EntryKind(text) if text in {kind.value for kind in EntryKind} else EntryKind.ENTRY


def as_key(text: str | None) -> int | None:
    """A row's key as it came in an address or a field; nothing for anything else."""
    if not text or not text.isascii() or not text.isdecimal():
        return None
    key = int(text[:11])
    return key if 0 < key <= LARGEST_KEY else None


def _part(name: str, rows: int) -> TextAreaField:
    return TextAreaField(PART_LABELS[name], render_kw={"rows": rows})


def _several(label: Any) -> SelectMultipleField:  # noqa: ANN401 - a lazy text
    """Keys of rows; which of them may be chosen is for the services to say."""
    return SelectMultipleField(
        label, coerce=lambda value: as_key(str(value)), validate_choice=False
    )


class EntryForm(Form):
    """One entry. `page` and `number` are filled in by script: see `services.Seen`."""

    key = HiddenField()
    previous = HiddenField()
    prompt = HiddenField()
    version = HiddenField()
    page = HiddenField()
    number = HiddenField()
    action = _part("action", 5)
    reflection = _part("reflection", 5)
    new_knowledge = _part("new_knowledge", 4)
    next_action = _part("next_action", 3)
    goals = _several(LABELS["goals"])
    no_goal = BooleanField(LABELS["no_goal"])
    heading = StringField(PART_LABELS["heading"])
    activity = StringField(LABELS["activity"])
    task = StringField(LABELS["task"])
    written_on = DateField(LABELS["written_on"])
    kind = StringField(LABELS["kind"])
    template = StringField(LABELS["template"])
    habit = StringField(LABELS["habit"])
    new_habit = StringField(PART_LABELS["new_habit"])
    trial = StringField(LABELS["trial"])
    guideposts = _several(LABELS["guideposts"])
    knowledge = _several(LABELS["knowledge"])
    new_evidence = TextAreaField(PART_LABELS["new_evidence"], render_kw={"rows": 3})
    file = FileField(LABELS["file"])

    def content(self) -> EntryContent:
        """What was written and chosen; a date that cannot be read leaves the date as it is."""
        return EntryContent(
            **{name: self[name].data or "" for name in TEXTS},
            goal_ids=_keys(self.goals),
            no_goal=bool(self.no_goal.data),
            activity_id=as_key(self.activity.data),
            task_id=as_key(self.task.data),
            written_on=self.written_on.data,
            kind=as_kind(self.kind.data),
            template_id=as_key(self.template.data),
            habit_id=as_key(self.habit.data),
            trial_id=as_key(self.trial.data),
            guidepost_ids=_keys(self.guideposts),
            knowledge_ids=_keys(self.knowledge),
            prompt_id=as_key(self.prompt.data),
        )

    def seen(self) -> Seen:
        """What the page knew when it was sent."""
        return Seen(
            as_key(self.version.data), (self.page.data or "")[:40], as_key(self.number.data) or 0
        )

    def show(self, entry: LogEntry) -> None:
        """Fill in what the entry says now."""
        for name in TEXTS:
            self[name].data = getattr(entry, name)
        for name in ONES:
            self[name].data = str(getattr(entry, f"{name}_id") or "")
        for name in SEVERAL:
            self[name].data = [row.id for row in getattr(entry, name)]
        self.kind.data = entry.kind.value
        self.no_goal.data = entry.no_goal
        self.written_on.data = entry.written_on
        self.key.data = entry.key
        self.version.data = str(entry.version)


def _keys(field: SelectMultipleField) -> frozenset[int]:
    return frozenset(key for key in field.data or [] if key is not None)


class TaskForm(Form):
    """A task on one's own desk."""

    version = HiddenField()
    title = StringField(LABELS["title"], [Needed()])
    description = text_field(l_("What is it about?"), rows=3)


class CommentForm(Form):
    """What somebody says to an entry, and to whom: by default to its author alone."""

    key = HiddenField()
    text = text_field(l_("Write a comment"), needed=True, rows=4)
    to = RadioField(LABELS["to"], default="author", validate_choice=False)
