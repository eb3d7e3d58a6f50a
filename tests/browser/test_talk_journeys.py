"""Sparring at a network meeting (J5) and the line manager's part (J9) on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_log_journeys import Keys, Touch

pytestmark = pytest.mark.browser

HANDS = pytest.mark.parametrize("hand", [Touch, Keys], ids=["touch", "keyboard"])
TITLE = "Når ingen siger noget"


def open_phone(visit, hand, role, path):
    """A phone's screen, touched or typed at."""
    return visit.phone(role, path) if hand is Touch else visit(role, path, size=PHONE)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@HANDS
def test_a_facilitator_makes_the_sheet_and_those_in_the_round_note_what_came_of_it(
    visit, server, hand
):
    ((meeting,),) = server.ask(
        "SELECT a.id FROM activity a JOIN network_group g ON g.cohort_id = a.cohort_id"
        " JOIN sparring_topic t ON t.group_id = g.id"
        " WHERE a.kind = 'network_meeting' AND a.starts_on > date('now')"
        " ORDER BY a.starts_on LIMIT 1"
    )
    page = open_phone(visit, hand, "facilitator", f"/aktivitet/{meeting}")
    me = hand(page)
    me.press(page.get_by_role("link", name=f"Lav et sparringsark {TITLE}"))
    expect(page.get_by_label("Fokusperson")).to_have_value(re.compile(r"\d+"))
    me.press(page.get_by_role("button", name="Lav arket"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Reflekterende team")
    for words in (TITLE, "Mette Holm", "35 minutter"):
        expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    expect(page.get_by_label("Det, vi aftaler")).to_have_count(0)
    assert fits(page)

    mette = open_phone(visit, hand, "deltager", page.url.removeprefix(server.url))
    me = hand(mette)
    me.write(mette.get_by_label("Det, vi aftaler"), "Mette tier, til alle har talt.")
    me.press(mette.get_by_role("button", name="Gem noten"))
    expect(mette.get_by_text("Noten er gemt.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("til alle har talt")).to_have_count(0)


@HANDS
def test_the_line_manager_answers_reads_what_was_picked_and_notes_the_agreement(
    visit, server, hand
):
    page = open_phone(visit, hand, "leder", "/")
    me = hand(page)
    me.press(page.locator("[aria-labelledby=feedback-head]").get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Feedback til Mette Holm")
    me.write(page.get_by_label("Din feedback"), "Du ventede, og så talte de andre.")
    me.press(page.get_by_role("button", name="Send feedback"))
    expect(page.get_by_text("Kun Mette Holm kan læse den.")).to_be_visible()
    assert server.ask("SELECT reply FROM feedback_request WHERE reply LIKE 'Du ventede%'")

    page.goto(server.url)
    me.press(page.get_by_role("link", name="Samtaler med dem, du leder"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Samtaler")
    me.press(page.get_by_role("link", name=re.compile("Mette Holm: Midtvejs")))
    expect(page.get_by_text("Jeg øver mig i at spørge først.")).to_be_visible()
    me.write(page.get_by_label("Det, vi aftaler"), "Vi holder mandagen fri.")
    me.press(page.get_by_role("button", name="Gem noten"))
    expect(page.get_by_text("Noten er gemt.")).to_be_visible()
    assert fits(page)

    me.press(page.get_by_role("list").get_by_role("link", name="Hvad jeg gerne vil slippe"))
    expect(page.get_by_role("main")).to_contain_text("kan se, at du har læst indlægget")
