"""What people type: stripped, measured, read as Danes write it, and refused with a reason."""

from __future__ import annotations

from datetime import date, time

import flask
import pytest
from werkzeug.datastructures import MultiDict

from programme.core.errors import RuleBrokenError
from programme.core.forms import DateField, Form, NumberField, TimeField, choice, line, text


class Everything(Form):
    name = line("Name", needed=True)
    story = text("Story")
    day = DateField("Day")
    clock = TimeField("Time")
    places = NumberField("Places", least=1, most=500)
    level = choice("Level", coerce=int)
    role = choice("Role", needed=True)


@pytest.fixture
def fill(app):
    """`fill(name="…")` gives the form as posted, with the rest filled in properly."""
    with app.test_request_context():
        flask.session["locale"] = "en"

        def filled(**values):
            typed = {"name": "Anna", "role": "guest"} | values
            form = Everything(MultiDict(typed), meta={"csrf": False})
            form.level.choices = [("", "–"), ("1", "One")]
            form.role.choices = [("guest", "Guest")]
            return form

        yield filled


def messages(form):
    form.validate()
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def test_values_are_stripped_and_typed(fill):
    form = fill(
        name="  Anna ",
        story="One\r\ntwo ",
        day="fredag den 22. april 2022",
        clock="kl. 9.30",
        places="24",
        level="1",
    )
    assert form.validate()
    assert form.name.data == "Anna"
    assert form.story.data == "One\ntwo"
    assert form.day.data == date(2022, 4, 22)
    assert form.clock.data == time(9, 30)
    assert form.places.data == 24
    assert form.level.data == 1
    assert form.role.data == "guest"


def test_what_may_be_left_out_is_none_or_empty(fill):
    form = fill(story=" ", day="", clock="", places="", level="")
    assert form.validate()
    assert form.story.data == ""
    assert (form.day.data, form.clock.data, form.places.data, form.level.data) == (None,) * 4


@pytest.mark.parametrize("blank", [" ", "\t", "\u2028", "\u00a0"])
def test_a_choice_of_nothing_but_blanks_is_none(fill, blank):
    form = fill(level=blank, role=blank)
    assert form.level.data is form.role.data is None
    assert messages(form) == {"role": ["Fill in “Role”."]}


def test_fields_that_were_not_sent_are_left_out(fill):
    form = fill()
    assert form.validate()
    assert (form.day.data, form.clock.data, form.places.data, form.level.data) == (None,) * 4


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"name": "  "}, "name", "Fill in “Name”."),
        ({"name": "x" * 10_000}, "name", "“Name” is too long: 10000 characters."),
        ({"name": "a\x07b"}, "name", "characters that cannot be shown"),
        ({"name": "a\u202eb"}, "name", "characters that cannot be shown"),
        ({"name": "\u200b \u2060"}, "name", "Fill in “Name”."),
        ({"name": "a\nb"}, "name", "characters that cannot be shown"),
        ({"story": "a\u2028b"}, "story", "characters that cannot be shown"),
        ({"story": "x" * 10_001}, "story", "There is room for 10000."),
        ({"day": "31. april 2027"}, "day", "There is no such day."),
        ({"day": "soon"}, "day", "Write the date as"),
        ({"day": "mandag den 22. april 2022"}, "day", "do not belong together"),
        ({"clock": "25.00"}, "clock", "Write the time as 9.30."),
        ({"places": "0"}, "places", "a whole number from 1 to 500"),
        ({"places": "many"}, "places", "a whole number from 1 to 500"),
        ({"level": "7"}, "level", "Choose one of those in the list."),
        ({"level": "seven"}, "level", "Choose one of those in the list."),
        ({"role": ""}, "role", "Fill in “Role”."),
    ],
)
def test_a_refusal_says_what_to_mend(fill, values, field, words):
    form = fill(**values)
    found = messages(form)
    assert list(found) == [field]
    assert len(found[field]) == 1
    assert words in found[field][0]


def test_what_was_typed_stands_again(fill):
    form = fill(name="An\x07na", day="31.\x00 april", clock="25.00", places="many")
    form.validate()
    assert 'value="An\ufffdna"' in form.name()
    assert 'value="31.\ufffd april"' in form.day()
    assert 'value="25.00"' in form.clock()
    assert 'value="many"' in form.places()


def test_what_is_kept_is_shown_as_danes_write_it(app):
    with app.test_request_context():
        values = {"day": date(2027, 1, 9), "clock": time(9, 5), "places": 24}
        form = Everything(data=values, meta={"csrf": False})
        assert 'value="09-01-2027"' in form.day()
        assert 'value="9.05"' in form.clock()
        assert 'value="24"' in form.places()
        empty = Everything(meta={"csrf": False})
        assert [field().count('value=""') for field in (empty.day, empty.clock, empty.places)] == [
            1
        ] * 3


def test_a_broken_rule_is_shown_at_its_field_or_above_the_form(fill):
    form = fill()
    form.validate()
    form.refuse(RuleBrokenError("Taken.", "name"))
    form.refuse(RuleBrokenError("Closed."))
    assert form.errors == {"name": ["Taken."], "": ["Closed."]}
