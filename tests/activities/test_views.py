from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from programme.activities.models import Activity, ActivityChange, ChangeKind, FindingOverride
from programme.cohorts.models import CohortState, Role
from programme.outbox.models import OutboxMail
from programme.programmes.content import ActivityKind
from programme.programmes.models import ProgrammeObjective
from tests import factories as make


@pytest.fixture(autouse=True)
def _now(at):
    at(2026, 11, 22, 9)


@pytest.fixture
def seminar(world):
    """Published, two days, for leaders of leaders; Søren leads it."""
    return make.ActivityFactory(
        cohort=world.cohort,
        number=4,
        title="Ledelse af PLF",
        starts_on=date(2026, 12, 3),
        ends_on=date(2026, 12, 4),
        place="Kursuscentret",
        preparation="Skriv fem linjer.",
        try_afterwards="Spørg først.",
        levels=[world.leaders],
        goals=world.goals,
        facilitators=[world.soren],
    )


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def details(**changes):
    return {
        "kind": "seminar",
        "number": "4",
        "title": "Ledelse af PLF",
        "audience": "joint",
        "marker": "",
    } | changes


# Who gets where -----------------------------------------------------------------------------

PAGES = {
    "/hold/{cohort}": {"karen": 200, "soren": 200, "mette": 403, "peter": 404},
    "/hold/{cohort}/aendringer": {"karen": 200, "soren": 200, "mette": 403, "peter": 404},
    "/hold/{cohort}/aktivitet/ny": {"karen": 200, "soren": 403, "mette": 403, "peter": 404},
    "/aktivitet/{key}": {"karen": 200, "soren": 200, "mette": 200, "jonas": 404, "peter": 404},
    "/aktivitet/{key}/ret": {"karen": 200, "soren": 200, "mette": 403, "peter": 404},
    "/aktivitet/{key}/flyt": {"karen": 200, "soren": 403, "mette": 403, "peter": 404},
    "/aktivitet/{key}/aflys": {"karen": 200, "soren": 403, "mette": 403, "peter": 404},
    "/aktivitet/{key}/genopret": {"karen": 200, "soren": 403, "mette": 403, "peter": 404},
    "/min-plan": {"karen": 200, "soren": 200, "mette": 200, "peter": 200},
}


@pytest.mark.parametrize("address", PAGES)
def test_each_visitor_gets_the_page_the_refusal_or_nothing(world, seminar, sign_in, address):
    path = address.format(cohort=world.cohort.id, key=seminar.id)
    for name, status in PAGES[address].items():
        assert sign_in(getattr(world, name)).get(path).status_code == status, name


POSTS = ("ret", "flyt", "aflys", "genopret", "fortryd", "slet")


@pytest.mark.parametrize("act", POSTS)
def test_nobody_else_changes_anything(world, seminar, sign_in, act, session):
    refused = {"mette": 403, "peter": 404, "jonas": 404} | ({} if act == "ret" else {"soren": 403})
    for name, status in refused.items():
        answer = sign_in(getattr(world, name)).post(f"/aktivitet/{seminar.id}/{act}", {})
        assert answer.status_code == status, name
    assert session.scalar(sa.select(Activity.version)) == 1


@pytest.mark.parametrize("path", ["/hold/99", "/hold/99/aendringer", "/aktivitet/99"])
def test_what_does_not_exist_is_not_found(world, sign_in, path):
    assert sign_in(world.karen).get(path).status_code == 404


def test_a_draft_is_not_there_for_members(world, seminar, sign_in):
    seminar.published_at = None
    assert sign_in(world.mette).get(f"/aktivitet/{seminar.id}").status_code == 404
    answer = sign_in(world.soren).get(f"/aktivitet/{seminar.id}")
    assert "Kladde" in answer.text


def test_a_visitor_who_is_not_signed_in_signs_in_first(client, seminar):
    answer = client.get(f"/aktivitet/{seminar.id}")
    assert (answer.status_code, "/log-ind" in answer.headers["Location"]) == (302, True)


# The plan of a cohort -----------------------------------------------------------------------


def test_the_plan_tells_days_gaps_and_findings(world, seminar, sign_in):
    make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.NETWORK_MEETING,
        number=5,
        title="",
        starts_on=date(2027, 3, 26),
        published_at=None,
    )
    make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.SHADOWING,
        number=None,
        title="",
        starts_on=None,
        ends_on=None,
        window_from=date(2026, 8, 15),
        window_to=date(2026, 12, 2),
    )
    page = sign_in(world.karen).get(f"/hold/{world.cohort.id}")
    assert f"/hold/{world.cohort.id}/offentliggoer" in page.text
    text = text_of(page)
    assert "Seminar 4 | Ledelse af PLF" in text
    assert "uge 49 Kursuscentret Soren Testsen" in text
    assert "112 dage i praksis · Prøv af: Spørg først." in text
    assert "Kladde" in text
    assert "Langfredag" in text
    assert "Uden for perioden" in text
    assert "kan ligge 15. august–2. december 2026" in text
    assert "3 aktivitetsdage på 113 dage" in text


def test_a_facilitator_sees_the_plan_without_the_means_to_change_it(world, seminar, sign_in):
    answer = sign_in(world.soren).get(f"/hold/{world.cohort.id}")
    assert "Ledelse af PLF" in answer.text
    for means in ("/flyt", "/aflys", "aktivitet/ny", "offentliggoer"):
        assert means not in answer.text


def test_a_flagged_row_is_put_right_by_one_click(world, sign_in, session):
    meeting = make.ActivityFactory(
        cohort=world.cohort,
        starts_on=date(2026, 12, 25),
        start_time=time(9),
        end_time=time(15, 30),
    )
    browser = sign_in(world.karen)
    page = browser.get(f"/hold/{world.cohort.id}")
    form = re.search(r'<form[^>]*/flyt".*?</form>', page.text, re.DOTALL)[0]
    assert "Brug fredag den 8. januar 2027" in form
    fields = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form))
    answer = browser.post(re.search(r'action="([^"]+)"', form)[1], fields)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/hold/{world.cohort.id}#undo",
    )
    moved = session.get(Activity, meeting.id)
    assert (moved.starts_on, moved.ends_on) == (date(2027, 1, 8), date(2027, 1, 8))
    assert (moved.start_time, moved.end_time) == (time(9), time(15, 30))
    text = text_of(browser.get(f"/hold/{world.cohort.id}"))
    after = browser.get(f"/hold/{world.cohort.id}").text
    assert re.search(
        r'id="undo" tabindex="-1".*flyttet til fredag den 8. januar 2027', after, re.DOTALL
    )
    assert "er flyttet til fredag den 8. januar 2027 kl. 9.00–15.30." in text
    assert "får besked på mail kl. 10.10" in text


def test_the_year_overview_marks_the_days(world, seminar, sign_in):
    answer = sign_in(world.karen).get(f"/hold/{world.cohort.id}?vis=aar")
    assert "year-overview" in answer.text
    assert "1. juledag" in answer.text or "Juledag" in answer.text
    assert f"/aktivitet/{seminar.id}" in answer.text


def test_the_goals_stand_against_the_activities(world, seminar, sign_in):
    make.GoalFactory(goal_set=world.goals[0].goal_set, number=3, short_name="Uden plads")
    make.ActivityFactory(cohort=world.cohort, number=5, starts_on=date(2027, 1, 7))
    browser = sign_in(world.karen)
    answer = browser.get(f"/hold/{world.cohort.id}?vis=maal")
    assert answer.text.count('class="goal-grid__dot"') == 2
    text = text_of(answer)
    assert "Seminar 5" in text
    assert "3 Uden plads" in text
    answer = browser.get(f"/hold/{world.cohort.id}?vis=noget-andet")
    assert "agenda-item" in answer.text


def test_two_sets_of_goals_are_two_tables(world, seminar, sign_in):
    other = make.GoalSetFactory(level=world.employees, name="For ledere af medarbejdere")
    seminar.goals = [*world.goals, make.GoalFactory(goal_set=other, number=1)]
    world.programme.goal_sets.append(other)
    answer = sign_in(world.karen).get(f"/hold/{world.cohort.id}?vis=maal")
    assert answer.text.count("<table") == 2
    assert answer.text.count('class="goal-grid__dot"') == 3
    assert "For ledere af medarbejdere" in answer.text


def test_a_programme_without_goals_says_so(sign_in):
    cohort = make.CohortFactory()
    karen = make.PersonFactory()
    make.GrantFactory(person=karen, cohort_id=cohort.id)
    make.ActivityFactory(cohort=cohort)
    answer = sign_in(karen).get(f"/hold/{cohort.id}?vis=maal")
    assert "Forløbet har ingen kompetencemål." in answer.text


@pytest.mark.parametrize(("view", "count"), [("aar", 7), ("maal", 8)])
def test_the_other_views_ask_no_more(world, seminar, sign_in, queries, view, count):
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}?vis={view}"
    with queries() as statements:
        browser.get(address)
    assert len(statements) == count


def test_objectives_without_an_activity_are_named(world, seminar, sign_in, session):
    session.add(
        ProgrammeObjective(programme_id=world.programme.id, number=1, short_name="Fælles sprog")
    )
    text = text_of(sign_in(world.karen).get(f"/hold/{world.cohort.id}"))
    assert "Målsætninger uden en aktivitet Fælles sprog" in text


def test_an_empty_plan_says_what_to_do(world, sign_in):
    world.cohort.ends_on = None
    text = text_of(sign_in(world.karen).get(f"/hold/{world.cohort.id}"))
    assert "Planen er tom." in text


def test_the_plan_asks_the_same_however_long_it_is(world, sign_in, queries):
    counts = []
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}"
    for number in (1, 3):
        make.ActivityFactory(
            cohort=world.cohort, number=number, facilitators=[world.soren], goals=world.goals
        )
        make.ActivityFactory(cohort=world.cohort, number=number)
        with queries() as statements:
            assert browser.get(address).status_code == 200
        counts.append(len(statements))
    assert counts == [12, 12]
    with queries() as statements:  # nothing has changed: neither rows nor findings are asked for
        assert browser.get(address).status_code == 200
    assert len(statements) == 7


# One's own plan -----------------------------------------------------------------------------


def test_my_plan_is_mine(world, seminar, sign_in):
    held = make.ActivityFactory(cohort=world.cohort, number=3, starts_on=date(2026, 9, 3))
    make.ActivityFactory(
        cohort=world.cohort, title="Kun for andre", levels=[world.employees], number=9
    )
    make.ActivityFactory(cohort=world.cohort, title="En kladde", published_at=None)
    mine = text_of(sign_in(world.mette).get("/min-plan"))
    assert "december 2026" in mine
    assert "Seminar 4 | Ledelse af PLF" in mine
    assert "Vis 1 afholdt" in mine
    assert f"Seminar {held.number}" in mine
    assert "Kun for andre" not in mine
    assert "En kladde" not in mine
    assert "Kun for andre" in text_of(sign_in(world.jonas).get("/min-plan"))


def test_who_leads_in_several_cohorts_is_told_which(world, seminar, sign_in):
    other = make.CohortFactory(name="Efterår")
    make.EnrolmentFactory(cohort=other, person=world.soren, role=Role.FACILITATOR)
    make.ActivityFactory(
        cohort=other, starts_on=date(2027, 2, 3), facilitators=[world.soren], number=1
    )
    text = text_of(sign_in(world.soren).get("/min-plan"))
    assert "Efterår" in text
    assert "i praksis" not in text


def test_an_empty_plan_of_one_s_own(world, sign_in):
    text = text_of(sign_in(world.mette).get("/min-plan"))
    assert "Der er ikke meldt datoer ud endnu. Du får besked, når planen er klar." in text


def test_who_takes_part_in_nothing_is_promised_no_plan(world, sign_in):
    manager = make.PersonFactory(name="Hanne Leder")
    text = text_of(sign_in(manager).get("/min-plan"))
    assert "Det, du bliver inviteret til eller selv leder, kommer til at stå her." in text
    assert "når planen er klar" not in text
    visits = text_of(sign_in(manager).get("/besoeg"))
    assert "Du deltager ikke på et hold" in visits


def test_a_draft_cohort_is_in_nobodys_plan(world, seminar, sign_in):
    world.cohort.state = CohortState.DRAFT
    assert "Ledelse af PLF" not in sign_in(world.mette).get("/min-plan").text


def test_my_plan_asks_the_same_however_long_it_is(world, sign_in, queries):
    counts = []
    browser = sign_in(world.mette)
    for number in (1, 3):
        for _ in range(number):
            make.ActivityFactory(cohort=world.cohort, facilitators=[world.soren])
        with queries() as statements:
            browser.get("/min-plan")
        counts.append(len(statements))
    assert counts == [4, 4]


# One activity -------------------------------------------------------------------------------


def test_the_page_of_an_activity(world, seminar, sign_in):
    text = text_of(sign_in(world.mette).get(f"/aktivitet/{seminar.id}"))
    for words in (
        "torsdag den 3.–fredag den 4. december 2026 · uge 49",
        "Kursuscentret",
        "Soren Testsen",
        "Skriv fem linjer.",
        "Mål nr. 1",
        "Spørg først.",
        "Skriv i loggen om seminaret",
        "2 personer",
        "Mette Testsen",
    ):
        assert words in text
    assert "Jonas" not in text
    assert "Flyt" not in text


def test_only_learners_are_asked_to_write(world, seminar, sign_in):
    for person in (world.karen, world.soren):
        page = sign_in(person).get(f"/aktivitet/{seminar.id}")
        assert "Skriv i loggen om seminaret" not in page.text


def test_a_network_meeting_says_how_long_after_the_seminar_it_is(world, seminar, sign_in):
    meeting = make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.NETWORK_MEETING,
        number=1,
        title="",
        starts_on=date(2027, 1, 1),
    )
    page = sign_in(world.karen).get(f"/aktivitet/{meeting.id}")
    assert "28 dage efter Seminar 4" in text_of(page)
    seminar.published_at = None
    page = sign_in(world.karen).get(f"/aktivitet/{meeting.id}")
    assert "efter Seminar" not in text_of(page)


def test_members_read_what_was_moved_and_why(world, seminar, sign_in):
    move(sign_in(world.karen), seminar, day="10-12-2026", reason="Sne")
    text = text_of(sign_in(world.mette).get(f"/aktivitet/{seminar.id}"))
    assert "Flyttet torsdag den 3. december 2026" in text
    assert "Flyttet fra 3.–4. december 2026" in text
    assert "· Sne" in text
    assert "Fortryd" not in text


# Adding and writing -------------------------------------------------------------------------


def test_adding_an_activity(world, sign_in, session):
    browser = sign_in(world.karen)
    data = details(
        day="fredag den 4. december",
        start_time="9",
        end_time="15.30",
        place="Skolen",
        goal_ids=[world.goals[0].id],
        level_ids=[world.leaders.id],
        facilitator_ids=[world.soren.id],
        **{"days-0": "Velkomst", "links": "EMU om PLF https://emu.dk/plf\n\nhttps://uvm.dk"},
    )
    answer = browser.post(f"/hold/{world.cohort.id}/aktivitet/ny", data)
    assert answer.status_code == 303
    made = session.scalar(sa.select(Activity))
    assert (made.starts_on, made.start_time, made.end_time) == (
        date(2026, 12, 4),
        time(9),
        time(15, 30),
    )
    assert not made.is_published
    assert [(link.title, link.url) for link in made.links] == [
        ("EMU om PLF", "https://emu.dk/plf"),
        ("https://uvm.dk", "https://uvm.dk"),
    ]
    assert "ligger i planen som kladde" in browser.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": ""}, "Type"),
        ({"title": "x" * 10_000}, "10000"),
        ({"title": "klokke\x07"}, "tegn"),
        ({"day": "31. april 2027"}, "findes ikke"),
        ({"day": "4.–3. december 2026"}, "Den sidste dag ligger før den første."),
        ({"day": "i morgen"}, "Skriv datoen som"),
        ({"day": "4. december 2026", "start_time": "25"}, "9.30"),
        ({"day": "4. december 2026", "start_time": "10", "end_time": "9"}, "Den slutter"),
        ({"window_from": "2. maj 2026", "window_to": "1. maj 2026"}, "Perioden slutter"),
        ({"number": "hundrede"}, "Nummer"),
        ({"goal_ids": ["999"]}, "Vælg blandt"),
        ({"goal_ids": ["x"]}, "Vælg blandt"),
        ({"links": "ingen adresse"}, "Et link begynder"),
        ({"day": "1. december 1999"}, "Året skal ligge"),
    ],
)
def test_what_cannot_be_added_is_shown_again_with_all_that_was_typed(
    world, sign_in, session, changes, message
):
    typed = details(place="Skolen ved åen") | changes
    answer = sign_in(world.karen).post(f"/hold/{world.cohort.id}/aktivitet/ny", typed)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert message in text_of(answer)
    assert "Skolen ved åen" in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Activity)) == 0


def test_a_doubtful_date_is_asked_about_once(world, sign_in, session):
    browser = sign_in(world.karen)
    address = f"/hold/{world.cohort.id}/aktivitet/ny"
    answer = browser.post(address, details(day="5. august 2027"))
    assert answer.status_code == 422
    assert "Uden for perioden" in answer.text
    accepted = re.search(r'name="accepted" value="([^"]+)"', answer.text)[1]
    why = {"accepted": accepted, "accept_reason": "Afslutningen ligger efter ferien."}
    again = browser.post(address, details(day="25. december 2026", **why))
    assert again.status_code == 422
    silent = browser.post(address, details(day="5. august 2027", accepted=accepted))
    assert silent.status_code == 422
    assert "Skriv, hvorfor det er i orden alligevel." in silent.text
    assert session.scalar(sa.select(sa.func.count(Activity.id))) == 0
    assert browser.post(address, details(day="5. august 2027", **why)).status_code == 303
    assert session.scalar(sa.select(Activity.starts_on)) == date(2027, 8, 5)
    override = session.scalars(sa.select(FindingOverride)).one()
    assert (override.code, override.reason) == (
        "outside_period",
        "Afslutningen ligger efter ferien.",
    )
    assert (override.by_id, override.cohort_id) == (world.karen.id, world.cohort.id)
    plan = browser.get(f"/hold/{world.cohort.id}")
    assert "Karen Testsen sagde god for det" in plan.text
    assert "Afslutningen ligger efter ferien." in plan.text


def test_editing_everything(world, seminar, sign_in, session):
    browser = sign_in(world.karen)
    page = browser.get(f"/aktivitet/{seminar.id}/ret")
    assert "Skriv fem linjer." in page.text
    data = details(
        version=seminar.version,
        title="Ledelse af professionelle læringsfællesskaber",
        preparation="Skriv tre linjer.",
        **{"days-0": "Formiddag", "days-1": "Eftermiddag"},
    )
    answer = browser.post(f"/aktivitet/{seminar.id}/ret", data)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/aktivitet/{seminar.id}")
    edited = session.get(Activity, seminar.id)
    assert edited.title == "Ledelse af professionelle læringsfællesskaber"
    assert [day.programme for day in edited.days] == ["Formiddag", "Eftermiddag"]
    assert edited.sequence == 1
    assert not edited.goals


def test_texts_stand_in_the_form_as_they_are_written(world, seminar, sign_in, session):
    browser = sign_in(world.soren)
    data = {
        "version": seminar.version,
        "links": "EMU om PLF: https://emu.dk/plf\nhttps://uvm.dk",
        "days-0": "Formiddag",
        "days-1": "Eftermiddag",
    }
    browser.post(f"/aktivitet/{seminar.id}/ret", data)
    page = browser.get(f"/aktivitet/{seminar.id}/ret")
    assert "EMU om PLF https://emu.dk/plf\nhttps://uvm.dk</textarea>" in page.text
    assert "Formiddag</textarea>" in page.text
    assert "Eftermiddag</textarea>" in page.text
    shown = browser.get(f"/aktivitet/{seminar.id}")
    assert '<a href="https://emu.dk/plf" rel="noopener noreferrer">EMU om PLF</a>' in shown.text
    data["version"] = seminar.version
    assert browser.post(f"/aktivitet/{seminar.id}/ret", data).status_code == 303
    assert session.get(Activity, seminar.id).sequence == 1


def test_a_facilitator_writes_the_texts_and_nothing_else(world, seminar, sign_in, session):
    browser = sign_in(world.soren)
    page = browser.get(f"/aktivitet/{seminar.id}/ret")
    assert 'name="title"' not in page.text
    data = {"version": seminar.version, "bring": "En blyant", "title": "Mit", "place": "Hos mig"}
    assert browser.post(f"/aktivitet/{seminar.id}/ret", data).status_code == 303
    edited = session.get(Activity, seminar.id)
    assert (edited.bring, edited.title, edited.place) == (
        "En blyant",
        "Ledelse af PLF",
        "Kursuscentret",
    )


def test_a_facilitator_of_another_activity_does_not(world, sign_in):
    other = make.ActivityFactory(cohort=world.cohort)
    assert sign_in(world.soren).get(f"/aktivitet/{other.id}/ret").status_code == 403


def test_an_edit_that_cannot_be_is_shown_again(world, seminar, sign_in, session):
    data = details(version=seminar.version, preparation="x" * 5001, place="Et nyt sted")
    answer = sign_in(world.karen).post(f"/aktivitet/{seminar.id}/ret", data)
    assert answer.status_code == 422
    assert "Et nyt sted" in answer.text
    answer = sign_in(world.karen).post(
        f"/aktivitet/{seminar.id}/ret", details(version=seminar.version, links="javascript:1")
    )
    assert answer.status_code == 422
    assert session.get(Activity, seminar.id).version == 1


@pytest.mark.parametrize("version", ["0", "", "x"])
def test_a_stale_edit_shows_both_texts(world, seminar, sign_in, session, version):
    data = {"version": version, "preparation": "Min nye opgave"}
    answer = sign_in(world.soren).post(f"/aktivitet/{seminar.id}/ret", data)
    assert answer.status_code == 409
    assert "Min nye opgave" in answer.text
    assert "Skriv fem linjer." in answer.text
    assert session.get(Activity, seminar.id).preparation == "Skriv fem linjer."
    keep_mine(sign_in(world.soren), answer)
    assert session.get(Activity, seminar.id).preparation == "Min nye opgave"


def keep_mine(browser, answer):
    """Press the button that saves one's own text over the newer one."""
    forms = re.findall(r'<form class="button-form".*?</form>', answer.text, re.DOTALL)
    form = next(each for each in forms if "Behold min" in each)
    fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))
    fields.pop("csrf_token")
    assert browser.post(re.search(r'action="([^"]+)"', form)[1], fields).status_code == 303


def test_an_undated_activity_is_edited_too(world, sign_in, session):
    activity = make.ActivityFactory(cohort=world.cohort, starts_on=None, ends_on=None)
    browser = sign_in(world.karen)
    assert browser.get(f"/aktivitet/{activity.id}/ret").status_code == 200
    data = details(version=activity.version, **{"days-0": "Formiddag"})
    assert browser.post(f"/aktivitet/{activity.id}/ret", data).status_code == 303
    assert [day.programme for day in session.get(Activity, activity.id).days] == ["Formiddag"]


def test_a_draft_is_deleted_and_what_is_published_is_not(world, seminar, sign_in, session):
    draft = make.ActivityFactory(cohort=world.cohort, published_at=None)
    browser, key = sign_in(world.karen), draft.id
    assert "Slet kladden" in browser.get(f"/aktivitet/{key}").text
    answer = browser.post(f"/aktivitet/{key}/slet")
    assert answer.headers["Location"] == f"/hold/{world.cohort.id}"
    assert not session.scalar(sa.select(Activity.id).where(Activity.id == key))
    assert browser.post(f"/aktivitet/{seminar.id}/slet").status_code == 422
    assert session.get(Activity, seminar.id) is not None


# Moving, cancelling, undoing ----------------------------------------------------------------


def move(browser, activity, **changes):
    data = {"version": activity.version, "length": "1"} | changes
    return browser.post(f"/aktivitet/{activity.id}/flyt", data)


def test_what_happens_is_shown_before_it_happens(world, seminar, sign_in, session):
    browser = sign_in(world.karen)
    page = browser.get(f"/aktivitet/{seminar.id}/flyt")
    assert "torsdag den 3.–fredag den 4. december 2026" in page.text
    assert "Det sker der" not in page.text
    query = {"day": "fredag den 16. april", "length": "2", "version": seminar.version}
    shown = browser.get(f"/aktivitet/{seminar.id}/flyt", query_string=query)
    text = text_of(shown)
    assert "fredag den 16.–lørdag den 17. april 2027" in text
    assert "Se på datoen en gang til: Uden for perioden Lørdag" in text
    assert "3 personer får besked" in text
    # Other days than those shown cannot be confirmed: the script takes the effect away.
    assert 'data-outdates="move-effect"' in shown.text
    assert '<section class="card card--accent" id="move-effect"' in shown.text
    assert session.get(Activity, seminar.id).version == 1


def test_the_fragment_is_the_form_alone(world, seminar, sign_in):
    query = {"day": "10-12-2026", "length": "1", "version": "1"}
    answer = sign_in(world.karen).get(
        f"/aktivitet/{seminar.id}/flyt", query_string=query, htmx=True
    )
    assert answer.text.strip().startswith('<div class="stack" id="move-form"')
    assert "<html" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_remarks_stand_beside_findings(world, seminar, sign_in):
    query = {"day": "16-02-2027", "length": "1", "version": "1"}
    answer = sign_in(world.karen).get(f"/aktivitet/{seminar.id}/flyt", query_string=query)
    assert "Bemærkninger Vinterferie" in text_of(answer)


def test_moving_and_telling(world, seminar, sign_in, session):
    browser = sign_in(world.karen)
    answer = move(browser, seminar, day="10-12-2026", length="2", reason="Sne")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/aktivitet/{seminar.id}")
    moved = session.get(Activity, seminar.id)
    assert (moved.starts_on, moved.ends_on) == (date(2026, 12, 10), date(2026, 12, 11))
    assert moved.changes[0].reason == "Sne"
    told = set(session.scalars(sa.select(OutboxMail.person_id)))
    assert told == {world.mette.id, world.amina.id, world.soren.id}
    page = browser.get(answer.headers["Location"])
    assert "Fortryd" in page.text
    assert "kl. 10.10" in page.text


def test_the_button_under_the_effect_does_what_was_shown(world, seminar, sign_in, session):
    browser = sign_in(world.karen)
    query = {
        "day": "10.–11. december",
        "length": "1",
        "start_time": "kl. 9",
        "end_time": "15.30",
        "version": seminar.version,
    }
    shown = browser.get(f"/aktivitet/{seminar.id}/flyt", query_string=query)
    form = re.search(r'<form method="post"[^>]*/flyt".*?</form>', shown.text, re.DOTALL)[0]
    fields = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form))
    assert browser.post(f"/aktivitet/{seminar.id}/flyt", fields).status_code == 303
    moved = session.get(Activity, seminar.id)
    assert (moved.starts_on, moved.ends_on) == (date(2026, 12, 10), date(2026, 12, 11))
    assert (moved.start_time, moved.end_time) == (time(9), time(15, 30))


def test_sending_a_move_twice_is_once(world, seminar, sign_in, session):
    browser, version = sign_in(world.karen), seminar.version
    for _ in range(2):
        answer = browser.post(
            f"/aktivitet/{seminar.id}/flyt", {"version": version, "day": "10-12-2026"}
        )
        assert answer.status_code == 303
    assert session.scalar(sa.select(sa.func.count()).select_from(ActivityChange)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 3


def test_a_range_says_itself_how_many_days(world, seminar, sign_in, session):
    move(sign_in(world.karen), seminar, day="8.–10. december 2026", length="1")
    assert session.get(Activity, seminar.id).ends_on == date(2026, 12, 10)


def test_a_move_from_the_front_page_goes_back_with_a_message(world, seminar, sign_in):
    browser = sign_in(world.karen)
    answer = move(browser, seminar, day="10-12-2026", next="/min-plan")
    assert answer.headers["Location"] == "/min-plan"
    assert "er flyttet til torsdag den 10. december 2026." in browser.get("/min-plan").text


def test_a_move_leads_nowhere_else(world, seminar, sign_in):
    answer = move(sign_in(world.karen), seminar, day="10-12-2026", next="//evil.example")
    assert answer.headers["Location"] == f"/aktivitet/{seminar.id}"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"day": ""}, "Skriv den nye dato."),
        ({"day": "31. april 2027"}, "findes ikke"),
        ({"day": "10-12-2026", "length": "0"}, "Antal dage"),
        ({"day": "10-12-2026", "length": "40"}, "Antal dage"),
        ({"day": "1.–31. december 2026", "start_time": "9.75"}, "9.30"),
        ({"day": "1. december 2026–31. januar 2027"}, "højst 31 dage"),
        ({"day": "10-12-2026", "end_time": "9"}, "Skriv også, hvornår den begynder."),
    ],
)
def test_days_that_cannot_be_are_said_so_before_and_after(
    world, seminar, sign_in, session, changes, message
):
    browser = sign_in(world.karen)
    query = {"version": "1", "length": "1"} | changes
    shown = browser.get(f"/aktivitet/{seminar.id}/flyt", query_string=query)
    done = move(browser, seminar, **changes)
    for answer in (shown, done):
        assert answer.status_code == 422
        assert message in text_of(answer)
    assert session.get(Activity, seminar.id).version == 1


def test_too_long_a_reason_is_kept_beside_the_effect(world, seminar, sign_in):
    answer = move(sign_in(world.karen), seminar, day="10-12-2026", reason="lang " * 200)
    assert answer.status_code == 422
    assert "lang lang" in answer.text
    assert "Det sker der" in answer.text


def test_a_stale_move_shows_both_dates(world, seminar, sign_in, session):
    answer = move(sign_in(world.karen), seminar, day="10-12-2026", version="0")
    assert answer.status_code == 409
    assert "torsdag den 10. december 2026" in answer.text
    assert "torsdag den 3.–fredag den 4. december 2026" in answer.text
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 3)
    keep_mine(sign_in(world.karen), answer)
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 10)


def test_moving_a_draft_tells_nobody(world, sign_in, session):
    draft = make.ActivityFactory(cohort=world.cohort, published_at=None)
    browser = sign_in(world.karen)
    query = {"day": "10-12-2026", "version": draft.version}
    shown = browser.get(f"/aktivitet/{draft.id}/flyt", query_string=query)
    assert "Ingen får besked på mail." in shown.text
    move(browser, draft, day="10-12-2026")
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 0
    assert "får besked" not in browser.get(f"/aktivitet/{draft.id}").text


def test_an_undated_one_gets_a_window_or_a_day(world, sign_in, session):
    world.cohort.ends_on = date(2027, 6, 1)
    activity = make.ActivityFactory(cohort=world.cohort, starts_on=None, ends_on=None)
    browser = sign_in(world.karen)
    shown = browser.get(
        f"/aktivitet/{activity.id}/flyt",
        query_string={"day": "", "window_from": "1-2-2027", "window_to": "1-3-2027"},
    )
    assert "kan ligge 1. februar–1. marts 2027" in text_of(shown)
    assert move(browser, activity, window_from="1-2-2027", window_to="1-3-2027").status_code == 303
    assert session.get(Activity, activity.id).window_from == date(2027, 2, 1)
    move(browser, activity, day="9-2-2027", window_from="1-2-2027", window_to="1-3-2027")
    kept = session.get(Activity, activity.id)
    assert (kept.starts_on, kept.window_to) == (date(2027, 2, 9), date(2027, 3, 1))
    move(browser, activity, day="10-2-2027")
    kept = session.get(Activity, activity.id)
    assert (kept.starts_on, kept.window_to) == (date(2027, 2, 10), date(2027, 3, 1))


def test_cancelling_restoring_and_undoing(world, seminar, sign_in, session):
    browser = sign_in(world.karen)
    asked = browser.get(f"/aktivitet/{seminar.id}/aflys")
    assert "3 personer får besked" in text_of(asked)
    answer = browser.post(f"/aktivitet/{seminar.id}/aflys", {"reason": "Sygdom"})
    assert answer.status_code == 303
    assert session.get(Activity, seminar.id).is_cancelled
    page = browser.get(f"/aktivitet/{seminar.id}")
    assert "Aflyst" in page.text
    assert "er aflyst." in page.text
    assert browser.post(f"/aktivitet/{seminar.id}/genopret", {}).status_code == 303
    assert not session.get(Activity, seminar.id).is_cancelled
    page = browser.get(f"/aktivitet/{seminar.id}")
    assert "bliver til noget alligevel." in page.text
    change = re.search(r'name="change" value="(\d+)"', page.text)[1]
    answer = browser.post(f"/aktivitet/{seminar.id}/fortryd", {"change": change})
    assert answer.headers["Location"] == f"/aktivitet/{seminar.id}"
    assert session.get(Activity, seminar.id).is_cancelled


def test_cancelling_a_draft_or_with_an_endless_reason_is_refused(world, seminar, sign_in):
    draft = make.ActivityFactory(cohort=world.cohort, published_at=None)
    browser = sign_in(world.karen)
    answer = browser.post(f"/aktivitet/{draft.id}/aflys", {})
    assert answer.status_code == 422
    assert "Slet den i stedet." in answer.text
    answer = browser.post(f"/aktivitet/{seminar.id}/aflys", {"reason": "x" * 501})
    assert answer.status_code == 422


def test_undoing_from_the_plan_puts_the_day_back(world, seminar, sign_in, session):
    browser = sign_in(world.karen)
    move(browser, seminar, day="10-12-2026")
    page = browser.get(f"/hold/{world.cohort.id}")
    form = re.search(r'<form[^>]*/fortryd".*?</form>', page.text, re.DOTALL)[0]
    fields = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form))
    answer = browser.post(f"/aktivitet/{seminar.id}/fortryd", fields)
    assert answer.headers["Location"] == f"/hold/{world.cohort.id}"
    back = session.get(Activity, seminar.id)
    assert (back.starts_on, back.sequence) == (date(2026, 12, 3), 2)
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 0
    assert "Det er fortrudt." in browser.get(f"/hold/{world.cohort.id}").text


def test_undoing_too_late_or_what_is_not_there(world, seminar, sign_in, at, session):
    browser = sign_in(world.karen)
    move(browser, seminar, day="10-12-2026")
    change = session.scalar(sa.select(ActivityChange.id))
    other = make.ActivityFactory(cohort=world.cohort)
    assert browser.post(f"/aktivitet/{other.id}/fortryd", {"change": change}).status_code == 404
    assert browser.post(f"/aktivitet/{seminar.id}/fortryd", {}).status_code == 404
    at(2026, 11, 22, 9, 11)
    answer = browser.post(f"/aktivitet/{seminar.id}/fortryd", {"change": change})
    assert answer.status_code == 422
    assert "Det er for sent at fortryde" in answer.text
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 10)


# The change list ----------------------------------------------------------------------------


def test_the_change_list(world, seminar, sign_in):
    browser = sign_in(world.karen)
    assert (
        "Der er ikke ændret noget endnu." in browser.get(f"/hold/{world.cohort.id}/aendringer").text
    )
    move(browser, seminar, day="10-12-2026", reason="Sne")
    text = text_of(browser.get(f"/hold/{world.cohort.id}/aendringer"))
    assert "søndag den 22. november 2026" in text
    assert "Seminar 4 | Ledelse af PLF Flyttet fra" in text
    assert "Flyttet fra 3.–4. december 2026 til 10. december 2026: Sne" in text
    assert "Karen Testsen" in text


def test_a_long_change_list_goes_on(world, seminar, sign_in, session):
    for number in range(101):
        at = make.LONG_AGO + timedelta(minutes=number)
        session.add(ActivityChange(activity_id=seminar.id, kind=ChangeKind.EDITED, at=at))
    browser = sign_in(world.karen)
    page = browser.get(f"/hold/{world.cohort.id}/aendringer")
    older = re.search(r'href="([^"]+)" rel="next"', page.text)[1]
    rest = browser.get(older)
    assert page.text.count("row__title") == 100
    assert rest.text.count("row__title") == 1
    assert 'rel="prev"' in rest.text


def test_what_members_are_asked_is_set_and_seen_again(world, seminar, sign_in, session):
    browser, path = sign_in(world.karen), f"/aktivitet/{seminar.id}/ret"
    asked = {"answers_until": "26. november", "asks_diet": "y"}
    answer = browser.post(path, details(version="1", **asked))
    assert answer.status_code == 303
    kept = session.get(Activity, seminar.id)
    assert (kept.answers_until, kept.asks_overnight, kept.asks_diet) == (
        date(2026, 11, 26),
        False,
        True,
    )
    assert 'value="26-11-2026"' in browser.get(path).text
    wrong = browser.post(path, details(version="2", answers_until="31. april"))
    assert (wrong.status_code, "31. april" in wrong.text) == (422, True)
    assert "answers_until" not in sign_in(world.soren).get(path).text
