"""Typed reading of one table of a seed file: every value checked, every refusal with its place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Never, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Reason(StrEnum):
    """Why a file is refused, in English; the name is the code a translation can hang on."""

    NOT_UTF8 = "the file is not saved as UTF-8"
    NOT_TOML = "not valid TOML: {detail}"
    MISSING_FILE = "the file is missing"
    UNKNOWN_KEY = "unknown key"
    MISSING_KEY = "missing key"
    WRONG_TYPE = "expected {expected}"
    EMPTY = "the text is empty"
    CONTROL_CHARACTERS = "the text holds control characters"
    NOT_A_SLUG = "only a-z, 0-9 and hyphens are allowed"
    TOO_SMALL = "{value} is below {least}"
    UNKNOWN_CHOICE = "“{value}” is not one of: {allowed}"
    UNKNOWN_REFERENCE = "{value} does not exist in this file"
    UNKNOWN_LEVEL = "unknown level “{value}”"
    DUPLICATE = "{value} occurs twice"
    MISSING_NUMBER = "number {value} is missing: numbers run from 1 without holes"
    OFFSET_ORDER = "{value} comes before the offset of the activity above, {before}"
    OFFSET_AND_WINDOW = "an activity has either an offset or a window"
    HALF_WINDOW = "a window has both a first and a last day"
    WINDOW_ORDER = "the window ends before it starts"
    HALF_TIME = "an activity has both a start and an end time, or neither"
    TIME_ORDER = "the activity ends before it starts"
    DAY_TEXTS = "{found} texts for {days} days: write one text a day, or none"


class SeedError(Exception):
    """The first problem found in a seed file, which is then refused whole."""

    def __init__(self, file: str, where: str, code: Reason, **details: object) -> None:
        """`where` is a key path with rows counted from 1, or a line where TOML itself is broken."""
        self.file, self.where, self.code, self.details = file, where, code, details
        self.reason = code.format(**details)
        super().__init__(f"{file}: {where}: {self.reason}")


@dataclass(frozen=True, slots=True)
class SeedTable:
    """One table, its place in the file and readers for its keys; it knows no domain word."""

    file: str
    path: str
    data: Mapping[str, Any]

    @classmethod
    def parse(cls, file: str, content: bytes, shape: type) -> SeedTable:
        """Read a whole file whose top-level keys are the fields of the dataclass `shape`."""
        return cls(file, "", _toml(file, content)).shaped_as(shape)

    def shaped_as(self, shape: type) -> SeedTable:
        """Refuse the first key that is no field of the dataclass `shape`."""
        known = {field.name for field in fields(shape)}
        for key in self.data:
            if key not in known:
                self.refuse(key, Reason.UNKNOWN_KEY)
        return self

    def refuse(self, key: str, code: Reason, **details: object) -> Never:
        """Stop here."""
        raise SeedError(self.file, f"{self.path}{key}", code, **details)

    def text(self, key: str) -> str:
        """Read a text that has to be there and say something."""
        return self._clean(key, self._required(key, _is_text, "a text"))

    def text_or_empty(self, key: str) -> str:
        """Read a text that may be left out."""
        return self.text(key) if key in self.data else ""

    def slug(self, key: str) -> str:
        """Read a name for machines."""
        value = self.text(key)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            self.refuse(key, Reason.NOT_A_SLUG)
        return value

    def number(self, key: str, least: int) -> int:
        """Read a whole number."""
        value = cast("int", self._required(key, _is_number, "a whole number"))
        if value < least:
            self.refuse(key, Reason.TOO_SMALL, value=value, least=least)
        return value

    def number_or(self, key: str, least: int, default: Value) -> int | Value:
        """Read a whole number that may be left out."""
        return self.number(key, least) if key in self.data else default

    def flag(self, key: str) -> bool:
        """Read true or false; false when left out."""
        return bool(self._optional(key, lambda value: isinstance(value, bool), "true or false"))

    def date_or_none(self, key: str) -> date | None:
        """Read a date that may be left out."""
        return cast("date | None", self._optional(key, _is_date, "a date such as 2020-02-24"))

    def time_or_none(self, key: str) -> time | None:
        """Read a time of day that may be left out; a place's own time, so without a zone."""
        return cast("time | None", self._optional(key, _is_time, "a time such as 09:00:00"))

    def choice(self, key: str, allowed: type[Choice], default: Choice | None = None) -> Choice:
        """Read one of the values of an enum."""
        if default is not None and key not in self.data:
            return default
        value = self.text(key)
        if value not in [option.value for option in allowed]:
            names = ", ".join(option.value for option in allowed if option.value)
            self.refuse(key, Reason.UNKNOWN_CHOICE, value=value, allowed=names)
        return allowed(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, empty when left out."""
        values = self._optional(key, _is_list_of(_is_text), "a list of texts") or ()
        return tuple(self._clean(key, value) for value in values)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Read a list of whole numbers, empty when left out."""
        return tuple(self._optional(key, _is_list_of(_is_number), "a list of whole numbers") or ())

    def one_of(self, key: str, value: Value, known: Collection[Value], code: Reason) -> Value:
        """Refuse a value that refers to nothing."""
        if value not in known:
            self.refuse(key, code, value=value)
        return value

    def all_of(
        self, key: str, values: tuple[Value, ...], known: Collection[Value], code: Reason
    ) -> tuple[Value, ...]:
        """Refuse a list that names something twice, or something that is not there."""
        for index, value in enumerate(values):
            self.one_of(key, value, known, code)
            if value in values[:index]:
                self.refuse(key, Reason.DUPLICATE, value=value)
        return values

    def tables(self, key: str, shape: type) -> tuple[SeedTable, ...]:
        """Read the tables under `[[key]]`, none when left out, each shaped as a dataclass."""
        rows = self._optional(key, _is_list_of(_is_table), f"tables under [[{key}]]") or ()
        return tuple(
            SeedTable(self.file, f"{self.path}{key}[{place}].", row).shaped_as(shape)
            for place, row in enumerate(rows, start=1)
        )

    def _clean(self, key: str, value: str) -> str:
        if _CONTROL_CHARACTERS.search(value):
            self.refuse(key, Reason.CONTROL_CHARACTERS)
        return value.strip() or self.refuse(key, Reason.EMPTY)

    # TOML values have no common type: the two readers below are where Any ends.
    def _required(self, key: str, fits: Callable[[object], bool], expected: str) -> Any:  # noqa: ANN401
        if key not in self.data:
            self.refuse(key, Reason.MISSING_KEY)
        return self._optional(key, fits, expected)

    def _optional(self, key: str, fits: Callable[[object], bool], expected: str) -> Any:  # noqa: ANN401
        if key in self.data and not fits(self.data[key]):
            self.refuse(key, Reason.WRONG_TYPE, expected=expected)
        return self.data.get(key)


def _toml(file: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SeedError(file, f"line {line}", Reason.NOT_UTF8) from error
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else content.rstrip().count(b"\n") + 1
        detail = _PLACE.sub("", str(error))
        raise SeedError(file, f"line {line}", Reason.NOT_TOML, detail=detail) from error


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_time(value: object) -> bool:
    return isinstance(value, time)


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_list_of(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(fits, value))
