from __future__ import annotations

from datetime import date, time

import pytest

from programme.outbox import services as outbox
from programme.people.models import Locale
from programme.planning import mail
from programme.programmes.content import ActivityKind
from tests import factories as make

assert mail.published


@pytest.fixture
def compose(in_app):
    def run(person, cohort):
        person_id, cohort_id = person.id, cohort.id
        with in_app():
            return outbox.composers()["planning/published"](person_id, {"cohort": cohort_id})

    return run


def test_one_mail_has_all_one_s_dates(session, compose):
    cohort = make.CohortFactory(name="Hold 2027")
    mette = make.PersonFactory(name="Mette Lindgaard")
    make.EnrolmentFactory(cohort=cohort, person=mette)
    for first, last, more in (
        (date(2027, 8, 19), date(2027, 8, 20), {"place": "Kursuscentret"}),
        (date(2027, 2, 22), date(2027, 2, 22), {"start_time": time(9), "number": 2}),
        (None, None, {"kind": ActivityKind.SHADOWING, "number": None, "title": ""}),
        (date(2027, 3, 1), date(2027, 3, 1), {"cancelled_at": make.LONG_AGO}),
        (date(2027, 3, 2), date(2027, 3, 2), {"published_at": None}),
    ):
        make.ActivityFactory(cohort=cohort, starts_on=first, ends_on=last, **more)
    letter = compose(mette, cohort)
    assert letter.subject == "Dine datoer: Hold 2027"
    assert letter.text.splitlines() == [
        "Kære Mette",
        "",
        "Planen for Hold 2027 er klar. Her er dine datoer:",
        "",
        "mandag den 22. februar 2027 kl. 9.00",
        "Seminar 2 | Ledelse af ledelsesteams",
        "",
        "torsdag den 19.–fredag den 20. august 2027",
        "Seminar 1 | Ledelse af ledelsesteams, Kursuscentret",
        "",
        "Uden dato",
        "Skyggepraktik",
        "",
        "Din plan med forberedelse og program:",
        "https://lederforloeb.test/min-plan",
        "",
        "Få datoerne i din kalender:",
        "https://lederforloeb.test/kalender",
    ]


def test_it_is_written_in_the_reader_s_language_and_tells_the_window(session, compose):
    cohort = make.CohortFactory()
    person = make.PersonFactory(locale=Locale.ENGLISH)
    make.EnrolmentFactory(cohort=cohort, person=person)
    make.ActivityFactory(
        cohort=cohort,
        kind=ActivityKind.SHADOWING,
        number=None,
        title="",
        starts_on=None,
        ends_on=None,
        window_from=date(2027, 6, 5),
        window_to=date(2027, 10, 13),
    )
    letter = compose(person, cohort)
    assert "No date yet, may lie 5 June–13 October 2027\nShadowing" in letter.text


def test_who_has_nothing_in_the_plan_gets_no_mail(session, compose):
    cohort = make.CohortFactory()
    person = make.PersonFactory()
    make.ActivityFactory(cohort=cohort)
    assert compose(person, cohort) is None
