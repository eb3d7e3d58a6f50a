"""Every page as every person, wide and narrow: WCAG 2.1 AA as far as axe sees, and no overflow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import NARROW, faults
from tests.browser.conftest import ROLES
from tests.browser.crawl import kind_of, pages_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_can_be_reached(visit, role):
    page, wrong, seen = visit(role), [], []
    for kind in pages_of(page):
        seen.append(kind)
        wrong += [f"{kind}: {fault}" for fault in faults(page)]
    assert len(seen) > 8, seen
    assert not wrong, "\n".join(wrong)


def open_page(path):
    """A state that an address alone leads to."""
    return lambda page: page.goto(path)


def sent(path, **filled):
    """The state after a page's main button is pressed: fields by the start of their label."""

    def act(page):
        page.goto(path)
        for label, text in filled.items():
            page.get_by_label(re.compile(f"^{label}")).fill(text)
        page.locator("main form .button-primary").click()
        expect(page.locator(".error-summary")).to_be_visible()

    return act


def first(path, kind, then=""):
    """The first link of this kind on a page, and perhaps a further address below it."""

    def act(page):
        page.goto(path)
        links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        page.goto(next(link for link in links if kind_of(link or "") == kind) + then)

    return act


def calendar_address(page):
    page.goto("/kalender")
    page.get_by_role("button", name="Outlook").click()
    expect(page.get_by_label("Adressen")).to_be_visible()


def laid(page):
    """A plan with a flagged row, before it is saved."""
    page.goto("/hold/nyt/forslag?programme=ledere-af-ledere-2-0&organisation=1"
              "&name=Et%20hold&starts_on=24-02-2020")  # fmt: skip
    expect(page.get_by_text("1 helligdag").first).to_be_visible()


def copied(page):
    """A copy before it is saved, with all that can be chosen, and a row that is left out."""
    page.goto("/hold/nyt/forslag?copied=2&organisation=1&name=Kopi&starts_on=12-04-2027")
    page.get_by_label("Tag Skyggepraktik med").uncheck()
    expect(page.get_by_text("1 taget ud")).to_be_visible()
    for fold in ("Det kommer med", "Regler for datoerne"):
        page.get_by_text(fold).click()


def effect_of_a_move(page):
    first("/", "/aktivitet/#", "/flyt")(page)
    page.get_by_label("Ny dato").fill("26. marts 2027")
    page.get_by_role("button", name="Vis hvad der sker").click()
    expect(page.get_by_role("heading", name="Det sker der")).to_be_visible()


def signed_out_while_writing(page):
    page.goto("/log/ny")
    page.context.clear_cookies()
    page.get_by_label(re.compile("^Handling –")).fill("Midt i det hele.")
    expect(page.get_by_role("dialog")).to_be_visible()


def two_windows(page):
    page.goto("/log/ny")
    page.get_by_label(re.compile("^Handling –")).fill("Begge steder.")
    expect(page).to_have_url(re.compile(r"/log/\d+/ret$"))
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label(re.compile("^Handling –")).fill("Det ene sted.")
    expect(other.locator("#saved-state")).to_have_text(re.compile(r"^\s*Gemt"))
    other.close()
    page.get_by_label(re.compile("^Handling –")).fill("Det andet sted.")
    expect(page.locator("#conflict")).to_be_visible()


def stale_settings(page):
    """The page of a conflict, from a form without script of its own."""
    first("/hold", "/hold/#", "/indstillinger")(page)
    other = page.context.new_page()
    other.goto(page.url)
    for window, name in ((other, "Først gemt"), (page, "Sidst gemt")):
        window.get_by_label("Navn", exact=True).fill(name)
        window.get_by_role("main").get_by_role("button", name="Gem", exact=True).click()
        window.wait_for_load_state()
    other.close()
    expect(page.get_by_role("heading", level=1)).to_contain_text("En anden har rettet imens")
    expect(page.get_by_role("main")).to_contain_text("Først gemt")
    expect(page.get_by_role("main")).to_contain_text("Sidst gemt")


def menu_open(page):
    page.set_viewport_size(NARROW)
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("navigation", name="Hovedmenu")).to_be_visible()


def in_english(page):
    page.goto("/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"


STATES = {
    "sign-in": (None, open_page("/log-ind")),
    "sign-in refused": (None, sent("/log-ind")),
    "forgotten": (None, sent("/glemt-adgangskode")),
    "no such page": (None, open_page("/findes-ikke")),
    "link that is gone": (None, open_page("/invitation/forkert")),
    "style guide": (None, open_page("/stil")),
    "no such entry": ("deltager", open_page("/log/999999")),
    "not allowed": ("deltager", open_page("/administration")),
    "entry without words": ("deltager", sent("/log/ny")),
    "sign-in over the page": ("deltager", signed_out_while_writing),
    "two windows": ("deltager", two_windows),
    "menu on a phone": ("deltager", menu_open),
    "sharing": ("deltager", first("/log", "/log/#", "/del")),
    "welcome": ("deltager", open_page("/velkommen")),
    "calendar address": ("deltager", calendar_address),
    "password refused": ("deltager", sent("/konto/adgangskode")),
    "in English": ("deltager", in_english),
    "empty log": ("leder", open_page("/log")),
    "no cohort of one's own": ("leder", open_page("/mit-hold")),
    "no goals": ("leder", open_page("/maal")),
    "no plan": ("admin", open_page("/min-plan")),
    "no tasks": ("medarbejder", open_page("/log/opgaver")),
    "nothing shared": ("fremmed", open_page("/log/delt")),
    "new cohort refused": ("koordinator", sent("/hold/nyt", Startdato="31. april")),
    "plan before it is made": ("koordinator", laid),
    "copy before it is made": ("koordinator", copied),
    "proposed dates": ("koordinator", open_page("/hold/5/datoforslag")),
    "proposed dates for one": ("koordinator", first("/", "/aktivitet/#", "/datoforslag")),
    "effect of a move": ("koordinator", effect_of_a_move),
    "conflict": ("koordinator", stale_settings),
    "nobody found": ("koordinator", open_page("/personer?q=findesikke")),
    "new person refused": ("koordinator", sent("/personer/ny")),
    "new programme refused": ("admin", sent("/forloeb/nyt")),
}


@pytest.mark.parametrize("state", STATES)
def test_errors_empty_pages_and_what_opens_over_them(visit, state):
    visit.expect("status of 4[0-9][0-9]")
    role, act = STATES[state]
    page = visit(role)
    act(page)
    assert not faults(page)


def test_the_check_finds_what_is_wrong(visit):
    """A control: contrast, a name that is missing, and something too wide are seen."""
    page = visit("deltager", "/tilgaengelighed")
    page.evaluate("""() => {
      const main = document.getElementById("main");
      const button = document.createElement("button");
      const wide = document.createElement("p");
      wide.className = "nowrap";
      wide.textContent = "x".repeat(300);
      main.append(button, wide);
    }""")
    found = "\n".join(faults(page))
    assert "button-name" in found
    assert "320 px: overflow" in found
