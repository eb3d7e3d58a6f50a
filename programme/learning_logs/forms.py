"""Forms of the learning log: what was sent, taken apart. The rules stand in the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField

from programme.core.forms import DateField, Form, Needed
from programme.core.forms import text as text_field
from programme.core.text import l_
from programme.learning_logs.services import EntryContent, Seen

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
}
LABELS: Final[dict[str, Any]] = {
    "goals": l_("Competence goals"),
    "no_goal": l_("No goal"),
    "activity": l_("Activity"),
    "task": l_("Task on my desk"),
    "written_on": l_("Date"),
    "title": l_("What is the task?"),
}


def as_key(text: str | None) -> int | None:
    """A row's key as it came in an address or a field; nothing for anything else."""
    if not text or not text.isascii() or not text.isdecimal():
        return None
    key = int(text[:11])
    return key if 0 < key <= LARGEST_KEY else None


def _part(name: str, rows: int) -> TextAreaField:
    return TextAreaField(PART_LABELS[name], render_kw={"rows": rows})


class EntryForm(Form):
    """One entry. `page` and `number` are filled in by script: see `services.Seen`."""

    key = HiddenField()
    previous = HiddenField()
    version = HiddenField()
    page = HiddenField()
    number = HiddenField()
    action = _part("action", 5)
    reflection = _part("reflection", 5)
    new_knowledge = _part("new_knowledge", 4)
    next_action = _part("next_action", 3)
    goals = SelectMultipleField(
        LABELS["goals"], coerce=lambda value: as_key(str(value)), validate_choice=False
    )
    no_goal = BooleanField(LABELS["no_goal"])
    heading = StringField(PART_LABELS["heading"])
    activity = StringField(LABELS["activity"])
    task = StringField(LABELS["task"])
    written_on = DateField(LABELS["written_on"])

    def content(self) -> EntryContent:
        """What was written and chosen; a date that cannot be read leaves the date as it is."""
        return EntryContent(
            heading=self.heading.data or "",
            action=self.action.data or "",
            reflection=self.reflection.data or "",
            new_knowledge=self.new_knowledge.data or "",
            next_action=self.next_action.data or "",
            goal_ids=frozenset(key for key in self.goals.data or [] if key is not None),
            no_goal=bool(self.no_goal.data),
            activity_id=as_key(self.activity.data),
            task_id=as_key(self.task.data),
            written_on=self.written_on.data,
        )

    def seen(self) -> Seen:
        """What the page knew when it was sent."""
        return Seen(
            as_key(self.version.data), (self.page.data or "")[:40], as_key(self.number.data) or 0
        )

    def show(self, entry: LogEntry) -> None:
        """Fill in what the entry says now."""
        for name in PART_LABELS:
            self[name].data = getattr(entry, name)
        self.goals.data = [goal.id for goal in entry.goals]
        self.no_goal.data = entry.no_goal
        self.activity.data = str(entry.activity_id or "")
        self.task.data = str(entry.task_id or "")
        self.written_on.data = entry.written_on
        self.key.data = entry.key
        self.version.data = str(entry.version)


class TaskForm(Form):
    """A task on one's own desk."""

    version = HiddenField()
    title = StringField(LABELS["title"], [Needed()])
    description = text_field(l_("What is it about?"), rows=3)
