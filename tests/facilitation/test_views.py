"""The mailed link, the activity's panels, the cohort's list, and partners, by real requests."""

from __future__ import annotations

import logging
import re
from datetime import date

import pytest
import sqlalchemy as sa

from programme.activities.models import FacilitatorAnswer, FacilitatorRequest
from programme.audit.models import AuditRow
from programme.facilitation.models import ExternalPartner, activity_partner
from programme.outbox.models import OutboxMail
from tests import factories as make


def text_of(answer):
    """The page's words, without its marks."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def rows_of(session):
    """`rows_of()` is everything in every table."""

    def look():
        session.commit()
        tables, every = sa.inspect(session.connection()).get_table_names(), sa.select(sa.text("*"))
        return {t: session.execute(every.select_from(sa.table(t))).all() for t in tables}

    return look


# The mailed link ------------------------------------------------------------------------------


def test_a_facilitator_without_account_answers_and_answers_anew(client, link, request_of):
    path = link("vera")
    page = client.get(path)
    text = text_of(page)
    for words in (
        "Kan du de her dage?",
        "Hold Æblerød",
        "Seminar 4 | Ledelse af PLF",
        "torsdag den 17.–fredag den 18. december 2026 kl. 9.00–15.00",
        "Nyborg Strand, Lokale 3, Østersøvej 2",
        "Jeg kan",
        "Jeg kan ikke",
    ):
        assert words in text
    assert "Testsen" not in page.text  # nobody is named to whoever holds a link
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    answer = client.post(path, {"answer": "yes", "note": "Jeg kommer 8.30"})
    assert (answer.status_code, answer.location) == (303, path)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert request_of("vera").answer is FacilitatorAnswer.ACCEPTED
    again = client.get(path)
    assert "Du har svaret: Jeg kan." in text_of(again)
    assert "Jeg kommer 8.30" in again.text
    client.post(path, {"answer": "no", "note": ""})
    assert (request_of("vera").answer, request_of("vera").note) == (FacilitatorAnswer.DECLINED, "")
    assert "Du har svaret: Jeg kan ikke." in text_of(client.get(path))


def test_a_scanner_that_fetches_changes_nothing(client, link, rows_of):
    path = link("vera")
    before = rows_of()
    for _ in range(2):
        assert client.get(path).status_code == 200
        client.http.head(path, base_url=client.base)
    assert rows_of() == before


@pytest.mark.parametrize("token", ["x", "a" * 5_000, "%00", "æøå"])
def test_a_broken_link_says_so(client, link, token):
    link("vera")
    page = client.get(f"/svar/{token}")
    assert page.status_code == 404
    if token != "%00":
        assert "Linket gælder ikke længere" in page.text
        assert client.post(f"/svar/{token}", {"answer": "yes"}).status_code == 404


def test_a_link_that_ran_out_was_replaced_or_overtaken(client, link, at, world, rows_of):
    first = link("vera")
    at(2026, 11, 23, 9)
    second = link("vera")
    assert client.get(first).status_code == 404
    assert client.post(first, {"answer": "yes"}).status_code == 404
    assert client.get(second).status_code == 200
    world.activity.starts_on = date(2026, 12, 16)
    assert client.get(second).status_code == 404
    assert client.post(second, {"answer": "yes"}).status_code == 404
    world.activity.starts_on = date(2026, 12, 17)
    at(2026, 12, 17, 9)
    assert client.get(second).status_code == 404
    assert client.post(second, {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"answer": "maybe"}, {"answer": "yes", "note": "x" * 501}])
def test_a_press_on_nothing_is_shown_again(client, link, request_of, fields):
    path = link("vera")
    answer = client.post(path, fields)
    assert answer.status_code == 422
    assert "Jeg kan ikke" in text_of(answer)
    assert request_of("vera").answer is None


def test_a_press_without_token_of_the_page_is_refused(client, link, request_of):
    path = link("vera")
    assert client.post(path, {"answer": "yes"}, csrf=False).status_code == 400
    assert request_of("vera").answer is None


def test_a_forged_host_is_refused_and_never_reaches_the_mail(client, link):
    path = link("vera")  # as mailed: under the installation's own address
    answer = client.http.get(path, base_url="https://evil.example")
    assert answer.status_code == 400


def test_too_many_presses_wait(client, link, request_of):
    path = link("vera")
    codes = [client.post(path, {"answer": ("yes", "no")[n % 2]}).status_code for n in range(21)]
    assert codes == [303] * 20 + [429]
    last = client.post(path, {"answer": "yes"})
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    assert client.get(path).status_code == 200  # looking costs nothing


def test_the_link_is_in_no_log_and_no_audit_row(client, link, session, caplog):
    caplog.set_level(logging.DEBUG)
    path = link("vera")
    client.get(path)
    client.post(path, {"answer": "no"})
    client.get("/svar/forkert-token")
    token = path.removeprefix("/svar/")
    assert token not in caplog.text
    audited = session.execute(sa.select(AuditRow.__table__)).all()
    assert audited
    assert token not in repr(audited)
    assert token not in repr(session.execute(sa.select(OutboxMail.__table__)).all())


# On the activity's page -----------------------------------------------------------------------


def test_who_plans_asks_and_reads_the_answers(world, sign_in, client, link, queued):
    karen = sign_in(world.karen)
    address = f"/aktivitet/{world.activity.id}"
    text = text_of(karen.get(address))
    assert "Facilitatorernes svar Soren Testsen ikke spurgt" in text
    answer = karen.post(
        f"{address}/spoerg", {"person": [str(world.soren.id), str(world.vera.id), "x"]}
    )
    assert answer.location == f"{address}#facilitators"
    text = text_of(karen.get(answer.location))
    assert "2 spørgsmål er sendt som mail" in text
    assert "Vera Testsen ikke svaret" in text
    client.post(link("vera"), {"answer": "no", "note": "Jeg er i Bergen"})
    page = karen.get(address)
    assert "Vera Testsen kan ikke Jeg er i Bergen" in text_of(page)
    world.activity.starts_on = date(2026, 12, 16)
    assert "Vera Testsen spørg igen" in text_of(karen.get(address))


def test_asking_nobody_or_about_nothing_is_said(world, sign_in, queued):
    karen = sign_in(world.karen)
    address = f"/aktivitet/{world.activity.id}"
    karen.post(f"{address}/spoerg")
    assert "Ingen var valgt, så ingen er spurgt." in text_of(karen.get(address))
    world.activity.starts_on = date(2026, 11, 20)
    assert "/spoerg" not in karen.get(address).text
    karen.post(f"{address}/spoerg", {"person": str(world.vera.id)})
    assert "Aktiviteten er begyndt." in text_of(karen.get(address))
    assert queued("facilitation/asked") == []


@pytest.mark.parametrize(
    ("name", "code"), [("soren", 403), ("mette", 403), ("palle", 404), ("ditte", 404)]
)
def test_others_neither_ask_nor_read(world, sign_in, ask, name, code):
    ask("vera")
    browser = sign_in(getattr(world, name))
    address = f"/aktivitet/{world.activity.id}"
    assert browser.post(f"{address}/spoerg", {"person": str(world.vera.id)}).status_code == code
    assert browser.post(f"{address}/aftagere").status_code == code
    assert "Facilitatorernes svar" not in browser.get(address).text


def test_a_facilitator_answers_signed_in(world, sign_in, ask, request_of, at):
    soren = sign_in(world.soren)
    address = f"/aktivitet/{world.activity.id}"
    assert "Kan du de her dage?" not in soren.get(address).text
    assert soren.post(f"{address}/svar", {"answer": "yes"}).status_code == 404  # was not asked
    ask("soren")
    assert "Kan du de her dage?" in text_of(soren.get(address))
    assert "Kan du de her dage?" not in sign_in(world.vera).get(address).text
    assert soren.post(f"{address}/svar", {"answer": "yes"}).location == address
    assert request_of("soren").answer is FacilitatorAnswer.ACCEPTED
    assert "Du har svaret: Jeg kan." in text_of(soren.get(address))
    soren.post(f"{address}/svar", {"answer": "ja"})
    assert "Dit svar kunne ikke læses" in text_of(soren.get(address))
    at(2026, 12, 17, 9)
    later = sign_in(world.soren)
    later.post(f"{address}/svar", {"answer": "no"})
    assert "Spørgsmålet gælder ikke længere." in text_of(later.get(address))
    assert request_of("soren").answer is FacilitatorAnswer.ACCEPTED


def test_only_facilitators_answer(world, sign_in, ask):
    ask("soren")
    address = f"/aktivitet/{world.activity.id}/svar"
    assert sign_in(world.mette).post(address, {"answer": "yes"}).status_code == 403
    assert sign_in(world.karen).post(address, {"answer": "yes"}).status_code == 403
    assert sign_in(world.palle).post(address, {"answer": "yes"}).status_code == 404


# A cohort's facilitators ----------------------------------------------------------------------


def test_a_whole_cohort_is_asked_at_once(world, sign_in, queued):
    second = make.ActivityFactory(
        cohort=world.cohort, number=5, starts_on=date(2027, 1, 7), facilitators=[world.vera]
    )
    make.ActivityFactory(cohort=world.cohort, number=3, starts_on=date(2026, 5, 7))
    karen = sign_in(world.karen)
    address = f"/hold/{world.cohort.id}/facilitatorer"
    page = karen.get(address)
    assert page.text.count('name="who"') == 3
    assert "Seminar 3" not in text_of(page)
    who = [f"{world.activity.id}-{world.vera.id}", f"{second.id}-{world.vera.id}", "x-y", "1-"]
    answer = karen.post(address, {"who": who})
    assert answer.location == address
    assert len(queued("facilitation/asked")) == 2
    text = text_of(karen.get(address))
    assert "2 spørgsmål er sendt som mail. Svarene kommer her." in text
    assert text.count("ikke svaret") == 2
    karen.post(address, {"who": f"{world.activity.id}-{world.soren.id}"})
    assert "Alle er spurgt om datoerne, som de er nu." in text_of(karen.get(address))
    karen.post(address)
    assert "Ingen var valgt" in text_of(karen.get(address))


def test_the_list_asks_no_more_for_more_activities(world, sign_in, queries):
    karen = sign_in(world.karen)
    address, counts = f"/hold/{world.cohort.id}/facilitatorer", []
    for number in range(2):
        with queries() as statements:
            assert karen.get(address).status_code == 200
        counts.append(len(statements))
        for n in range(2):
            make.ActivityFactory(
                cohort=world.cohort,
                number=10 + 2 * number + n,
                starts_on=date(2027, 1, 7 + n),
                facilitators=[world.soren, world.vera],
            )
    assert counts == [9, 9]


def test_a_cohort_without_facilitators_says_so(world, sign_in):
    text = text_of(sign_in(world.palle).get(f"/hold/{world.other.id}/facilitatorer"))
    assert "Ingen kommende aktivitet har både en dato og en facilitator endnu." in text


@pytest.mark.parametrize(
    ("name", "code"), [("soren", 403), ("mette", 403), ("palle", 404), ("ditte", 404)]
)
def test_others_see_no_list(world, sign_in, name, code):
    browser = sign_in(getattr(world, name))
    address = f"/hold/{world.cohort.id}/facilitatorer"
    assert browser.get(address).status_code == code
    assert browser.post(address).status_code == code


def test_answers_stand_on_the_plan(world, sign_in, client, link, ask):
    karen, address = sign_in(world.karen), f"/hold/{world.cohort.id}"
    assert "Soren Testsen, Vera Testsen" in text_of(karen.get(address))
    path = link("vera")
    assert "Soren Testsen Vera Testsen ikke svaret" in text_of(karen.get(address))
    client.post(path, {"answer": "yes"})
    assert "Vera Testsen kan " in text_of(karen.get(address))
    client.post(path, {"answer": "no"})
    assert "Vera Testsen kan ikke" in text_of(sign_in(world.soren).get(address))
    mine = text_of(sign_in(world.mette).get("/min-plan"))
    assert "Soren Testsen, Vera Testsen" in mine
    assert "kan ikke" not in mine


# Partners -------------------------------------------------------------------------------------


@pytest.fixture
def partner(session, world):
    made = ExternalPartner(organisation=world.own, name="Åse Kjær", workplace="Nørhavn Sygehus")
    session.add(made)
    session.flush()
    return made


def test_partners_are_kept_like_venues(world, sign_in, session):
    karen = sign_in(world.karen)
    assert "Ingen aftagere endnu." in text_of(karen.get("/aftagere"))
    assert karen.get("/aftagere/ny").status_code == 200
    assert karen.post("/aftagere/ny", {"name": ""}).status_code == 422
    assert karen.post("/aftagere/ny", {"name": "x" * 10_000}).status_code == 422
    answer = karen.post("/aftagere/ny", {"name": " Åse  Kjær ", "workplace": "Nørhavn Sygehus"})
    assert answer.location == "/aftagere"
    made = session.scalar(sa.select(ExternalPartner))
    assert (made.name, made.organisation_id) == ("Åse Kjær", world.own.id)
    assert "Åse Kjær Nørhavn Sygehus" in text_of(karen.get("/aftagere"))
    karen.post(f"/aftagere/{made.id}", {"name": "Åse Lund", "workplace": ""})
    assert (made.name, made.workplace) == ("Åse Lund", "")
    assert 'value="Åse Lund"' in karen.get(f"/aftagere/{made.id}").text
    for name in ("palle", "soren", "mette"):
        assert sign_in(getattr(world, name)).get(f"/aftagere/{made.id}").status_code == 404
    assert "Åse" not in sign_in(world.palle).get("/aftagere").text
    assert sign_in(world.mette).get("/aftagere").status_code == 403
    assert "Stormose Kommune" in sign_in(world.ditte).get("/aftagere/ny").text


def test_a_partner_is_named_on_an_activity_and_hears_nothing(world, sign_in, partner, session):
    karen = sign_in(world.karen)
    address = f"/aktivitet/{world.activity.id}"
    assert "Ingen aftagere er med." in text_of(karen.get(address))
    assert "Aftagere" not in text_of(sign_in(world.mette).get(address))
    answer = karen.post(f"{address}/aftagere", {"partners": str(partner.id)})
    assert answer.location == f"{address}#partners"
    karen.post(f"{address}/aftagere", {"partners": str(partner.id)})
    for name in ("karen", "soren", "mette"):
        assert "Åse Kjær, Nørhavn Sygehus" in text_of(sign_in(getattr(world, name)).get(address))
    assert session.scalar(sa.select(sa.func.count(OutboxMail.id))) == 0
    audited = session.scalars(sa.select(AuditRow.action)).all()
    assert audited == ["partners_named"]
    karen.post(f"/aftagere/{partner.id}/luk")
    assert "Bruges ikke længere" in text_of(karen.get("/aftagere"))
    karen.post(f"{address}/aftagere", {"partners": str(partner.id)})  # stays where named
    assert "Åse Kjær" in text_of(karen.get(address))
    karen.post(f"{address}/aftagere")
    assert session.execute(sa.select(activity_partner)).all() == []
    karen.post(f"{address}/aftagere", {"partners": str(partner.id)})  # closed: offered no more
    assert "Vælg blandt det, der står på listen." in text_of(karen.get(address))
    assert "Brug igen" in text_of(karen.get(f"/aftagere/{partner.id}"))
    karen.post(f"/aftagere/{partner.id}/aabn")
    assert partner.closed_at is None


def test_a_partner_of_others_cannot_be_named(world, sign_in, session):
    away = ExternalPartner(organisation=world.other.organisation, name="Fremmed")
    session.add(away)
    session.flush()
    karen = sign_in(world.karen)
    page = karen.get(f"/aktivitet/{world.activity.id}")
    assert "Se og tilføj aftagere" in text_of(page)
    assert "Fremmed" not in page.text
    karen.post(f"/aktivitet/{world.activity.id}/aftagere", {"partners": [str(away.id), "x"]})
    assert session.execute(sa.select(activity_partner)).all() == []


def test_asked_is_one_row_a_facilitator(world, ask, session, at):
    ask("vera")
    at(2026, 11, 23, 9)
    ask("vera", "soren")
    assert session.scalar(sa.select(sa.func.count(FacilitatorRequest.id))) == 2
