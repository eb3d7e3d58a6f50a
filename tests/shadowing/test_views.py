from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from programme.activities.models import Activity
from programme.cohorts.models import Cohort, CohortState, Role
from programme.shadowing.models import PairState, ShadowingOffer, ShadowingPair, ShadowingWish
from tests import factories as make
from tests.shadowing.conftest import DAY, TEXTS, key_of

TYPED = {**TEXTS, "day": "26-11-2026", "version": "1"}


@pytest.fixture
def people(session, world):
    """Rows to sign in with."""
    from programme.people.models import Person

    return lambda name: session.get(Person, getattr(world, name).id)


@pytest.fixture
def as_(sign_in, people):
    """`as_("mette")`: a browser in which she is signed in."""
    return lambda name: sign_in(people(name))


def only_pair(session):
    return session.scalars(sa.select(ShadowingPair)).one()


# --- As a guest --------------------------------------------------------------------------------


def test_the_way_from_a_wish_to_a_pair(world, as_, session):
    """A host offers, a guest wishes, the coordinator takes what is proposed."""
    mette, jonas, karen = as_("mette"), as_("jonas"), as_("karen")
    offer = f"/skyggepraktik/{world.cohort.id}/tilbud"
    typed = {"version": "0", "places": "2", "about": "Kom og se. Æ, ø og å.", "blackouts": ""}
    assert jonas.post(offer, typed).location == f"/skyggepraktik?hold={world.cohort.id}"
    page = mette.get("/skyggepraktik").text
    assert "Kom og se. Æ, ø og å." in page
    assert "2 ledige pladser" in page
    wishes = f"/skyggepraktik/{world.cohort.id}/oensker"
    assert mette.post(wishes, {"first": world.jonas.id, "seen": ""}).status_code == 303
    proposal = karen.get(f"/hold/{world.cohort.id}/skyggepraktik/forslag").text
    assert "1. ønske" in proposal
    chosen = f"{world.mette.id}:{world.jonas.id}"
    assert f'value="{chosen}"' in proposal
    accepted = karen.post(f"/hold/{world.cohort.id}/skyggepraktik/forslag", {"pair": chosen})
    assert accepted.location == f"/hold/{world.cohort.id}/skyggepraktik"
    assert (only_pair(session).guest_id, only_pair(session).host_id) == (
        world.mette.id,
        world.jonas.id,
    )
    assert "Lav en aftale" in mette.get("/skyggepraktik").text


def test_the_way_from_an_agreement_to_the_log(world, as_, session, at, pair):
    """The two write, say yes, have the day in their plans, and write about it afterwards."""
    mette, jonas = as_("mette"), as_("jonas")
    address = f"/skyggepraktik/aftale/{pair(world, world.mette, world.jonas).id}"
    assert mette.post(f"{address}/ret", {**TYPED, "then": "agree"}).location == address
    page = jonas.get(address).text
    assert TEXTS["goals"] in page
    assert "Jeg er enig" in page
    assert jonas.post(f"{address}/enig", {"version": "2"}).location == address
    pair = only_pair(session)
    assert pair.state is PairState.AGREED
    for browser in (mette, jonas):
        assert "Hos Jonas Friis" in browser.get("/min-plan").text
        assert "Se aftalen" in browser.get(f"/aktivitet/{pair.activity_id}").text
    at(2026, 11, 27, 9)
    mette, jonas = as_("mette"), as_("jonas")  # signed in anew, five days later
    for browser in (mette, jonas):
        assert f"/log/ny?aktivitet={pair.activity_id}" in browser.get(address).text
        assert "Skriv i loggen" in browser.get(f"/aktivitet/{pair.activity_id}").text
        log = browser.get(f"/log/ny?aktivitet={pair.activity_id}")
        assert "Hos Jonas Friis" in log.text
    version = only_pair(session).version
    told = {"feedback": "Du ventede på svaret.", "version": version}
    assert mette.post(f"{address}/feedback", told).location == address
    assert "Du ventede på svaret." in jonas.get(address).text


def test_hosts_of_the_own_unit_and_chain_are_not_on_the_list(world, as_, offer):
    for host in (world.tove, world.hanne, world.ali):
        offer(world, host, about=f"Hos {host.name}")
    page = as_("mette").get("/skyggepraktik").text
    assert "Hos Ali Hosseini" in page
    assert "Hos Tove Toft" not in page
    assert "Hos Hanne Bach" not in page


def test_a_withdrawn_offer_is_gone_and_the_note_is_not_for_everybody(world, as_, offer):
    offer(world, world.ali, confidentiality="Kun for gæsten.")
    page = as_("mette").get("/skyggepraktik").text
    assert "Kom og se." in page
    assert "Kun for gæsten." not in page
    ali = as_("ali")
    assert ali.post(f"/skyggepraktik/{world.cohort.id}/tilbud/traek").status_code == 303
    assert "Kom og se." not in as_("mette").get("/skyggepraktik").text
    wishes = f"/skyggepraktik/{world.cohort.id}/oensker"
    refused = as_("mette").post(wishes, {"first": world.ali.id, "seen": ""})
    assert refused.status_code == 422


def test_wishes_in_two_windows_keep_both(world, as_, offer, wish, session):
    for host in (world.jonas, world.ali):
        offer(world, host)
    wish(world, world.mette, world.jonas)
    wishes = f"/skyggepraktik/{world.cohort.id}/oensker"
    answer = as_("mette").post(wishes, {"first": world.ali.id, "seen": ""})
    assert answer.status_code == 409
    assert "Ali Hosseini" in answer.text
    assert "Jonas Friis" in answer.text
    assert session.scalars(sa.select(ShadowingWish.host_id)).all() == [world.jonas.id]


def test_somebody_in_two_cohorts_chooses(world, as_, session, people):
    other = make.CohortFactory(name="Hold 2026", starts_on=DAY)
    make.EnrolmentFactory(cohort=other, person=people("mette"))
    kind = session.get(Activity, world.item.id).kind
    make.ActivityFactory(cohort=other, kind=kind, starts_on=None, ends_on=None, number=None)
    mette = as_("mette")
    page = mette.get("/skyggepraktik").text
    assert f"/skyggepraktik?hold={world.cohort.id}" in page
    assert "Hold 2025" in mette.get(f"/skyggepraktik?hold={world.cohort.id}").text
    assert mette.get(f"/skyggepraktik?hold={world.elsewhere.id}").status_code == 404
    assert mette.get("/skyggepraktik?hold=x").status_code == 404


@pytest.mark.parametrize("name", ["peter", "karen", "frida", "soren"])
def test_who_has_no_shadowing_is_told_so(world, as_, name):
    assert "Der er ingen skyggepraktik i din plan lige nu." in as_(name).get("/skyggepraktik").text


def test_a_draft_item_or_cohort_is_no_shadowing_yet(world, as_, session):
    session.get(Activity, world.item.id).published_at = None
    mette = as_("mette")
    assert "ingen skyggepraktik" in mette.get("/skyggepraktik").text
    assert mette.get(f"/skyggepraktik/{world.cohort.id}/tilbud").status_code == 404
    session.get(Activity, world.item.id).published_at = make.LONG_AGO
    session.get(Cohort, world.cohort.id).state = CohortState.DRAFT
    assert "ingen skyggepraktik" in mette.get("/skyggepraktik").text


# --- As a host ---------------------------------------------------------------------------------


def test_an_offer_is_shown_again_as_typed(world, as_, session):
    ali = as_("ali")
    address = f"/skyggepraktik/{world.cohort.id}/tilbud"
    typed = {
        "version": "0",
        "places": "2",
        "about": "<b>Kom</b>",
        "blackouts": "30. november – 1. december\n24-12-2026",
    }
    assert ali.post(address, typed).status_code == 303
    page = ali.get(address).text
    assert "&lt;b&gt;Kom&lt;/b&gt;" in page
    assert "30. november–1. december 2026" in page
    assert "24. december 2026" in page
    assert 'value="2"' in page
    assert "Kan ikke: 30. november–1. december 2026" in as_("mette").get("/skyggepraktik").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"places": "11"}, "fra 1 til 10"),
        ({"places": ""}, "Udfyld"),
        ({"blackouts": "31. april"}, "er ikke en dato"),
        ({"blackouts": "i går\n24-12-2026"}, "“i går” er ikke en dato"),
        ({"about": "æ" * 10_000}, "for lang"),
    ],
)
def test_an_offer_that_cannot_be_read_keeps_what_was_typed(world, as_, session, wrong, said):
    typed = {"version": "0", "places": "1", "about": "Kom.", **wrong}
    answer = as_("ali").post(f"/skyggepraktik/{world.cohort.id}/tilbud", typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalar(sa.select(sa.func.count(ShadowingOffer.id))) == 0


def test_two_windows_with_an_offer(world, as_, offer, session):
    made = offer(world, world.ali)
    ali = as_("ali")
    address = f"/skyggepraktik/{world.cohort.id}/tilbud"
    first = {"version": made.version, "places": "2", "about": "Første."}
    assert ali.post(address, first).status_code == 303
    answer = ali.post(address, {**first, "about": "Andet."})
    assert answer.status_code == 409
    assert "Første." in answer.text
    assert "Andet." in answer.text


def test_a_host_sees_who_comes(world, as_, offer, pair):
    offer(world, world.jonas, places=3)
    pair(world, world.mette, world.jonas)
    page = as_("jonas").get("/skyggepraktik").text
    assert "Mette Holm" in page
    assert "2 er ledige." in page


# --- The agreement -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("mette", 200),
        ("jonas", 200),
        ("karen", 403),
        ("soren", 403),
        ("ali", 404),
        ("hanne", 404),
        ("frida", 404),
        ("peter", 404),
    ],
)
def test_only_the_two_read_it(world, as_, written, name, status):
    made = written(world, world.mette, world.jonas)
    for way in ("", "/ret"):
        answer = as_(name).get(f"/skyggepraktik/aftale/{made.id}{way}")
        assert answer.status_code == status
        assert (TEXTS["purpose"] in answer.text) is (status == 200)


def test_who_leaves_reads_it_no_more(world, as_, written, session):
    made = written(world, world.mette, world.jonas)
    from programme.cohorts.models import Enrolment

    session.get(Enrolment, world.places["mette"].id).ended_at = make.LONG_AGO
    assert as_("mette").get(f"/skyggepraktik/aftale/{made.id}").status_code == 404
    assert as_("jonas").get(f"/skyggepraktik/aftale/{made.id}").status_code == 200
    assert as_("jonas").get(f"/skyggepraktik/aftale/{made.id}/ret").status_code == 403


def test_two_windows_with_an_agreement_keep_both_texts(world, as_, written, session):
    made = written(world, world.mette, world.jonas)
    address = f"/skyggepraktik/aftale/{made.id}/ret"
    mine = {**TYPED, "then": "save"}
    assert as_("jonas").post(address, {**mine, "goals": "Jonas’ ord."}).status_code == 303
    answer = as_("mette").post(address, {**mine, "goals": "Mettes ord."})
    assert answer.status_code == 409
    assert "Jonas’ ord." in answer.text
    assert "Mettes ord." in answer.text
    assert 'name="version" value="2"' in answer.text
    assert only_pair(session).goals == "Jonas’ ord."


def test_a_stale_yes_is_none(world, as_, written, session):
    made = written(world, world.mette, world.jonas)
    address = f"/skyggepraktik/aftale/{made.id}"
    jonas = as_("jonas")
    assert jonas.post(f"{address}/enig", {"version": "9"}).location == address
    assert "Aftalen er ændret i mellemtiden" in jonas.get(address).text
    assert only_pair(session).host_agreed_at is None


def test_a_day_that_will_not_do_is_said_at_its_field(world, as_, pair):
    made = pair(world, world.mette, world.jonas)
    address = f"/skyggepraktik/aftale/{made.id}/ret"
    answer = as_("mette").post(address, {**TYPED, "day": "31. april"})
    assert answer.status_code == 422
    answer = as_("mette").post(address, {**TYPED, "day": "3.–4. december 2026"})
    assert answer.status_code == 422
    assert "Dagen skal ligge i perioden 15. august–2. december 2026." in answer.text
    assert "<title>Fejl:" in answer.text


def test_several_days_are_shown_again_as_a_range(world, as_, pair):
    made = pair(world, world.mette, world.jonas)
    address = f"/skyggepraktik/aftale/{made.id}/ret"
    as_("mette").post(address, {**TYPED, "day": "26.–27. november 2026", "then": "save"})
    assert 'value="26.–27. november 2026"' in as_("mette").get(address).text


def test_a_changed_agreement_says_which_day_still_stands(world, as_, pair, session):
    made = pair(world, world.mette, world.jonas)
    address = f"/skyggepraktik/aftale/{made.id}"
    as_("mette").post(f"{address}/ret", {**TYPED, "then": "agree"})
    as_("jonas").post(f"{address}/enig", {"version": "2"})
    changed = {**TYPED, "day": "27-11-2026", "version": "2", "then": "agree"}
    assert as_("jonas").post(f"{address}/ret", changed).status_code == 303
    page = as_("mette").get(address).text
    assert "I jeres planer står stadig torsdag den 26. november 2026" in page
    assert "Ændret, venter på et ja" in as_("mette").get("/skyggepraktik").text


def test_either_may_let_go(world, as_, offer, pair, session):
    offer(world, world.jonas)
    made = pair(world, world.mette, world.jonas)
    answer = as_("mette").post(f"/skyggepraktik/aftale/{made.id}/afslut")
    assert answer.location == f"/skyggepraktik?hold={world.cohort.id}"
    assert only_pair(session).state is PairState.ENDED
    assert as_("mette").get(f"/skyggepraktik/aftale/{made.id}").status_code == 404


# --- Who coordinates ---------------------------------------------------------------------------


def test_the_page_of_a_cohort_tells_who_is_how_far_and_nothing_else(
    world, as_, offer, wish, written
):
    offer(world, world.jonas, confidentiality="Personsager.")
    offer(world, world.ali)
    wish(world, world.rikke, world.ali)
    written(world, world.mette, world.jonas)
    page = as_("karen").get(f"/hold/{world.cohort.id}/skyggepraktik").text
    assert "Personsager." in page
    assert re.search(r"Rikke Ørsted.*?Ali Hosseini", page, re.DOTALL)
    assert "Parret" in page
    assert not any(text in page for text in TEXTS.values())
    led = as_("soren").get(f"/hold/{world.cohort.id}/skyggepraktik").text
    assert "Personsager." not in led
    assert "Foreslå par" not in led


def test_a_pair_by_hand_and_dissolved(world, as_, offer, session):
    offer(world, world.ali)
    karen = as_("karen")
    page = f"/hold/{world.cohort.id}/skyggepraktik"
    both = {"guest": world.mette.id, "host": world.ali.id}
    assert karen.post(f"{page}/par", both).location == page
    again = karen.post(f"{page}/par", both)
    assert again.status_code == 422  # neither stands in the lists any more
    made = only_pair(session)
    assert karen.post(f"/skyggepraktik/aftale/{made.id}/afslut").location == page
    assert only_pair(session).state is PairState.ENDED


def test_a_hand_cannot_overrule_the_chain(world, as_, offer):
    offer(world, world.hanne)
    both = {"guest": world.mette.id, "host": world.hanne.id}
    answer = as_("karen").post(f"/hold/{world.cohort.id}/skyggepraktik/par", both)
    assert answer.status_code == 422
    assert "Den ene er den andens leder." in answer.text


def test_a_proposal_that_has_been_overtaken_makes_no_pair(world, as_, offer, pair, session):
    offer(world, world.ali)
    chosen = [f"{world.mette.id}:{world.ali.id}", f"{world.rikke.id}:{world.ali.id}"]
    address = f"/hold/{world.cohort.id}/skyggepraktik/forslag"
    answer = as_("karen").post(address, {"pair": chosen})
    assert answer.status_code == 422
    assert "Intet er gemt. Ali Hosseini har ingen ledige pladser." in answer.text
    assert session.scalar(sa.select(sa.func.count(ShadowingPair.id))) == 0
    assert as_("karen").post(address, {"pair": ["x", "1:2:3"]}).status_code == 422


def test_nothing_to_propose(world, as_):
    page = as_("karen").get(f"/hold/{world.cohort.id}/skyggepraktik/forslag").text
    assert "Der er ingen par at foreslå" in page


def test_a_plan_without_shadowing(world, as_, session):
    session.get(Activity, world.item.id).cancelled_at = make.LONG_AGO
    page = as_("karen").get(f"/hold/{world.cohort.id}/skyggepraktik").text
    assert "Planen har ingen skyggepraktik." in page


# --- The activity's page -----------------------------------------------------------------------


def test_the_plan_s_item_shows_the_way(world, as_, pair):
    item = f"/aktivitet/{world.item.id}"
    assert "Find en vært" in as_("mette").get(item).text
    pair(world, world.mette, world.jonas)
    assert "Lav en aftale" in as_("mette").get(item).text
    assert "Find en vært" in as_("jonas").get(item).text
    assert "Din skyggepraktik" not in as_("karen").get(item).text


def test_a_day_for_two_names_them_and_stays_for_two_when_edited(world, as_, pair, session):
    made = pair(world, world.mette, world.jonas)
    address = f"/skyggepraktik/aftale/{made.id}"
    as_("mette").post(f"{address}/ret", {**TYPED, "then": "agree"})
    as_("jonas").post(f"{address}/enig", {"version": "2"})
    day = only_pair(session).activity_id
    karen = as_("karen")
    page = karen.get(f"/aktivitet/{day}").text
    assert "<li>Mette Holm</li>" in page
    assert "Ali Hosseini" not in page
    form = karen.get(f"/aktivitet/{day}/ret").text
    assert '<option selected value="named">' in form
    typed = {
        "kind": "shadowing",
        "title": "Hos Jonas",
        "version": session.get(Activity, day).version,
    }
    refused = karen.post(f"/aktivitet/{day}/ret", {**typed, "audience": "joint"})
    assert refused.status_code == 422
    kept = karen.post(f"/aktivitet/{day}/ret", {**typed, "audience": "named"})
    assert kept.status_code == 303
    found = session.get(Activity, day)
    assert (found.audience, found.title) == ("named", "Hos Jonas")
    other = {"kind": "seminar", "title": "Nyt", "audience": "named", "version": "1"}
    assert karen.post(f"/aktivitet/{world.item.id}/ret", other).status_code == 422


# --- Queries -----------------------------------------------------------------------------------


@pytest.fixture
def crowd(world, offer, wish, pair, session, people):
    """Add one more guest with a host of another unit, an offer, a wish and a pair."""

    def add(number):
        units = [make.UnitFactory() for _ in range(2)]
        cohort = session.get(Cohort, world.cohort.id)
        two = [make.PersonFactory(name=f"Nr. {number} {unit.name}", unit=unit) for unit in units]
        for person in two:
            make.EnrolmentFactory(cohort=cohort, person=person, role=Role.PARTICIPANT)
        guest, host = map(key_of, two)
        offer(world, host, blackouts=[(DAY, DAY)])
        wish(world, guest, host)
        pair(world, guest, host)

    return add


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("mette", "/skyggepraktik"),
        ("karen", "/hold/{0}/skyggepraktik"),
        ("karen", "/hold/{0}/skyggepraktik/forslag"),
    ],
)
def test_pages_ask_the_same_however_many_there_are(world, as_, offer, crowd, queries, name, path):
    offer(world, world.jonas)
    browser, counts = as_(name), []
    for number in range(3):
        crowd(number)
        if number == 1:
            continue
        browser.get(path.format(world.cohort.id))
        with queries() as statements:
            browser.get(path.format(world.cohort.id))
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 18
