"""The subscribe page and the files, by real requests: owner, team-mate, stranger."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa

from programme.calendars import queries, services
from programme.calendars.clients import CLIENTS
from programme.calendars.models import FeedAddress
from programme.cohorts.models import CohortState
from tests.calendars.ics import blocks, only, text


@pytest.fixture
def mette(course, sign_in):
    return sign_in(course.mette)


def shown_address(answer):
    return re.search(r'id="address"[^>]* value="([^"]+)"', answer.text).group(1)


def uids(answer):
    return [block["UID"].value for block in blocks(answer.data)]


# The page -----------------------------------------------------------------------------------


def test_the_page_offers_six_clients_and_says_that_there_is_no_address_yet(mette):
    answer = mette.get("/kalender")
    assert answer.status_code == 200
    assert re.findall(r'name="client" value="(\w+)"', answer.text)[:6] == [c.key for c in CLIENTS]
    names = re.findall(r'choice__label">([^<]+)<', answer.text)
    assert names == ["Outlook", "iPhone eller Mac", "Google", "Android", "Thunderbird", "Anden"]
    assert "Ingen kalender henter dine datoer endnu." in answer.text


@pytest.mark.parametrize("chosen", CLIENTS, ids=lambda client: client.key)
def test_one_press_gives_an_address_that_works_and_the_steps_of_the_client(mette, chosen, poll):
    answer = mette.post("/kalender", {"client": chosen.key})
    assert answer.status_code == 200
    address = shown_address(answer)
    token = re.fullmatch(r"https://lederforloeb\.test/kalender/([\w-]{43})\.ics", address).group(1)
    assert len(uids(poll(token))) == 12
    assert answer.text.count("<li><p>") == len(chosen.steps)


def test_apple_and_google_get_a_link_that_opens_them(mette):
    apple = mette.post("/kalender", {"client": "apple"})
    address = shown_address(apple)
    assert f'href="{address.replace("https:", "webcal:")}"' in apple.text
    google = mette.post("/kalender", {"client": "google"})
    token = shown_address(google).rsplit("/", 1)[1]
    assert f"cid=webcal%3A%2F%2Flederforloeb.test%2Fkalender%2F{token}" in google.text
    assert "webcal" not in mette.post("/kalender", {"client": "outlook"}).text


def test_the_address_is_shown_once_and_the_list_has_its_name(mette):
    token = shown_address(mette.post("/kalender", {"client": "other", "name": "Min telefon"}))
    page = mette.get("/kalender").text
    assert token not in page
    assert "Min telefon" in page
    assert "Ikke hentet endnu" in page


def test_an_address_without_a_name_is_called_after_its_client(mette, session):
    mette.post("/kalender", {"client": "thunderbird"})
    mette.post("/kalender", {"client": "nonsense", "name": "  "})
    mette.post("/kalender", {"client": "thunderbird"})
    mette.post("/kalender", {"client": "thunderbird"})
    names = session.scalars(sa.select(FeedAddress.name).order_by(FeedAddress.id)).all()
    assert names == ["Thunderbird", "Min kalender", "Thunderbird 2", "Thunderbird 3"]


@pytest.mark.parametrize("name", ["x" * 61, "to\nlinjer", "a\u2028b"])
def test_a_name_that_cannot_be_is_422_and_keeps_what_was_typed(mette, session, name):
    mette.post("/kalender", {"client": "other"})
    answer = mette.post("/kalender", {"client": "other", "name": name})
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert len(session.scalars(sa.select(FeedAddress)).all()) == 1
    if name.isprintable():
        assert name in answer.text


def test_too_many_addresses_are_422_with_the_reason(mette, course, opened):
    for _ in range(services.MOST_ADDRESSES):
        opened(course.mette)
    answer = mette.post("/kalender", {"client": "other"})
    assert answer.status_code == 422
    assert "Luk en, du ikke bruger" in answer.text


def test_the_page_says_when_and_by_what_an_address_was_fetched(
    mette, course, sign_in, opened, poll, at
):
    token = opened(course.mette, "Outlook på arbejdet")
    at(2027, 2, 22, 8, 15)
    poll(token, agent="Microsoft.Exchange/15")
    assert re.search(r"Sidst hentet i dag kl\. 9\.15\s+· Outlook", mette.get("/kalender").text)
    at(2027, 2, 23, 8, 15)
    page = sign_in(course.mette).get("/kalender").text
    assert "Sidst hentet 22. februar 2027 kl. 9.15" in page


def test_closing_ends_one_address_at_once_and_leaves_the_others(
    mette, course, opened, poll, session
):
    closed, kept = opened(course.mette, "Mit ur"), opened(course.mette, "Min tavle")
    hashed = queries.token_hash(closed)
    key = session.scalar(sa.select(FeedAddress.id).where(FeedAddress.token_hash == hashed))
    answer = mette.post(f"/kalenderadresse/{key}/luk")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/kalender")
    assert poll(closed).status_code == 404
    assert poll(kept).status_code == 200
    page = mette.get("/kalender").text
    assert "Mit ur" not in page
    assert "Min tavle" in page


def test_nobody_else_closes_or_sees_an_address(course, opened, sign_in, poll, session, client):
    token = opened(course.mette, "Mettes telefon")
    key = session.scalar(sa.select(FeedAddress.id))
    for other in (course.jonas, course.karen, course.peter):
        browser = sign_in(other)
        assert browser.post(f"/kalenderadresse/{key}/luk").status_code == 404
        assert "Mettes telefon" not in browser.get("/kalender").text
    assert client.get("/kalender").status_code == 302
    assert poll(token).status_code == 200


def test_an_unknown_address_is_404_and_without_token_nothing_happens(mette, session):
    assert mette.post("/kalenderadresse/999999/luk").status_code == 404
    assert mette.post("/kalender", {"client": "other"}, csrf=False).status_code == 400
    assert session.scalars(sa.select(FeedAddress)).all() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_addresses_as_for_one(
    mette, course, opened, queries, count
):
    for number in range(count):
        opened(course.mette, f"Kalender {number}")
    mette.get("/kalender")
    with queries() as statements:
        assert mette.get("/kalender").status_code == 200
    own = [each for each in statements if each.startswith("SELECT feed_address")]
    assert len(own) == 1


# Files --------------------------------------------------------------------------------------


def test_the_cohort_file_has_the_members_own_plan(course, mette):
    answer = mette.get(f"/hold/{course.cohort.id}/plan.ics")
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.ics"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(uids(answer)) == 12
    assert "Søvej" in answer.text.replace("\r\n ", "")
    assert b"X-WR-CALNAME:Hold 2027\r\n" in answer.data


def test_the_cohort_file_is_for_those_who_know_of_the_cohort(course, sign_in, client):
    path = f"/hold/{course.cohort.id}/plan.ics"
    assert client.get(path).status_code == 302
    assert sign_in(course.peter).get(path).status_code == 404
    for member in (course.jonas, course.soren, course.karen):
        assert len(uids(sign_in(member).get(path))) == 12
    assert sign_in(course.karen).get("/hold/999999/plan.ics").status_code == 404


def test_the_cohort_file_of_a_draft_has_one_event_that_says_so(course, sign_in, session):
    course.cohort.state = CohortState.DRAFT
    session.commit()
    path = f"/hold/{course.cohort.id}/plan.ics"
    assert text(only(sign_in(course.karen).get(path).data)["SUMMARY"]).startswith("Ingen datoer")
    assert sign_in(course.mette).get(path).status_code == 404


def test_the_activity_file_is_the_feeds_own_event(course, mette, opened, poll, change):
    from programme.activities import services as activities
    from programme.activities.plan import When

    def move(activity, by):
        when = When(starts_on=date(2027, 8, 26), ends_on=date(2027, 8, 27))
        activities.move(activity, when, version=activity.version, by=by)

    change(course.seminar, move)
    answer = mette.get(f"/aktivitet/{course.seminar.id}/aktivitet.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="aktivitet.ics"'
    block = only(answer.data)
    assert block["SEQUENCE"].value == "1"
    feed = blocks(poll(opened(course.mette)).data)
    assert block in feed


def test_the_activity_file_is_for_those_who_may_see_the_activity(course, sign_in, client):
    path = f"/aktivitet/{course.seminar.id}/aktivitet.ics"
    assert client.get(path).status_code == 302
    assert sign_in(course.peter).get(path).status_code == 404
    for member in (course.jonas, course.soren, course.karen):
        assert sign_in(member).get(path).status_code == 200


def test_an_undated_activity_and_a_draft_have_no_file(course, sign_in, session):
    course.seminar.published_at = None
    session.commit()
    for person in (course.mette, course.karen):
        browser = sign_in(person)
        for activity in (course.undated, course.seminar):
            assert browser.get(f"/aktivitet/{activity.id}/aktivitet.ics").status_code == 404
    assert sign_in(course.mette).get("/aktivitet/999999/aktivitet.ics").status_code == 404


def test_the_link_in_an_event_is_the_page_of_the_activity(app):
    """Written without Flask where the event is made, so held against the map of the site here."""
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    assert re.fullmatch(r"/aktivitet/<int:\w+>", rules["activities.show"])


# Robots -------------------------------------------------------------------------------------


def test_robots_txt_is_open_to_all_and_forbids_no_feed(client):
    from urllib.robotparser import RobotFileParser

    answer = client.get("/robots.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    for program in ("Googlebot", "Google-Calendar-Importer", "*"):
        assert robots.can_fetch(program, "https://lederforloeb.test/kalender/x.ics")


def test_invitations_are_offered_where_a_subscription_does_not_show_as_busy(course, sign_in):
    browser = sign_in(course.mette)
    link = '<a href="/konto/beskeder">vælg mødeindkaldelser</a>'
    assert link in browser.get("/kalender").text
    assert link in browser.post("/kalender", {"client": "outlook"}).text
    assert link not in browser.post("/kalender", {"client": "apple"}).text


def test_whoever_has_both_is_told_on_either_page_that_dates_stand_twice(course, sign_in):
    browser = sign_in(course.mette)
    browser.post("/konto/beskeder", {"version": "0", "invitations": "y"})
    assert "alert-warning" not in browser.get("/konto/beskeder").text
    assert "står hver dato to gange" in browser.get("/kalender").text
    browser.post("/kalender", {"client": "outlook"})
    text = browser.get("/konto/beskeder").text
    assert "alert-warning" in text
    assert '<a href="/kalender">Luk den adresse, du ikke har brug for</a>' in text
