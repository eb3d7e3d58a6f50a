from __future__ import annotations

import pytest

from programme.notifications import remarks
from programme.notifications.remarks import Remark
from tests import factories as make

ADDRESS = "/konto/beskeder"


@pytest.fixture
def browser(sign_in):
    return sign_in(make.PersonFactory(name="Karen Åse", email="karen@test.example"))


def test_the_account_leads_to_the_page_of_notices(browser):
    assert f'href="{ADDRESS}"' in browser.get("/konto").text
    text = browser.get(ADDRESS).text
    for said in ("Mødeindkaldelser", "Ændringer", "Påmindelser", "karen@test.example"):
        assert said in text
    assert "Spring mailen over, når alle mine kalendere allerede har hentet ændringen" in text
    assert "checked" not in text


def test_choices_are_kept_and_shown_again(browser):
    typed = {
        "version": "0",
        "invitations": "y",
        "secretary_email": "Kontor@Test.example",
        "weekly_nudge": "y",
        "nudge_weekday": "6",
    }
    answer = browser.post(ADDRESS, typed)
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    text = browser.get(ADDRESS).text
    assert text.count("checked") == 2
    assert 'value="kontor@test.example"' in text
    assert '<option selected value="6">Søndag' in text
    assert 'name="version" value="1"' in text
    answer = browser.post(ADDRESS, {"version": "1", "nudge_weekday": "6"})
    assert "checked" not in browser.get(ADDRESS).text


def test_a_faulty_address_is_said_at_its_field_and_nothing_is_kept(browser):
    typed = {"version": "0", "reminders": "y", "secretary_email": "æøå uden snabel-a"}
    answer = browser.post(ADDRESS, typed)
    assert answer.status_code == 422
    assert 'id="secretary_email-error"' in answer.text
    assert "æøå uden snabel-a" in answer.text
    assert "checked" not in browser.get(ADDRESS).text


@pytest.mark.parametrize(
    "bad",
    [
        {"nudge_weekday": "7"},
        {"nudge_weekday": "fredag"},
        {"secretary_email": "x" * 10_000 + "@test.example"},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(browser, bad):
    assert browser.post(ADDRESS, {"version": "0"} | bad).status_code == 422


def test_two_windows_show_both_choices(browser):
    browser.post(ADDRESS, {"version": "0", "invitations": "y"})
    answer = browser.post(ADDRESS, {"version": "0", "reminders": "y"})
    assert answer.status_code == 409
    assert "Send mig mødeindkaldelser" in answer.text
    assert browser.post(ADDRESS, {"version": "0", "invitations": "y"}).status_code == 303


def test_the_page_is_danish_or_english(browser):
    browser.post("/konto/sprog", {"locale": "en"})
    text = browser.get(ADDRESS).text
    assert "Meeting invitations" in text
    assert ">Sunday<" in text


def test_features_above_have_a_say(browser, monkeypatch):
    monkeypatch.setitem(
        remarks._makers, "a", lambda _key, choice: Remark(f"Nr. {choice.version}", "Videre", "/her")
    )
    monkeypatch.setitem(remarks._makers, "b", lambda *_: None)
    text = browser.get(ADDRESS).text
    assert "Nr. 0" in text
    assert '<a href="/her">Videre</a>' in text
    assert text.count("alert-warning") == 1
