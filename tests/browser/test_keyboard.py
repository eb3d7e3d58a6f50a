"""Without a mouse, and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser

MOST_STEPS = 120
FOCUSED = "element => element === document.activeElement"
SHOWN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const style = getComputedStyle(document.activeElement);
  const wrapped = document.activeElement.closest(".chip-choice, .form-group-checkbox");
  const ring = (e) => e && (getComputedStyle(e).outlineStyle !== "none" ||
    getComputedStyle(e).boxShadow !== "none");
  return ring(document.activeElement) || ring(wrapped) || ring(wrapped?.querySelector("label"));
}"""


def tab_to(page, locator, most=MOST_STEPS):
    """Press Tab until this has the focus; every stop on the way must be seen.

    Nobody begins before it is there: a page may still be on its way to this one.
    """
    locator.first.wait_for(state="attached")
    page.wait_for_load_state()
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement !== document.body"):
            assert page.evaluate(SHOWN), page.evaluate("() => document.activeElement.outerHTML")
        if locator.count() and locator.first.evaluate(FOCUSED):
            return
    pytest.fail(f"the keyboard does not reach {locator}")


def test_the_first_stop_leads_past_the_menu(visit):
    page = visit("deltager", "/")
    tab_to(page, page.get_by_role("link", name="Gå til indholdet"))
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"


def test_a_leader_writes_with_the_keyboard_alone(visit, server):
    page = visit("deltager", "/")
    tab_to(page, page.get_by_role("link", name="Skriv, hvad der skete"))
    page.keyboard.press("Enter")
    action = page.get_by_label(re.compile("^Handling –"))
    expect(action).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Skrevet uden mus.")
    tab_to(page, page.locator("#goals > .chips input"))
    page.keyboard.press("Space")
    expect(page.locator("#goals > .chips input").first).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Gør færdig"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Indlægget er gemt.")).to_be_visible()
    rows = server.ask("SELECT state FROM log_entry WHERE action = 'Skrevet uden mus.'")
    assert rows == [("final",)]


def test_a_menu_of_a_plan_opens_and_closes_by_keyboard(visit, server):
    page = visit("koordinator", server.main_cohort)
    menu = page.locator("details.more-menu").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Flyt")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Flyt")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_an_error_takes_the_focus_and_leads_to_its_field(visit):
    visit.expect("status of 422")
    page = visit("koordinator", "/hold/nyt")
    page.get_by_label("Startdato").fill("31. april")
    page.get_by_role("button", name="Se planen").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Fejl:")
    summary.get_by_role("link", name=re.compile("dag")).last.click()
    expect(page.get_by_label("Startdato")).to_be_focused()
    expect(page.get_by_label("Startdato")).to_have_value("31. april")


@pytest.fixture
def plain(visit):
    """`plain("deltager", "/log")`: a page in a browser without script."""
    return lambda role=None, path=None, **more: visit(role, path, java_script_enabled=False, **more)


def test_signing_in_and_out_without_script(plain):
    page = plain(None, "/log")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    page.get_by_label("E-mail").fill("deltager@demo.example")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Læringslog")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Learning log")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Log ind|Sign in"))


def test_a_wrong_password_is_told_without_script(plain, visit):
    visit.expect("status of 422")
    page = plain(None, "/log-ind")
    page.get_by_label("E-mail").fill("deltager@demo.example")
    page.get_by_label("Adgangskode").fill("forkert")
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("passer ikke sammen")
    expect(page.get_by_label("E-mail")).to_have_value("deltager@demo.example")


def test_a_plan_is_laid_and_published_without_script(plain, server):
    page = plain("koordinator", "/hold/nyt")
    page.get_by_label("Forløb", exact=True).select_option(label="Ledere af ledere 2.0")
    page.get_by_label("Navn", exact=True).fill("Hold uden script")
    page.get_by_label("Startdato").fill("24-02-2020")
    page.get_by_role("button", name="Se planen").click()
    page.get_by_role("button", name="Brug fredag den 22. april 2022").click()
    page.get_by_role("button", name="Opret som kladde").click()
    page.get_by_role("link", name="Offentliggør for holdet").click()
    page.get_by_label("Begrundelse").fill("Perioden er for længst forbi.")  # of the shadowing
    page.get_by_role("button", name="Bekræft").click()
    expect(page.get_by_text("13 aktiviteter er offentliggjort.")).to_be_visible()
    rows = server.ask("SELECT state FROM cohort WHERE name = 'Hold uden script'")
    assert rows == [("published",)]


def test_an_activity_is_moved_without_script(plain):
    page = plain("koordinator", "/")
    soon = page.locator("section", has=page.get_by_role("heading", name="De næste 30 dage"))
    soon.locator("a[href^='/aktivitet/']").first.click()
    page.get_by_role("link", name="Flyt").click()
    page.get_by_label("Ny dato").fill("12. maj 2027")
    page.get_by_role("button", name="Vis hvad der sker").click()
    page.get_by_label("Hvorfor datoen er i orden").fill("Holdet har sagt ja til en dag mere.")
    page.get_by_role("button", name="Flyt og giv besked").click()
    expect(page.get_by_text("12. maj 2027").first).to_be_visible()
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("Ingen har fået besked")).to_be_visible()


def test_an_entry_is_written_finished_shared_and_taken_back_without_script(plain):
    page = plain("deltager", "/log/ny")
    page.get_by_label(re.compile("^Handling –")).fill("Skrevet uden script.")
    page.get_by_role("button", name="Gem kladde").click()
    expect(page.get_by_text("Kladden er gemt.")).to_be_visible()
    page.get_by_label(re.compile("^Refleksion")).fill("Det gik også.")
    page.locator("#goals > .chips input").first.check()
    page.get_by_role("button", name="Gør færdig").click()
    expect(page.get_by_text("Det gik også.")).to_be_visible()
    page.get_by_role("link", name="Del", exact=True).click()
    page.get_by_role("button", name=re.compile(r"^Del Netværksgruppe")).click()
    expect(page.locator("#sharing .privacy-line")).to_contain_text("kan læse det")
    page.get_by_role("button", name=re.compile(r"^Stop deling Netværksgruppe")).click()
    expect(page.locator("#sharing .privacy-line")).to_contain_text("Kun du kan læse det")


def test_the_menu_is_there_without_script(plain):
    page = plain("deltager", "/", size={"width": 360, "height": 640})
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Min plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Min plan")
