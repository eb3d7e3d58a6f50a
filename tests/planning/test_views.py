from __future__ import annotations

import html
import re
from datetime import date

import pytest
import sqlalchemy as sa

from programme.activities.models import Activity
from programme.cohorts.models import Cohort, CohortState
from programme.outbox.models import OutboxMail
from tests import factories as make
from tests.planning.conftest import BARE, HALF_YEAR, LONG

GOOD_FRIDAY = "move_12:2022-04-22"


@pytest.fixture
def karen(world, sign_in):
    return sign_in(world.karen)


@pytest.fixture
def basics(world):
    def made(**changes):
        return {
            "programme": LONG,
            "organisation": world.organisation.id,
            "name": "Hold 2020",
            "starts_on": "24. februar 2020",
            "key": "form-1",
            "accept_reason": "Dagen er aftalt.",
        } | changes

    return made


def text_of(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def count(session, model):
    return session.scalar(sa.select(sa.func.count()).select_from(model))


def fields_of(answer):
    """What the form of the preview would send, of several of one name the last."""
    form = re.search(
        r'<form method="post" action="/hold/nyt/opret".*?</form>', answer.text, re.DOTALL
    )
    inputs = re.findall(r"<input[^>]*>", form[0])
    found = {}
    for each in inputs:
        if re.search(r'type="(checkbox|radio)"', each) and " checked" not in each:
            continue
        name = re.search(r'name="([^"]+)"', each)
        value = re.search(r'value="([^"]*)"', each)
        found[name[1]] = html.unescape(value[1]) if value else ""
    return found


# Who may ------------------------------------------------------------------------------------


def test_coordinators_of_one_cohort_and_others_make_none(world, sign_in, basics):
    only_one = make.PersonFactory(organisation=world.organisation)
    make.GrantFactory(person=only_one, cohort_id=make.CohortFactory().id)
    for person in (world.peter, only_one):
        browser = sign_in(person)
        assert browser.get("/hold/nyt").status_code == 403
        assert browser.get("/hold/nyt/forslag", query_string=basics()).status_code == 403
        assert browser.post("/hold/nyt/opret", basics()).status_code == 403


def test_who_coordinates_a_programme_is_offered_that_one(world, sign_in, basics, session):
    browser = sign_in(world.rikke)
    page = browser.get("/hold/nyt")
    assert f'value="{LONG}"' in page.text
    assert f'value="{HALF_YEAR}"' not in page.text
    answer = browser.post("/hold/nyt/opret", basics(programme=HALF_YEAR))
    assert answer.status_code == 422
    assert count(session, Cohort) == 0


def test_another_organisation_owns_nothing_of_mine(world, karen, basics, session):
    answer = karen.post("/hold/nyt/opret", basics(organisation=world.other.id))
    assert answer.status_code == 422
    assert count(session, Cohort) == 0


def test_a_programme_for_the_one_and_an_organisation_for_the_other(world, sign_in, basics, session):
    """Each may be chosen, but not together."""
    make.GrantFactory(person=world.rikke, organisation_id=world.other.id)
    mixed = basics(programme=HALF_YEAR, organisation=world.organisation.id)
    answer = sign_in(world.rikke).get("/hold/nyt/forslag", query_string=mixed)
    assert answer.status_code == 422
    assert "Du kan ikke oprette et hold på det forløb for den organisation." in answer.text
    assert count(session, Cohort) == 0


# The form -----------------------------------------------------------------------------------


def test_the_form_comes_filled_in_from_a_programme_s_page(world, karen):
    page = karen.get(f"/hold/nyt?programme={LONG}")
    assert re.search(rf'<option selected value="{LONG}"', page.text)
    assert re.search(r'name="key" value="[0-9a-f]{32}"', page.text)
    again = karen.get("/hold/nyt?name=Hold+2027&starts_on=2027-02-22&key=abc")
    assert 'value="Hold 2027"' in again.text
    assert 'value="2027-02-22"' in again.text
    assert 'value="abc"' in again.text


def test_of_several_programmes_none_is_chosen_beforehand(world, karen, sign_in, basics):
    page = karen.get("/hold/nyt").text
    assert "Vælg et forløb</option>" in page
    assert "<option selected" not in page.replace('<option selected value="">', "")
    answer = karen.get("/hold/nyt/forslag", query_string=basics(programme=""))
    assert answer.status_code == 422
    assert "Vælg et forløb</option>" not in sign_in(world.rikke).get("/hold/nyt").text


def test_one_organisation_is_not_asked_for_and_two_are(world, karen, session):
    assert "<select" in karen.get("/hold/nyt").text
    assert 'name="organisation" value=' in karen.get("/hold/nyt").text
    make.GrantFactory(person=world.karen, organisation_id=world.other.id)
    assert "Anden Kommune" in karen.get("/hold/nyt").text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Navn"),
        ({"name": "x" * 10_000}, "10000"),
        ({"name": "klokke\x07"}, "tegn"),
        ({"starts_on": ""}, "Startdato"),
        ({"starts_on": "31. april 2027"}, "findes ikke"),
        ({"programme": "findes-ikke"}, "listen"),
        ({"organisation": "x"}, "listen"),
    ],
)
def test_a_form_that_cannot_be_read_is_shown_again(karen, basics, session, changes, message):
    for answer in (
        karen.get("/hold/nyt/forslag", query_string=basics(**changes)),
        karen.post("/hold/nyt/opret", basics(**changes)),
    ):
        assert answer.status_code == 422
        assert "error-summary" in answer.text
        assert message in text_of(answer)
    assert count(session, Cohort) == 0


# The preview --------------------------------------------------------------------------------


def test_the_plan_is_shown_before_it_is_made(karen, basics, session):
    answer = karen.get("/hold/nyt/forslag", query_string=basics())
    text = text_of(answer)
    assert "Se planen, før den oprettes" in text
    assert "13 aktiviteter · 12 med dato · 1 helligdag" in text
    assert "Seminar 1 | Udvikling af PLF 20.–21. august 2020 torsdag–fredag 34" in text
    assert "kan ligge 5. juni–13. oktober 2021" in text
    assert "Langfredag" in text
    assert "Brug fredag den 22. april 2022" in text
    assert "24. februar 2020–9. juni 2022" in text
    assert answer.text.count('<tr class="is-flagged">') == 1
    assert count(session, Cohort) == 0


def test_a_start_in_2027_has_a_remark_and_no_finding(karen, basics):
    answer = karen.get("/hold/nyt/forslag", query_string=basics(starts_on="22-02-2027"))
    text = text_of(answer)
    assert "13 aktiviteter · 12 med dato" in text
    assert "helligdag" not in text
    assert "Vinterferie" in text
    assert "is-flagged" not in answer.text


def test_a_suggestion_is_taken_by_one_click(karen, basics, session):
    shown = karen.get("/hold/nyt/forslag", query_string=basics())
    assert f'value="{GOOD_FRIDAY}"' in shown.text
    used = karen.post("/hold/nyt/forslag", fields_of(shown) | {"use": GOOD_FRIDAY})
    assert used.status_code == 200
    assert "13 aktiviteter · 12 med dato" in text_of(used)
    assert "Langfredag" not in used.text
    assert 'value="22-04-2022"' in used.text
    made = karen.post("/hold/nyt/opret", fields_of(used))
    assert made.status_code == 303
    assert session.scalar(
        sa.select(Activity.starts_on).where(Activity.starts_on == date(2022, 4, 22))
    )


@pytest.mark.parametrize("use", ["move_99:2022-04-22", "name:2022-04-22", "move_13:igår", ""])
def test_a_suggestion_that_was_never_made_changes_nothing(karen, basics, use):
    answer = karen.post("/hold/nyt/forslag", basics(use=use))
    assert answer.status_code == 200
    assert "Langfredag" in answer.text


def test_other_days_are_tried_out(karen, basics):
    answer = karen.post("/hold/nyt/forslag", basics(move_2="lørdag den 22. august 2020"))
    text = text_of(answer)
    assert "22.–23. august 2020" in text
    assert "1 i en weekend" in text


def test_the_fragment_is_the_plan_alone(karen, basics):
    answer = karen.post("/hold/nyt/forslag", basics(), htmx=True)
    assert answer.text.strip().startswith('<div id="proposal">')
    assert "<html" not in answer.text


def test_a_day_that_is_none_stands_at_its_row_and_nothing_is_made(karen, basics, session):
    for address in ("/hold/nyt/forslag", "/hold/nyt/opret"):
        answer = karen.post(address, basics(move_2="31. april 2020"))
        assert answer.status_code == 422
        assert 'value="31. april 2020"' in answer.text
        assert 'href="#move_2"' in answer.text
    assert count(session, Cohort) == 0


def test_a_half_year_tells_what_lies_outside(karen, basics):
    answer = karen.post(
        "/hold/nyt/forslag",
        basics(programme=HALF_YEAR, starts_on="3-2-2027", move_1="5-8-2027"),
    )
    assert "1 uden for perioden" in text_of(answer)


def test_a_programme_without_plan_is_made_bare(karen, basics, session):
    answer = karen.get("/hold/nyt/forslag", query_string=basics(programme=BARE))
    assert "Forløbet har ingen planskabelon endnu. Opret holdet" in answer.text
    made = karen.post("/hold/nyt/opret", fields_of(answer))
    assert made.status_code == 303
    cohort = session.scalar(sa.select(Cohort))
    assert (cohort.ends_on, count(session, Activity)) == (None, 0)
    assert karen.get(made.headers["Location"]).status_code == 200


# Making and publishing ----------------------------------------------------------------------


def test_a_double_click_makes_one_cohort(karen, basics, session):
    answers = [karen.post("/hold/nyt/opret", basics()) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {
        f"/hold/{session.scalar(sa.select(Cohort.id))}"
    }
    assert count(session, Cohort) == 1
    assert count(session, Activity) == 13
    page = karen.get(answers[0].headers["Location"])
    assert "Hold 2020 er oprettet som kladde." in page.text


def test_a_form_without_key_makes_a_cohort_all_the_same(karen, basics, session):
    for _ in range(2):
        karen.post("/hold/nyt/opret", basics(key=""))
    assert count(session, Cohort) == 2


def test_a_plan_before_the_year_2000_is_not_made(karen, basics, session):
    answer = karen.post("/hold/nyt/opret", basics(starts_on="1-2-1999"))
    assert answer.status_code == 422
    assert "Året skal ligge mellem 2000 og 2100." in text_of(answer)
    assert 'value="1-2-1999"' in answer.text
    assert count(session, Cohort) == 0


@pytest.fixture
def made(karen, basics, session):
    karen.post("/hold/nyt/opret", basics(starts_on="22-02-2027"))
    cohort = session.scalar(sa.select(Cohort))
    mette = make.PersonFactory(name="Mette Testsen")
    make.EnrolmentFactory(cohort=cohort, person=mette, level=cohort.programme.levels[0])
    return cohort


def test_publishing_says_first_who_gets_mail(karen, made, at, session):
    at(2026, 11, 22, 9)
    flagged = session.scalar(sa.select(Activity).where(Activity.number == 5))
    flagged.starts_on = flagged.ends_on = date(2026, 12, 25)
    text = text_of(karen.get(f"/hold/{made.id}/offentliggoer"))
    assert "13 aktiviteter bliver synlige for deltagerne." in text
    assert "1 person får én mail med alle sine datoer." in text
    assert "Mette Testsen" in text
    assert "Juledag" in text
    assert "1 aktivitet har ingen dato endnu" in text
    assert made.state is CohortState.DRAFT


def test_confirming_publishes_all_once(karen, made, session):
    for _ in range(2):
        answer = karen.post(f"/hold/{made.id}/offentliggoer")
        assert answer.headers["Location"] == f"/hold/{made.id}"
    assert made.state is CohortState.PUBLISHED
    assert count(session, OutboxMail) == 1
    assert "13 aktiviteter er offentliggjort." in karen.get(f"/hold/{made.id}").text
    again = karen.get(f"/hold/{made.id}/offentliggoer")
    assert "Der er ingen kladder" in again.text


def test_a_cohort_without_people_is_published_without_mail(karen, basics, session):
    karen.post("/hold/nyt/opret", basics())
    cohort = session.scalar(sa.select(Cohort))
    page = karen.get(f"/hold/{cohort.id}/offentliggoer")
    assert "Der er ingen på holdet endnu, så ingen får mail." in page.text
    karen.post(f"/hold/{cohort.id}/offentliggoer")
    assert count(session, OutboxMail) == 0


def test_only_who_coordinates_the_cohort_publishes_it(world, made, sign_in, session):
    mette = session.scalar(
        sa.select(make.PersonFactory._meta.model).where(
            make.PersonFactory._meta.model.name == "Mette Testsen"
        )
    )
    address = f"/hold/{made.id}/offentliggoer"
    for person, status in ((world.peter, 404), (mette, 404)):
        browser = sign_in(person)
        assert browser.get(address).status_code == status
        assert browser.post(address).status_code == status
    made.state = CohortState.PUBLISHED
    assert sign_in(mette).post(address).status_code == 403
