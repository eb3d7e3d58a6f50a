"""Forms and dates for the style guide: one form as it stands, one with something to mend."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from programme.core.forms import DateField, Form, TimeField, line, text

KINDS = (("seminar", "Seminar"), ("meeting", "Netværksmøde"))
GOALS = (
    ("4", "4 Rammer for de professionelles læring"),
    ("6", "6 Udvikling af ledelsesteamet"),
    ("8", "8 Mellemledere klædt på"),
)
AUDIENCES = (("all", "Fælles"), ("leaders", "For ledere"), ("employees", "For medarbejdere"))
FAULTS = {
    "name": "Skriv et navn.",
    "start": "31. april findes ikke. Se efter på datoen.",
    "kind": "Vælg en type.",
    "text": "Teksten må højst være på 10.000 tegn.",
    "goals": "Vælg et mål eller “Intet mål”.",
    "audience": "Vælg, hvem aktiviteten er for.",
    "remember": "Sæt kryds for at gå videre.",
}
DAYS = (
    date(2026, 9, 10),
    date(2026, 12, 3),
    date(2026, 12, 4),
    date(2027, 1, 14),
    date(2027, 2, 13),
)


class SampleForm(Form):
    """A field of every kind."""

    name = line("Navn", needed=True)
    start = DateField("Startdato", description="Fx 24-02-2027 eller 24. februar 2027")
    kind = SelectField("Type")
    text = text("Refleksion – Hvad tænker du om det?", rows=4)
    goals = SelectMultipleField("Kompetencemål", widget=ListWidget(), option_widget=CheckboxInput())
    audience = RadioField("Målgruppe")
    remember = BooleanField("Husk mig på denne enhed i 30 dage")
    begins = TimeField("Fra")
    ends = TimeField("Til")
    version = HiddenField()


def samples() -> dict[str, Any]:
    """What the style guide's template shows."""
    data = {"name": "Mette Holm", "goals": ["6"], "audience": "all", "remember": True}
    return {"sample": _form("a-", **data), "faulty": _faulty(), "days": DAYS}


def _faulty() -> SampleForm:
    form = _form("b-")
    form.start.raw_data = ["31. april"]
    for name, message in FAULTS.items():
        form[name].errors = [message]
    return form


def _form(prefix: str, **data: Any) -> SampleForm:  # noqa: ANN401 - as each field takes
    form = SampleForm(formdata=None, prefix=prefix, data=data)
    form.kind.choices = list(KINDS)
    form.goals.choices = list(GOALS)
    form.audience.choices = list(AUDIENCES)
    return form
