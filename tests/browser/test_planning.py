"""Copying a cohort and having dates proposed: by mouse, by keyboard, and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COHORT = "Ledere af ledere 2.0 · 2020–2022"


def asked(page):
    page.get_by_label("Kopiér fra et hold").select_option(label=COHORT)
    page.get_by_label("Navn", exact=True).fill("Kopien")
    page.get_by_label("Startdato").fill("mandag den 12. april 2027")
    page.get_by_role("button", name="Se planen").click()
    expect(page.get_by_text("13 aktiviteter · 12 med dato")).to_be_visible()


def made(page, server):
    reason = page.get_by_label("Hvorfor det er i orden alligevel")
    if reason.count():
        reason.fill("Det er aftalt.")
    page.get_by_role("button", name="Opret som kladde").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Kopien"))
    assert server.ask("SELECT count(*) FROM cohort WHERE name = 'Kopien'") == [(1,)]


def test_a_rule_lays_the_plan_again_and_the_focus_stays(visit, server):
    page = visit("koordinator", "/hold/nyt")
    asked(page)
    assert server.ask("SELECT count(*) FROM cohort WHERE name = 'Kopien'") == [(0,)]
    page.get_by_text("Regler for datoerne").click()
    page.get_by_label("Skoleferier").focus()
    with page.expect_response(re.compile("/hold/nyt/forslag")):
        page.keyboard.press("Space")
    expect(page.get_by_text("Sommerferie")).to_have_count(0)
    expect(page.get_by_label("Skoleferier")).to_be_focused()
    expect(page.get_by_label("Skoleferier")).to_be_checked()
    expect(page.get_by_text("uden for perioden")).to_have_count(0)
    page.get_by_label("Tag Skyggepraktik med").focus()
    with page.expect_response(re.compile("/hold/nyt/forslag")):
        page.keyboard.press("Space")
    expect(page.get_by_text("1 taget ud")).to_be_visible()
    expect(page.get_by_label("Tag Skyggepraktik med")).to_be_focused()
    made(page, server)
    rows = server.ask(
        "SELECT count(*) FROM activity JOIN cohort ON cohort.id = cohort_id"
        " WHERE cohort.name = 'Kopien'"
    )
    assert rows == [(12,)]


def test_a_copy_is_made_without_script(visit, server):
    page = visit("koordinator", "/hold/nyt", java_script_enabled=False)
    asked(page)
    page.get_by_text("Regler for datoerne").click()
    page.get_by_label("Helligdage").check()
    page.get_by_role("button", name="Læg planen igen").last.click()
    made(page, server)


def test_dates_are_proposed_and_said_yes_to(visit, server):
    page = visit("koordinator", "/hold")
    page.get_by_role("link", name="Ledere af ledere 2.0 · Hold 2027").first.click()
    page.get_by_role("link", name="Foreslå datoer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foreslå datoer")
    before = server.ask("SELECT count(*) FROM activity_change WHERE kind = 'moved'")
    page.get_by_role("button", name="Sæt datoerne").click()
    expect(page.get_by_text(re.compile("har fået ny dato"))).to_be_visible()
    assert server.ask("SELECT count(*) FROM activity_change WHERE kind = 'moved'") > before
