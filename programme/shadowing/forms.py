"""The forms of shadowing: an offer, wishes, an agreement, feedback, a pair made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wtforms import HiddenField, TextAreaField

from programme.activities import checks
from programme.core import clock, formats
from programme.core.forms import DateSpanField, Form, NumberField, choice, text, whole
from programme.core.text import l_
from programme.shadowing.agreement import LABELS, TEXTS, Agreement
from programme.shadowing.rules import MOST_PLACES
from programme.shadowing.services.offering import OfferText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.shadowing.agreement import Days

RANKS: Final = ("first", "second", "third")


class SpansField(TextAreaField):
    """Days or periods, one a line: "3.–7. februar 2027"."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(formats.days(first, last) for first, last in self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read each line; the first that cannot be read is named."""
        lines = (line.strip() for line in str(valuelist[0] if valuelist else "").splitlines())
        self.data = ()
        for line in filter(None, lines):
            try:
                self.data = (*self.data, formats.parse_days(line, clock.today()))
            except formats.UnreadableDateError as error:
                message = l_(
                    "“%(line)s” is no date. Write one a line: 3–7 February 2027.", line=line[:40]
                )
                raise ValueError(message) from error


class DateRangeField(DateSpanField):
    """A day or a range, shown again as both."""

    def _value(self) -> str:
        if self.raw_data or not self.data or self.data[0] == self.data[1]:
            return super()._value()
        return formats.days(*self.data)


class OfferForm(Form):
    """What a host offers."""

    version = HiddenField()
    places = NumberField(l_("Places"), least=1, most=MOST_PLACES, needed=True)
    about = text(l_("About the day"), most=checks.LONGEST_TEXT)
    confidentiality = text(l_("Confidentiality"), most=checks.LONGEST_TEXT, rows=3)
    blackouts = SpansField(
        l_("Days on which you cannot"),  # type: ignore[arg-type] # a lazy text
        render_kw={"rows": 3},
    )

    def show(self, offer: OfferText) -> None:
        """Fill in what stands."""
        for name in ("places", "about", "confidentiality", "blackouts"):
            self._fields[name].data = getattr(offer, name)

    def offer(self) -> OfferText:
        """The offer as decided."""
        return OfferText(
            places=self.places.data or 1,
            about=self.about.data or "",
            confidentiality=self.confidentiality.data or "",
            blackouts=self.blackouts.data,
        )


class WishForm(Form):
    """Up to three hosts."""

    seen = HiddenField()
    first = choice(l_("First wish"), coerce=int)
    second = choice(l_("Second wish"), coerce=int)
    third = choice(l_("Third wish"), coerce=int)

    def offer(self, hosts: Iterable[tuple[int, str]]) -> None:
        """Name those who can be wished for."""
        choices = [("", "–"), *((str(key), name) for key, name in hosts)]
        for field in (self.first, self.second, self.third):
            field.choices = choices

    def show(self, wishes: tuple[int, ...]) -> None:
        """Fill in what stands."""
        self.seen.data = ",".join(map(str, wishes))
        for rank, host_id in zip(RANKS, wishes, strict=False):
            self._fields[rank].data = host_id

    def wishes(self) -> list[int]:
        """The hosts in their order; an empty wish in front is none."""
        return [self._fields[rank].data for rank in RANKS if self._fields[rank].data]

    def was_shown(self) -> list[int]:
        """The wishes that stood on the page."""
        typed = (whole(part) for part in str(self.seen.data or "").split(",")[: len(RANKS)])
        return [key for key in typed if key is not None]


class AgreementForm(Form):
    """What the two agree on."""

    version = HiddenField()
    day = DateRangeField(LABELS["day"])
    purpose = text(LABELS["purpose"], most=checks.LONGEST_TEXT, rows=3)
    goals = text(LABELS["goals"], most=checks.LONGEST_TEXT, rows=3)
    focus_points = text(LABELS["focus_points"], most=checks.LONGEST_TEXT, rows=3)
    confidentiality = text(LABELS["confidentiality"], most=checks.LONGEST_TEXT, rows=3)
    feedback_form = text(LABELS["feedback_form"], most=checks.LONGEST_TEXT, rows=3)

    def show(self, agreement: Agreement) -> None:
        """Fill in what stands."""
        for name in TEXTS:
            self._fields[name].data = getattr(agreement, name)
        self.day.data = agreement.days

    def agreement(self) -> Agreement:
        """The agreement as decided."""
        days: Days | tuple[None, None] = self.day.data or (None, None)
        texts = {name: self._fields[name].data or "" for name in TEXTS}
        return Agreement(day=days[0], last_day=days[1], **texts)


class FeedbackForm(Form):
    """What the guest tells the host afterwards."""

    version = HiddenField()
    feedback = text(l_("Feedback to the host"), needed=True, most=checks.LONGEST_TEXT)


class PairForm(Form):
    """A guest and a host."""

    guest = choice(l_("Guest"), coerce=int, needed=True)
    host = choice(l_("Host"), coerce=int, needed=True)

    def offer(self, guests: Iterable[tuple[int, str]], hosts: Iterable[tuple[int, str]]) -> None:
        """Name those who seek and those who have places."""
        none = [("", "–")]
        self.guest.choices = [*none, *((str(key), name) for key, name in guests)]
        self.host.choices = [*none, *((str(key), name) for key, name in hosts)]
