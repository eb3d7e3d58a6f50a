"""The form in which a question before or after an activity is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import HiddenField, RadioField

from programme.core.forms import Form, text, whole
from programme.core.text import l_
from programme.inspiration.models import PromptTime

if TYPE_CHECKING:
    from programme.inspiration.models import ReflectionPrompt

LONGEST = 500


class PromptForm(Form):
    """The question, and when it is put."""

    version = HiddenField()
    time = RadioField(l_("When"), default=PromptTime.AFTER.value)  # type: ignore[arg-type]
    question = text(l_("Question"), needed=True, most=LONGEST, rows=3)

    def __init__(self) -> None:
        super().__init__()
        self.time.choices = [
            (PromptTime.AFTER.value, str(l_("After the activity"))),
            (PromptTime.BEFORE.value, str(l_("Before the activity"))),
        ]

    def when(self) -> PromptTime:
        """Before or after."""
        return PromptTime(self.time.data)

    def show(self, prompt: ReflectionPrompt) -> None:
        """Fill in what stands."""
        self.version.data = str(prompt.version)
        self.time.data, self.question.data = prompt.time.value, prompt.question

    def seen(self) -> int:
        """The version that stood on the screen."""
        return whole(self.version.data) or 0
