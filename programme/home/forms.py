"""Forms of the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from programme.core.forms import Form, choice, line
from programme.core.text import l_
from programme.home.services import LONGEST, OrganisationText, TitleText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.people.models import LeadershipLevel


class OrganisationForm(Form):
    """An organisation."""

    name = line(l_("Name"), needed=True, most=LONGEST)
    school_holidays = line(l_("School holidays"))

    def organisation_text(self) -> OrganisationText:
        """What was typed, as the service takes it."""
        return OrganisationText(str(self.name.data), str(self.school_holidays.data))


class UnitForm(Form):
    """A unit of an organisation; it stands on the page of that form."""

    name = line(l_("Name of the unit"), needed=True, most=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as every form
        super().__init__(*args, prefix="unit-", **kwargs)


class TitleForm(Form):
    """A job title."""

    name = line(l_("Job title"), needed=True, most=LONGEST)
    level = choice(l_("Suggested level"), coerce=int)

    def offer(self, levels: Iterable[LeadershipLevel]) -> None:
        """The levels to choose from."""
        none = ("", str(l_("None")))
        self.level.choices = [none, *((str(level.id), level.name) for level in levels)]

    def title_text(self) -> TitleText:
        """What was typed, as the service takes it."""
        return TitleText(str(self.name.data), self.level.data)
