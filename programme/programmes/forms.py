"""Forms of programmes: the front page, and the parts that are words under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from programme.core.forms import Form, NumberField, choice, line, text, whole
from programme.core.text import l_
from programme.frameworks.services import Aid, GoalDraft
from programme.programmes.services import ProgrammeText, Seen, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.people.models import LeadershipLevel
    from programme.programmes.models import ProgrammeObjective

LONGEST_MONTHS = 120


class VersionedForm(Form):
    """A form that knows which version of the programme stood on the screen."""

    version = HiddenField()

    def seen(self, address: str) -> Seen:
        """That version; a missing or broken one is none that was ever saved."""
        return Seen(whole(self.version.data) or 0, address)


class ProgrammeForm(VersionedForm):
    """The front page of a programme."""

    name = line(l_("Name"), needed=True)
    organisation = line(l_("Owner"))
    purpose = text(l_("Purpose"))
    core_task = text(l_("Core task"), rows=3)
    levels = SelectMultipleField(
        l_("Levels"),  # type: ignore[arg-type] # a lazy text
        coerce=lambda typed: whole(typed) or 0,
        validate_choice=False,  # what is not in the list is not read
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    target_level = choice(l_("Target level"), coerce=int)
    planned_months = NumberField(l_("Planned length in months"), least=1, most=LONGEST_MONTHS)
    source_note = text(l_("About the source"))

    def offer(self, levels: Sequence[LeadershipLevel]) -> None:
        """Say which levels there are."""
        names: list[tuple[int | str, str]] = [(level.id, level.name) for level in levels]
        self.levels.choices = names
        self.target_level.choices = [("", "–"), *names]

    def programme_text(self, levels: Sequence[LeadershipLevel]) -> ProgrammeText:
        """What was filled in."""
        chosen = set(self.levels.data or ())
        return ProgrammeText(
            name=self.name.data,
            organisation=self.organisation.data,
            purpose=self.purpose.data,
            core_task=self.core_task.data,
            source_note=self.source_note.data,
            planned_months=self.planned_months.data,
            target_level=next((x for x in levels if x.id == self.target_level.data), None),
            levels=[level for level in levels if level.id in chosen],
        )


class WordsForm(VersionedForm):
    """A name and a text."""

    name = line(l_("Name"), needed=True)
    text = text(l_("Text"), rows=4)

    def words(self) -> Words:
        """What was filled in."""
        return Words(self.name.data, self.text.data)


class AimForm(VersionedForm):
    """The sentence above a level's goals."""

    aim = text(l_("Aim"), rows=3)


class GoalForm(VersionedForm):
    """One competence goal."""

    name = line(l_("Short name"), needed=True, most=60)
    question = line(l_("Guiding question"), most=300)
    tool_text = text(l_("What helps on the way"), most=1000, rows=3)
    text = text(l_("Text"), needed=True, most=1000, rows=4)
    objective = choice(l_("Follows from the objective"), coerce=int)

    def offer(self, objectives: Sequence[ProgrammeObjective]) -> None:
        """Say which objectives a goal can follow from."""
        self.objective.choices = [("", "–"), *((o.id, o.short_name) for o in objectives)]

    def draft(self, tool: str = "") -> GoalDraft:
        """What was filled in. `tool` is the key of the page that helps, which no form asks for."""
        aid = Aid(self.question.data, tool, self.tool_text.data)
        return GoalDraft(self.name.data, self.text.data, self.objective.data, aid)
