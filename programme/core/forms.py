"""Form fields that every feature needs: lines, texts, days, numbers, and honest refusals."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import TextInput

from programme.core import clock, formats
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time

    from wtforms.form import BaseForm

    from programme.core.errors import RuleBrokenError

LINE = 200
TEXT = 10_000
MESSAGES = ("invalid_choice_message", "invalid_value_message")
# Made with a page, so that the page sent twice makes one thing; ours have 22 signs.
_PAGE_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
# Marks that turn the order of letters: in a title they could make a page say something else.
_TURNED = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_DATE_FAULTS = {
    "no_such_day": l_("There is no such day. Check the date."),
    "unreadable": l_("Write the date as 20-01-2027 or 20 January 2027."),
    "wrong_weekday": l_("The weekday and the date do not belong together."),
}
_SPAN_FAULTS = _DATE_FAULTS | {
    "unreadable": l_("Write the date as 20-01-2027 or 20–21 January 2027."),
    "end_before_start": l_("The last day lies before the first."),
}


class Form(FlaskForm):
    """A form with explicit fields; whatever else is sent is not read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms takes
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

    def validate_on_submit(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as above
        """Whether the form was sent, and well."""
        return bool(super().validate_on_submit(extra_validators))  # type: ignore[no-untyped-call]

    def refuse(self, error: RuleBrokenError) -> None:
        """Show a rule that was broken further down at the field it names, or above the form."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(_said(error.message))
        else:
            field.errors = [*field.errors, _said(error.message)]


class Needed:
    """Something has to stand here."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Stop at an empty field, and say this alone of it."""
        del form
        typed = str(field.raw_data[0]) if field.raw_data else ""
        if not any(sign.isprintable() and not sign.isspace() for sign in typed):
            field.errors = []
            raise StopValidation(_said(l_("Fill in “%(label)s”.", label=_name(field))))


class Readable:
    """No more than fits, and nothing that a page cannot show."""

    def __init__(self, most: int, *, one_line: bool) -> None:
        self.most = most
        self.one_line = one_line

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Check what is left after stripping."""
        del form
        text = field.data or ""
        if len(text) > self.most:
            raise StopValidation(_said(_too_long(field, text, self.most)))
        if _UNSEEN.search(text) or (self.one_line and ("\n" in text or _TURNED.search(text))):
            field.data = _visible(text)
            message = l_("“%(label)s” holds characters that cannot be shown.", label=_name(field))
            raise StopValidation(_said(message))


def line(label: object, *, needed: bool = False, most: int = LINE) -> Field:
    """One line of text."""
    return StringField(_said(label), **_options(needed, Readable(most, one_line=True)))


def text(label: object, *, needed: bool = False, most: int = TEXT, rows: int = 5) -> Field:
    """Several lines of text."""
    options = _options(needed, Readable(most, one_line=False))
    return TextAreaField(_said(label), render_kw={"rows": rows}, **options)


def choice(
    label: object, *, coerce: Callable[[str], Any] = str, needed: bool = False
) -> SelectField:
    """One of several; the view gives `choices` as (value, text). Empty is None."""
    validators = [Needed()] if needed else [Optional()]

    def read(value: object) -> Any:  # noqa: ANN401 - as `coerce` gives
        typed = str(value)
        return coerce(typed) if typed.strip() and typed != "None" else None

    refusal = l_("Choose one of those in the list.")
    # The types know WTForms 3.2, which had no messages of one's own.
    messages: dict[str, Any] = dict.fromkeys(MESSAGES, refusal)
    return SelectField(_said(label), coerce=read, validators=validators, **messages)


class DateField(Field):
    """A day as people type it: "20-01-2027", "fredag den 22. april"."""

    widget = TextInput()
    data: date | None

    def __init__(self, label: object, *, needed: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(_said(label), validators=_need(needed), **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return _visible(str(self.raw_data[0]))
        return self.data.strftime("%d-%m-%Y") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; the day before the month, always."""
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            try:
                self.data = formats.parse_day(str(valuelist[0]), clock.today())
            except formats.UnreadableDateError as error:
                raise ValueError(_DATE_FAULTS[error.reason]) from error


class DateSpanField(Field):
    """A day or a range as people type it: "fredag den 22. april", "20.–21. august 2020"."""

    widget = TextInput()
    data: tuple[date, date] | None

    def __init__(self, label: object, *, needed: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(_said(label), validators=_need(needed), **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return _visible(str(self.raw_data[0]))
        return self.data[0].strftime("%d-%m-%Y") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            try:
                self.data = formats.parse_days(str(valuelist[0]), clock.today())
            except formats.UnreadableDateError as error:
                raise ValueError(_SPAN_FAULTS[error.reason]) from error


class TimeField(Field):
    """A time of day as people type it: "9", "9.30", "kl. 13.15"."""

    widget = TextInput()
    data: time | None

    def __init__(self, label: object, *, needed: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(_said(label), validators=_need(needed), **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return _visible(str(self.raw_data[0]))
        return f"{self.data.hour}.{self.data.minute:02}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            try:
                self.data = formats.parse_time(str(valuelist[0]))
            except formats.UnreadableTimeError as error:
                raise ValueError(l_("Write the time as 9.30.")) from error


class NumberField(Field):
    """A whole number from `least` to `most`."""

    widget = TextInput()
    data: int | None

    def __init__(
        self,
        label: object,
        *,
        least: int,
        most: int,
        needed: bool = False,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(_said(label), validators=_need(needed), **kwargs)
        self.least = least
        self.most = most

    def _value(self) -> str:
        if self.raw_data:
            return _visible(str(self.raw_data[0]))
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        self.data = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not typed:
            return
        number = int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else None
        if number is None or not self.least <= number <= self.most:
            raise ValueError(
                l_(
                    "“%(label)s”: write a whole number from %(least)d to %(most)d.",
                    label=_name(self),
                    least=self.least,
                    most=self.most,
                )
            )
        self.data = number


def page_key(typed: object) -> str:
    """The key that a page was made with; what is none is as if the page were new."""
    return str(typed) if is_page_key(typed) else secrets.token_urlsafe(16)


def is_page_key(typed: object) -> bool:
    """Whether it is a key that a page of ours can have been made with."""
    return _PAGE_KEY.fullmatch(str(typed or "")) is not None


def whole(typed: object) -> int | None:
    """A key or a version as a page of ours carries it; None for anything else."""
    text = str(typed or "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _need(needed: bool) -> list[Any]:  # noqa: FBT001 - passed on
    return [Needed()] if needed else [Optional()]


def _options(needed: bool, readable: Readable) -> dict[str, Any]:  # noqa: FBT001 - passed on
    return {"filters": [_stripped], "validators": [*_need(needed), readable]}


def _stripped(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").strip()


def _visible(typed: str) -> str:
    """The text as it can stand in a page again, with a mark where it could not."""
    return _TURNED.sub("\ufffd", _UNSEEN.sub("\ufffd", typed))


def _name(field: Field) -> str:
    return str(field.label.text)


def _too_long(field: Field, typed: str, most: int) -> object:
    return l_(
        "“%(label)s” is too long: %(number)d characters. There is room for %(most)d.",
        label=_name(field),
        number=len(typed),
        most=most,
    )


def _said(message: object) -> Any:  # noqa: ANN401 - a lazy text where WTForms' types ask for str
    return message
