"""The menu: one for all, filtered by what a person holds."""

from __future__ import annotations

import pytest

from programme.cohorts.models import Role
from programme.home.holdings import Holdings, holdings_of
from programme.home.menu import ENTRIES, held
from programme.people.models import Person
from tests import factories as make

EVERYBODY = {
    "participant": [
        "home.index",
        "activities.my_plan",
        "learning_logs.index",
        "learning_logs.goals",
        "cohorts.mine",
    ],
    "employee": ["home.index", "activities.my_plan", "learning_logs.index", "cohorts.mine"],
    "employee_with_goals": [
        "home.index",
        "activities.my_plan",
        "learning_logs.index",
        "learning_logs.goals",
        "cohorts.mine",
    ],
    "facilitator": ["home.index", "activities.my_plan", "learning_logs.shared", "cohorts.index"],
    "manager": ["home.index", "activities.my_plan", "learning_logs.shared"],
    "coordinator": ["home.index", "cohorts.index", "programmes.index", "cohorts.directory"],
    "administrator": [
        "home.index",
        "programmes.index",
        "cohorts.directory",
        "home.administration",
    ],
    "former": ["home.index", "learning_logs.index"],
    "nobody": ["home.index"],
}


@pytest.fixture
def people(session):
    """One person for each part, and `everything`, who plays them all."""
    cohort, with_goals = make.CohortFactory(), make.CohortFactory()
    goals = make.GoalSetFactory()
    make.GoalFactory(goal_set=goals)
    with_goals.programme.goal_sets = [goals]
    cohort.programme.goal_sets = [make.GoalSetFactory()]
    people = {name: make.PersonFactory() for name in (*EVERYBODY, "everything")}
    for name, place in {
        "participant": {"cohort": cohort},
        "employee": {"cohort": cohort, "role": Role.APPOINTED_EMPLOYEE},
        "employee_with_goals": {"cohort": with_goals, "role": Role.APPOINTED_EMPLOYEE},
        "facilitator": {"cohort": cohort, "role": Role.FACILITATOR},
        "former": {"cohort": cohort, "ended_at": make.LONG_AGO},
    }.items():
        make.EnrolmentFactory(person=people[name], **place)
    people["participant"].line_manager_id = people["manager"].id
    people["former"].line_manager_id = people["nobody"].id
    people["administrator"].is_administrator = True
    make.GrantFactory(person=people["coordinator"], cohort_id=cohort.id)
    _everything(people["everything"], cohort, people["employee"])
    session.flush()
    return people


def _everything(person, cohort, reports):
    make.EnrolmentFactory(person=person, cohort=cohort)
    make.EnrolmentFactory(person=person, cohort=cohort, role=Role.FACILITATOR)
    make.GrantFactory(person=person, organisation_id=person.organisation_id)
    reports.line_manager_id = person.id
    person.is_administrator = True


def offered(holdings):
    return [entry.endpoint for entry in ENTRIES if entry.offered(holdings)]


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_is_offered_what_they_hold(people, in_app, name):
    key = people[name].id
    with in_app() as own:
        assert offered(holdings_of(own.get(Person, key))) == EVERYBODY[name]


def test_who_plays_all_parts_gets_the_union_in_the_same_order(people, in_app):
    key = people["everything"].id
    with in_app() as own:
        assert offered(holdings_of(own.get(Person, key))) == [e.endpoint for e in ENTRIES]


def test_the_menu_costs_one_question(people, in_app, queries):
    key = people["everything"].id
    with in_app() as own:
        person = own.get(Person, key)
        with queries() as asked:
            holdings_of(person)
    assert len(asked) == 1


def test_a_stranger_is_not_asked_about(app, session, queries):
    with app.test_request_context(), queries() as statements:
        assert held() == Holdings()
    assert statements == []


def test_nothing_is_held_by_strangers():
    assert offered(Holdings()) == ["home.index"]


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "/"),
        ("/forloeb/", "/forloeb/"),
        ("/hold", "/hold"),
        ("/hold/findes-ikke", "/hold"),
        ("/personer/ny", "/personer"),
        ("/log/delt", "/log/delt"),
        ("/holdning", None),
        ("/stil", None),
        ("/aktivitet/7", "/hold"),
        ("/kalender", "/min-plan"),
    ],
)
def test_the_entry_one_stands_under_is_marked(people, sign_in, path, entry):
    text = sign_in(people["everything"]).get(path).text
    menu = text.split('class="main-menu"')[1].split("</nav>")[0]
    marked = [link.split('"')[1] for link in menu.split("<a ")[1:] if "aria-current" in link]
    assert marked == ([entry] if entry else [])


@pytest.mark.parametrize(
    ("name", "entry"), [("participant", "/min-plan"), ("coordinator", "/hold"), ("nobody", None)]
)
def test_an_activity_stands_under_the_plan_one_comes_from(people, sign_in, name, entry):
    text = sign_in(people[name]).get("/aktivitet/7").text
    menu = text.split('class="main-menu"')[1].split("</nav>")[0]
    marked = [link.split('"')[1] for link in menu.split("<a ")[1:] if "aria-current" in link]
    assert marked == ([entry] if entry else [])


def test_above_seven_the_last_go_under_more(people, sign_in):
    text = sign_in(people["everything"]).get("/forloeb/").text
    menu = text.split('class="main-menu"')[1].split("</nav>")[0]
    more = menu.split("<details>")[1]
    assert menu.count("<a ") - more.count("<a ") == 7
    assert 'href="/forloeb/"' in more


@pytest.mark.parametrize(
    ("name", "writes"), [("participant", True), ("former", True), ("manager", False)]
)
def test_who_has_a_log_can_write_from_every_page(people, sign_in, name, writes):
    text = sign_in(people[name]).get("/mit-hold").text
    assert ('class="write-button"' in text) is writes


def test_a_notice_waits_for_a_whole_page(people, sign_in):
    browser = sign_in(people["coordinator"])
    with browser.http.session_transaction(base_url=browser.base) as kept:
        kept["_flashes"] = [("success", "Det er gemt."), ("message", "Bare til orientering.")]
    assert "Det er gemt." not in browser.get("/personer?q=x", htmx=True).text
    page = browser.get("/personer").text
    assert "Det er gemt." in page
    assert page.count("alert-success") == 1
    assert page.count("alert-info") == 1
    assert "Det er gemt." not in browser.get("/personer").text


def test_an_error_page_comes_up_though_the_database_does_not(people, sign_in, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from programme.home import menu

    def fail(_person):
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr(menu, "holdings_of", fail)
    page = sign_in(people["coordinator"]).get("/findes-ikke")
    assert page.status_code == 404
    assert "main-menu" in page.text


def test_strangers_get_a_page_without_menu(client):
    page = client.get("/fortrolighed")
    assert page.status_code == 200
    assert "main-menu" not in page.text
    assert "write-button" not in page.text
