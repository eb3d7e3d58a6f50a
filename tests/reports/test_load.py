"""Days that are taken, counted on a plan that one can count by hand; and who sees them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from programme.cohorts.models import Role
from programme.programmes.content import ActivityKind
from programme.reports.load import years_of
from programme.reports.load_picture import bars
from tests import factories as make


@pytest.fixture(autouse=True)
def _now(at):
    at(2026, 11, 22, 9)


@pytest.fixture
def two(session):
    """Karen coordinates Hold A and Hold B; Søren leads in both, Lone in A, Åse in Palle's."""
    karen, palle = make.PersonFactory(name="Karen"), make.PersonFactory(name="Palle")
    soren, lone = make.PersonFactory(name="Søren Vang"), make.PersonFactory(name="Lone Hjorth")
    away = make.PersonFactory(name="Åse Fjern")
    a, b = make.CohortFactory(name="Hold A"), make.CohortFactory(name="Hold B")
    other = make.CohortFactory(name="Palles hold")
    for cohort in (a, b):
        make.GrantFactory(person=karen, cohort_id=cohort.id)
    make.GrantFactory(person=palle, cohort_id=other.id)
    make.EnrolmentFactory(cohort=other, person=karen, role=Role.FACILITATOR)
    for cohort, person in ((a, soren), (b, soren), (a, lone), (other, away)):
        make.EnrolmentFactory(cohort=cohort, person=person, role=Role.FACILITATOR)
    make.ActivityFactory(
        cohort=a, number=1, starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 4),
        facilitators=[soren, lone], place="Kursuscentret",
    )  # fmt: skip
    make.ActivityFactory(
        cohort=b, number=2, starts_on=date(2026, 12, 4), facilitators=[soren], place="Aulaen"
    )
    make.ActivityFactory(cohort=a, number=3, starts_on=date(2026, 3, 5), place="Kursuscentret")
    make.ActivityFactory(
        cohort=a, number=4, starts_on=date(2026, 3, 6), facilitators=[lone],
        cancelled_at=make.LONG_AGO,
    )  # fmt: skip
    make.ActivityFactory(
        cohort=a, number=5, starts_on=date(2026, 12, 31), ends_on=date(2027, 1, 1),
        facilitators=[lone],
    )  # fmt: skip
    make.ActivityFactory(
        cohort=a, kind=ActivityKind.SHADOWING, number=None, starts_on=None, ends_on=None
    )
    make.ActivityFactory(
        cohort=other, number=9, starts_on=date(2026, 12, 4), facilitators=[away, soren],
        title="Hemmelig", place="Fjernt sted",
    )  # fmt: skip
    return karen, palle, soren


def tables(text):
    """{caption: {name: [jan … dec, total]}} as the page tells it."""
    found = {}
    for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", table)[1]
        found[caption.split(" og ")[0]] = {
            row[0]: [0 if cell == "–" else int(cell) for cell in row[1:] if cell]
            for row in (
                [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(
                    r"<t[hd].*?>(.*?)</t[hd]>", line, re.DOTALL)]
                for line in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
            )
        }  # fmt: skip
    return found


def months(**days):
    numbers = [days.get(name, 0) for name in ("jan", "feb", "mar", *"456789", "okt", "nov", "dec")]
    return [*numbers, sum(numbers)]


def test_the_days_of_a_year_are_counted(two, sign_in):
    karen, _palle, _soren = two
    found = tables(sign_in(karen).get("/belastning").text)
    assert found["Dage pr. facilitator"] == {
        "Lone Hjorth": months(dec=3),  # 3, 4 and 31 December; the cancelled day does not count
        "Søren Vang": months(dec=2),  # 3 and 4 December, the 4th though twice but once
    }
    assert found["Dage pr. sted"] == {
        "Kursuscentret": months(mar=1, dec=2),
        "Aulaen": months(dec=1),
    }
    assert found["Dage pr. hold"] == {
        "Hold A": months(mar=1, dec=3),
        "Hold B": months(dec=1),
        "Alle hold": months(mar=1, dec=4),
    }
    following = tables(sign_in(karen).get("/belastning?aar=2027").text)
    assert following["Dage pr. hold"]["Hold A"] == months(jan=1)


def test_clashes_are_linked_and_what_one_may_not_see_has_no_name(two, sign_in):
    karen, palle, _soren = two
    text = sign_in(karen).get("/belastning").text
    assert "Søren Vang er optaget" in text
    assert re.search(r'href="/aktivitet/\d+">Seminar 2 \| Ledelse af ledelsesteams', text)
    assert "Hold B" in text
    foreign = sign_in(palle).get("/belastning").text
    assert "Søren Vang er optaget" in foreign
    assert "Hold A" not in foreign
    assert "Seminar 1" not in foreign


def test_facilitators_and_places_of_other_cohorts_are_not_told(two, sign_in):
    karen, palle, _soren = two
    text = sign_in(karen).get("/belastning").text
    assert "Åse Fjern" not in text
    assert "Fjernt sted" not in text
    own = tables(sign_in(palle).get("/belastning").text)
    assert own["Dage pr. facilitator"] == {"Søren Vang": months(dec=1), "Åse Fjern": months(dec=1)}


def test_only_who_coordinates_gets_it(two, sign_in):
    _karen, _palle, soren = two
    assert sign_in(soren).get("/belastning").status_code == 403
    assert sign_in(make.PersonFactory()).get("/belastning").status_code == 403


def test_a_coordinator_without_dates_is_led_on(sign_in, session):
    karen = make.PersonFactory()
    make.GrantFactory(person=karen, cohort_id=make.CohortFactory().id)
    assert "Der er intet med dato i 2026." in sign_in(karen).get("/belastning?aar=x").text
    assert years_of([]) == []


def test_it_asks_the_same_however_many_cohorts(two, sign_in, queries):
    karen, _palle, soren = two
    counts = []
    browser = sign_in(karen)
    for number in (1, 3):
        for _ in range(number):
            cohort = make.CohortFactory()
            make.GrantFactory(person=karen, cohort_id=cohort.id)
            make.ActivityFactory(cohort=cohort, facilitators=[soren])
        with queries() as statements:
            assert browser.get("/belastning").status_code == 200
        counts.append(len(statements))
    assert counts == [9, 9]


def test_bars_are_as_high_as_their_days():
    found = bars([0, 2, 4], ["jan", "feb", "mar"], 1)
    assert [(bar.height, bar.is_now) for bar in found] == [(0, False), (68, True), (136, False)]
    assert [bar.y + bar.height for bar in found] == [160, 160, 160]
    assert [bar.height for bar in bars([0, 0], ["a", "b"], None)] == [0, 0]
