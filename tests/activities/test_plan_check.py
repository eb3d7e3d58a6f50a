"""The plan check where people meet it: forms, plan, publishing, settings; and its silence."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from programme.activities import services
from programme.activities.findings import FindingCode
from programme.activities.models import Activity, FindingOverride, FindingSetting, Severity
from programme.activities.plan import When
from programme.cohorts.models import CohortState, Role
from programme.core.db import db
from programme.people.models import Person
from programme.venues import services as venues
from programme.venues.models import BusyTime
from tests import factories as make

DAY = date(2026, 12, 2)
SECRET, SECRET_COHORT = 987_654, 876_543


@pytest.fixture(autouse=True)
def _now(at):
    at(2026, 11, 22, 9)


@pytest.fixture
def secret(world):
    """A seminar of another organisation's cohort, led by Søren on the day, Mette taking part."""
    cohort = make.CohortFactory(
        id=SECRET_COHORT,
        programme=make.ProgrammeFactory(name="Skjult forløb"),
        name="Hemmeligt hold",
    )
    make.EnrolmentFactory(cohort=cohort, person=world.soren, role=Role.FACILITATOR)
    make.EnrolmentFactory(cohort=cohort, person=world.mette)
    return make.ActivityFactory(
        id=SECRET,
        cohort=cohort,
        number=8,
        title="Fortroligt tema",
        place="Et sted i skoven",
        starts_on=DAY,
        facilitators=[world.soren],
    )


@pytest.fixture
def here(world):
    return make.ActivityFactory(
        cohort=world.cohort, starts_on=DAY, facilitators=[world.soren], title="Her", number=2
    )


def details(**changes):
    return {
        "kind": "seminar",
        "number": "4",
        "title": "Ledelse af PLF",
        "audience": "joint",
        "marker": "",
    } | changes


def accepted(answer):
    return re.search(r'name="accepted" value="([^"]*)"', answer.text)[1]


def tells(answer):
    """Whether anything of the secret seminar stands in the answer."""
    words = ("Hemmeligt", "Fortroligt", "Skjult", "skoven", str(SECRET), str(SECRET_COHORT))
    return [word for word in words if word in answer.text]


# What it never tells -----------------------------------------------------------------------


def test_a_clash_with_what_one_may_not_see_says_busy_and_no_more(
    world, secret, here, sign_in, session
):
    here.published_at = None
    world.cohort.state = CohortState.DRAFT
    session.flush()
    browser, new = sign_in(world.karen), f"/hold/{world.cohort.id}/aktivitet/ny"
    sent = details(day="2. december 2026", facilitator_ids=[world.soren.id])
    answers = {
        "plan": browser.get(f"/hold/{world.cohort.id}"),
        "publish": browser.get(f"/hold/{world.cohort.id}/offentliggoer"),
        "home": browser.get("/"),
        "new": browser.post(new, sent),
    }
    assert {name: tells(answer) for name, answer in answers.items()} == {
        name: [] for name in answers
    }
    for name, answer in answers.items():
        assert "Soren Testsen er optaget" in answer.text, name
    assert "Mette Testsen er optaget" in answers["plan"].text
    why = {"accept_reason": "Aftalt", "accepted": accepted(answers["new"])}
    assert browser.post(new, sent | why).status_code == 303
    for path in (f"/hold/{world.cohort.id}", "/"):
        assert tells(browser.get(path)) == []
    edited = browser.post(
        f"/aktivitet/{here.id}/ret",
        details(version=session.get(Activity, here.id).version, facilitator_ids=[world.soren.id]),
    )
    assert (edited.status_code, tells(edited)) == (303, [])


def test_an_edit_that_clashes_asks_and_tells_nothing(world, secret, sign_in, session):
    free = make.ActivityFactory(cohort=world.cohort, starts_on=DAY, audience="employees")
    browser, address = sign_in(world.karen), f"/aktivitet/{free.id}/ret"
    sent = details(version=1, audience="employees", facilitator_ids=[world.soren.id])
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "Soren Testsen er optaget" in answer.text
    assert tells(answer) == []
    assert session.get(Activity, free.id).version == 1
    why = {"accept_reason": "Han når begge dele.", "accepted": accepted(answer)}
    assert browser.post(address, sent | why).status_code == 303
    assert session.scalars(sa.select(FindingOverride.reason)).all() == ["Han når begge dele."]
    assert browser.post(address, sent | {"version": 2, "title": "Nyt"}).status_code == 303


def test_a_move_that_clashes_asks_and_tells_nothing(world, secret, sign_in, session):
    free = make.ActivityFactory(
        cohort=world.cohort, starts_on=date(2026, 12, 9), facilitators=[world.soren]
    )
    browser, address = sign_in(world.karen), f"/aktivitet/{free.id}/flyt"
    sent = {"day": "02-12-2026", "length": "1", "version": "1"}
    shown = browser.get(address, query_string=sent)
    refused = browser.post(address, sent)
    for answer in (shown, refused):
        assert "Soren Testsen er optaget" in answer.text
        assert tells(answer) == []
    assert session.get(Activity, free.id).starts_on == date(2026, 12, 9)
    why = {"accept_reason": "Han når begge dele.", "accepted": accepted(shown)}
    assert browser.post(address, sent | why).status_code == 303
    assert session.get(Activity, free.id).starts_on == DAY


def test_what_is_kept_for_one_reader_is_not_given_to_another(world, secret, here, sign_in):
    """Both read the same kept plan; one of them coordinates both cohorts."""
    both = make.PersonFactory(organisation=world.organisation, name="Bodil Bege")
    make.GrantFactory(person=both, cohort_id=world.cohort.id)
    make.GrantFactory(person=both, cohort_id=secret.cohort_id)
    address = f"/hold/{world.cohort.id}"
    one, two = sign_in(both), sign_in(world.karen)
    for _time in range(2):
        seen, hidden = one.get(address), two.get(address)
        assert f'href="/aktivitet/{SECRET}"' in seen.text
        assert "Seminar 8 | Fortroligt tema · Hemmeligt hold" in seen.text
        assert tells(hidden) == []
    for link in re.findall(rf'href="(/aktivitet/{SECRET})"', seen.text):
        assert one.get(link).status_code == 200
        assert two.get(link).status_code == 404


def test_a_participant_is_told_of_what_stands_in_her_own_plan(world, secret, here, sign_in):
    """Whoever coordinates here and takes part there may read the name there."""
    make.EnrolmentFactory(cohort=secret.cohort, person=world.karen)
    assert "Fortroligt tema" in sign_in(world.karen).get(f"/hold/{world.cohort.id}").text


# The plan ----------------------------------------------------------------------------------


def test_two_cohorts_with_one_facilitator_name_each_other(world, here, sign_in):
    parallel = make.CohortFactory(
        programme=world.programme, organisation=world.organisation, name="Hold Æblø"
    )
    there = make.ActivityFactory(
        cohort=parallel, starts_on=DAY, facilitators=[world.soren], number=5, title="Der"
    )
    browser = sign_in(world.karen)
    first = browser.get(f"/hold/{world.cohort.id}")
    second = browser.get(f"/hold/{parallel.id}")
    assert f'<a href="/aktivitet/{there.id}">Seminar 5 | Der · Hold Æblø</a>' in first.text
    assert (
        f'<a href="/aktivitet/{here.id}">Seminar 2 | Her · {world.cohort.name}</a>' in second.text
    )
    home = browser.get("/")
    assert "Seminar 2 | Her er dobbeltbooket: Soren Testsen er optaget" in home.text
    assert f'href="/hold/{world.cohort.id}#activity-{here.id}"' in home.text
    there.starts_on = there.ends_on = date(2026, 12, 3)
    for address in (f"/hold/{world.cohort.id}", f"/hold/{parallel.id}", "/"):
        assert "optaget" not in browser.get(address).text


def test_a_kept_plan_notices_what_happens_elsewhere(world, secret, here, sign_in, in_app):
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}"
    assert "er optaget" in browser.get(address).text
    with in_app():
        away = When(starts_on=date(2026, 12, 9))
        there = db.session.get(Activity, SECRET)
        services.move(there, away, version=there.version, by=None)
    assert "er optaget" not in browser.get(address).text
    soren = world.soren.id
    with in_app():
        person = db.session.get(Person, soren)
        venues.note_busy(venues.BusySpan(DAY, DAY), by=person, person=person)
    assert "Soren Testsen kan ikke" in browser.get(address).text
    assert ": Soren Testsen kan ikke" in browser.get("/").text
    with in_app():
        venues.remove_busy(db.session.scalar(sa.select(BusyTime)))
    assert "Soren Testsen kan ikke" not in browser.get(address).text


def test_names_and_reasons_are_shown_as_text(world, here, sign_in, session):
    world.soren.name = "Søren <b>Å</b>"
    make.ActivityFactory(
        cohort=world.cohort, starts_on=DAY, facilitators=[world.soren], title="<i>x</i>"
    )
    session.add(
        FindingOverride(
            cohort_id=world.cohort.id,
            activity_id=here.id,
            code="weekend",
            subject="x",
            reason="<script>",
            at=datetime(2026, 11, 22, tzinfo=UTC),
        )
    )
    session.flush()
    text = sign_in(world.karen).get(f"/hold/{world.cohort.id}").text
    assert "Søren &lt;b&gt;Å&lt;/b&gt; er optaget" in text
    assert "<i>x" not in text


# New, edited, published --------------------------------------------------------------------


def test_a_reason_of_ten_thousand_letters_is_refused(world, sign_in, session):
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}/aktivitet/ny"
    answer = browser.post(address, details(day="5. august 2027"))
    sent = details(day="5. august 2027", accepted=accepted(answer), accept_reason="æ" * 10_000)
    assert browser.post(address, sent).status_code == 422
    assert session.scalars(sa.select(Activity)).all() == []


@pytest.mark.parametrize("sent", [{}, {"accepted": "x", "accept_reason": "Alligevel"}])
def test_what_is_blocked_is_not_saved_whatever_one_writes(world, sign_in, session, sent):
    session.add(
        FindingSetting(cohort_id=world.cohort.id, code="outside_period", severity=Severity.BLOCK)
    )
    session.flush()
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}/aktivitet/ny"
    answer = browser.post(address, details(day="5. august 2027", **sent))
    assert answer.status_code == 422
    assert "Plankontrollen stopper det her: Uden for perioden." in answer.text
    assert 'name="accept_reason"' not in answer.text
    assert session.scalars(sa.select(Activity)).all() == []


def test_a_facilitator_prepares_without_being_asked_about_the_date(world, secret, here, sign_in):
    answer = sign_in(world.soren).post(
        f"/aktivitet/{here.id}/ret", {"version": 1, "preparation": "Læs kapitel 3."}
    )
    assert answer.status_code == 303


def test_a_foreign_facilitator_is_refused_before_anything_is_told(world, secret, sign_in):
    stranger = make.PersonFactory(name="Frida Fremmed")
    secret.facilitators = [stranger]
    answer = sign_in(world.karen).post(
        f"/hold/{world.cohort.id}/aktivitet/ny",
        details(day="2. december 2026", facilitator_ids=[stranger.id]),
    )
    assert answer.status_code == 422
    assert "Frida" not in answer.text
    assert "optaget" not in answer.text


def test_publishing_asks_once_for_all_that_is_found(world, here, sign_in, session):
    draft = make.ActivityFactory(
        cohort=world.cohort, starts_on=date(2026, 12, 25), published_at=None, number=3, title="Jul"
    )
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}/offentliggoer"
    page = browser.get(address)
    assert "Seminar 3 | Jul: Juledag" in re.sub(r"<[^>]+>", "", page.text)
    assert browser.post(address, {}).status_code == 422
    silent = browser.post(address, {"accepted": accepted(page)})
    assert silent.status_code == 422
    assert session.get(Activity, draft.id).published_at is None
    sent = {"accepted": accepted(page), "accept_reason": "Vi holder jul sammen."}
    assert browser.post(address, sent).status_code == 303
    assert session.get(Activity, draft.id).published_at is not None
    row = session.scalars(sa.select(FindingOverride)).one()
    assert (row.activity_id, row.code) == (draft.id, "public_holiday")
    plan = browser.get(f"/hold/{world.cohort.id}")
    assert "Vi holder jul sammen." in plan.text


def test_publishing_is_stopped_by_what_is_blocked(world, sign_in, session):
    draft = make.ActivityFactory(
        cohort=world.cohort, starts_on=date(2026, 12, 25), published_at=None
    )
    session.add(
        FindingSetting(cohort_id=world.cohort.id, code="public_holiday", severity=Severity.BLOCK)
    )
    session.flush()
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}/offentliggoer"
    assert "Bekræft" not in browser.get(address).text
    answer = browser.post(address, {"accept_reason": "Alligevel"})
    assert answer.status_code == 422
    assert session.get(Activity, draft.id).published_at is None


# Settings ----------------------------------------------------------------------------------


def chosen(**changes):
    return {code.value: code.default.value for code in FindingCode} | changes


def test_only_those_who_coordinate_set_the_plan_check(world, sign_in):
    address = f"/hold/{world.cohort.id}/indstillinger/plankontrol"
    for name, status in {"karen": 200, "soren": 403, "mette": 403, "peter": 404}.items():
        browser = sign_in(getattr(world, name))
        assert browser.get(address).status_code == status, name
        sent = browser.post(address, chosen()).status_code
        assert sent == (303 if status == 200 else status), name


def test_the_plan_check_is_set_and_shown_as_it_is(world, sign_in, session):
    browser = sign_in(world.karen)
    address = f"/hold/{world.cohort.id}/indstillinger/plankontrol"
    page = browser.get(address)
    assert page.text.count("<fieldset") == len(FindingCode)
    checked = re.findall(r'<input[^>]*checked[^>]*name="weekend"[^>]*value="([^"]+)"', page.text)
    assert checked == ["warn"]
    answer = browser.post(address, chosen(weekend="block", school_holiday="ignore", least_days="7"))
    assert answer.status_code == 303
    rows = session.execute(sa.select(FindingSetting.code, FindingSetting.severity)).all()
    assert sorted(rows) == [("school_holiday", Severity.IGNORE), ("weekend", Severity.BLOCK)]
    assert "Plankontrollen er gemt." in browser.get(address).text
    again = browser.get(address).text
    assert re.findall(r'checked[^>]*name="weekend"[^>]*value="([^"]+)"', again) == ["block"]
    assert re.search(r'name="least_days"[^>]*value="7"', again)
    assert address in browser.get(f"/hold/{world.cohort.id}/indstillinger").text


@pytest.mark.parametrize(
    "sent",
    [
        chosen(weekend="maybe"),
        chosen(weekend=""),
        {code: grade for code, grade in chosen().items() if code != "weekend"},
        chosen(least_days="61"),
        chosen(least_days="æ"),
    ],
)
def test_a_setting_that_is_none_is_refused(world, sign_in, session, sent):
    answer = sign_in(world.karen).post(f"/hold/{world.cohort.id}/indstillinger/plankontrol", sent)
    assert answer.status_code == 422
    assert session.scalars(sa.select(FindingSetting)).all() == []


def test_what_is_ignored_is_not_mentioned(world, sign_in, session):
    make.ActivityFactory(cohort=world.cohort, starts_on=date(2026, 12, 25))
    browser, plan = sign_in(world.karen), f"/hold/{world.cohort.id}"
    assert "Juledag" in browser.get(plan).text
    browser.post(f"{plan}/indstillinger/plankontrol", chosen(public_holiday="ignore"))
    assert "Juledag" not in browser.get(plan).text
