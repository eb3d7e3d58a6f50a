"""The form in which an administrator words a template of entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import BooleanField, HiddenField

from programme.core.forms import Form, line, whole
from programme.core.text import l_
from programme.learning_logs.services import worded
from programme.learning_logs.template_seeds import TemplateText

if TYPE_CHECKING:
    from programme.learning_logs.models import LogTemplate

LINES = ("name", "purpose", "action", "reflection", "new_knowledge", "next_action")


class TemplateForm(Form):
    """Name, purpose, and what is asked in each of the four parts."""

    version = HiddenField()
    name = line(l_("Name"), needed=True, most=60)
    purpose = line(l_("What is it for?"))
    action = line(l_("Question: Action"))
    reflection = line(l_("Question: Reflection"))
    new_knowledge = line(l_("Question: New knowledge"))
    next_action = line(l_("Question: Next action"))
    is_first = BooleanField(l_("Show it without asking for more templates"))  # type: ignore[arg-type] # a lazy text
    is_active = BooleanField(l_("In use"))  # type: ignore[arg-type] # a lazy text

    def template_text(self) -> TemplateText:
        """What was typed, as the service takes it."""
        return TemplateText(
            **{name: self[name].data or "" for name in LINES},
            is_first=bool(self.is_first.data),
            is_off=not self.is_active.data,
        )

    def show(self, template: LogTemplate) -> None:
        """Fill in what stands."""
        text = worded(template)
        for name in LINES:
            self[name].data = getattr(text, name)
        self.is_first.data, self.is_active.data = text.is_first, not text.is_off
        self.version.data = str(template.version)

    def seen(self) -> int:
        """The version that stood on the screen."""
        return whole(self.version.data) or 0
