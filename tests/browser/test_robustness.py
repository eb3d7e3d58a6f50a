"""When the line, the sign-in or another window comes in between: nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^\s*Gemt kl\.")
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_ABORTED")


def action(page):
    return page.get_by_label(re.compile("^Handling –"))


def state(page):
    return page.locator("#saved-state")


def end_sign_ins(server, role):
    """Time passes: the person is signed out everywhere."""
    server.do(
        "UPDATE sign_in SET ended_at = created_at WHERE person_id ="
        " (SELECT id FROM person WHERE email = ?)",
        f"{role}@demo.example",
    )


def entries(server, text):
    return server.ask("SELECT state, action FROM log_entry WHERE action LIKE ?", f"%{text}%")


def test_what_is_typed_is_saved_while_one_types(visit, server):
    page = visit("deltager", "/log/ny")
    action(page).fill("Gemmer sig selv.")
    expect(state(page)).to_have_text(SAVED)
    expect(page).to_have_url(re.compile(r"/log/\d+/ret$"))
    page.reload()
    expect(action(page)).to_have_value("Gemmer sig selv.")
    assert entries(server, "Gemmer sig selv") == [("draft", "Gemmer sig selv.")]


def test_without_a_line_the_text_waits_and_is_sent_when_it_is_back(visit, server):
    visit.expect(*OFFLINE)
    page = visit("deltager", "/log/ny")
    page.context.set_offline(True)
    action(page).fill("Skrevet i toget.")
    expect(state(page)).to_contain_text("Ingen forbindelse")
    assert entries(server, "toget") == []
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED)
    assert entries(server, "toget") == [("draft", "Skrevet i toget.")]


def test_a_reload_without_having_been_saved_brings_the_text_back(visit, server):
    visit.expect(*OFFLINE)
    page = visit("deltager", "/log/ny")
    page.context.route("**/log/ny", _cut)
    action(page).fill("Aldrig nået frem.")
    expect(state(page)).to_contain_text("Ingen forbindelse")
    page.context.unroute("**/log/ny")
    page.reload()
    expect(action(page)).to_have_value("Aldrig nået frem.")
    expect(page).to_have_url(re.compile(r"/log/\d+/ret$"))
    assert entries(server, "nået frem") == [("draft", "Aldrig nået frem.")]


def test_a_change_that_was_never_saved_is_put_back_into_its_entry(visit, server):
    visit.expect(*OFFLINE)
    page = visit("deltager", "/log/ny")
    action(page).fill("Først dette.")
    expect(state(page)).to_have_text(SAVED)
    page.context.route("**/ret", _cut)
    action(page).fill("Først dette. Så dette.")
    expect(state(page)).to_contain_text("Ingen forbindelse")
    page.context.unroute("**/ret")
    page.reload()
    expect(action(page)).to_have_value("Først dette. Så dette.")
    expect(state(page)).to_have_text(SAVED)
    assert entries(server, "Først dette") == [("draft", "Først dette. Så dette.")]


def _cut(route):
    if route.request.method == "POST":
        route.abort()
    else:
        route.fallback()


def test_another_persons_browser_page_never_shows_what_was_left(visit):
    """Drafts are kept by person: on a shared computer the next one finds nothing."""
    visit.expect(*OFFLINE)
    page = visit("deltager", "/log/ny")
    page.context.route("**/log/ny", _cut)
    action(page).fill("Kun Mettes.")
    expect(state(page)).to_contain_text("Ingen forbindelse")
    page.context.unroute("**/log/ny")
    page.context.clear_cookies()
    page.goto("/log-ind")
    page.get_by_role("button", name=re.compile("Jonas")).click()
    page.goto("/log/ny")
    expect(action(page)).to_have_value("")
    page.goto("/log")
    assert "Kun Mettes." not in page.content()


def test_an_expired_sign_in_asks_over_the_page_and_goes_on(visit, server):
    visit.expect("status of 40[01]", "status of 422")
    page = visit("deltager", "/log/ny")
    end_sign_ins(server, "deltager")
    action(page).fill("Midt i en sætning.")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Log ind igen")
    dialog.get_by_label("E-mail").fill("deltager@demo.example")
    dialog.get_by_label("Adgangskode").fill("forkert")
    dialog.get_by_role("button", name="Log ind", exact=True).click()
    expect(dialog.locator(".error-summary")).to_be_visible()
    dialog.get_by_label("E-mail").fill("deltager@demo.example")
    dialog.get_by_label("Adgangskode").fill(PASSWORD)
    dialog.get_by_role("button", name="Log ind", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(state(page)).to_have_text(SAVED)
    expect(action(page)).to_have_value("Midt i en sætning.")
    assert entries(server, "Midt i en") == [("draft", "Midt i en sætning.")]


def test_somebody_else_who_signs_in_over_the_page_does_not_get_the_text(visit, server):
    visit.expect("status of 40[01]")
    page = visit("deltager", "/log/ny")
    end_sign_ins(server, "deltager")
    action(page).fill("Hemmeligt for Peter.")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("Peter")).click()
    expect(page.get_by_role("heading", name="Forside")).to_be_visible()
    assert entries(server, "Hemmeligt for Peter") == []


def test_a_plain_form_after_the_sign_in_ran_out_keeps_the_text(visit, server):
    visit.expect("status of 401")
    page = visit("deltager", "/log/ny", java_script_enabled=False)
    action(page).fill("Sendt for sent.")
    end_sign_ins(server, "deltager")
    page.get_by_role("button", name="Gem kladde").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Log ind igen")
    page.get_by_label("E-mail").fill("deltager@demo.example")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Sendt for sent.")
    assert entries(server, "Sendt for sent") == []
    page.get_by_role("main").get_by_role("button").first.click()
    expect(action(page)).to_have_value("Sendt for sent.")
    assert entries(server, "Sendt for sent") == [("draft", "Sendt for sent.")]


def test_a_button_that_could_not_be_sent_says_so_and_can_be_tried_again(visit, server):
    visit.expect(*OFFLINE, "htmx:sendError", "htmx:afterRequest")  # htmx says so to developers too
    page = visit("deltager", "/log")
    page.get_by_role("link", name=re.compile("^Stilheden varede længe")).click()
    page.get_by_role("link", name="Del", exact=True).click()
    page.context.set_offline(True)
    page.get_by_role("button", name=re.compile("^Del Netværksgruppe")).click()
    failure = page.get_by_role("alert")
    expect(failure).to_contain_text("Der er ingen forbindelse")
    page.context.set_offline(False)
    failure.get_by_role("button", name="Prøv igen").click()
    expect(
        page.get_by_role("button", name=re.compile("^Stop deling Netværksgruppe"))
    ).to_be_visible()
    expect(failure).to_be_hidden()


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_windows_on_one_entry_keep_both_texts(visit, server, choice):
    visit.expect("status of 409")
    here = visit("deltager", "/log/ny")
    action(here).fill("Fælles begyndelse.")
    expect(state(here)).to_have_text(SAVED)
    there = here.context.new_page()
    there.goto(here.url)
    action(there).fill("Fra det andet vindue.")
    expect(state(there)).to_have_text(SAVED)
    action(here).fill("Fra det første vindue.")
    panel = here.locator("#conflict")
    expect(panel).to_contain_text("Fra det andet vindue.")
    expect(action(here)).to_have_value("Fra det første vindue.")
    name = "Behold min" if choice == "mine" else "Behold den anden"
    panel.get_by_role("button", name=name).or_(panel.get_by_role("link", name=name)).click()
    kept = "Fra det første vindue." if choice == "mine" else "Fra det andet vindue."
    expect(action(here)).to_have_value(kept)
    expect(panel).to_be_hidden()
    here.wait_for_timeout(1_500)
    assert [text for _, text in entries(server, "vindue")] == [kept]


def test_a_double_click_makes_one_cohort(visit, server):
    page = visit("koordinator", "/hold/nyt")
    page.get_by_label("Forløb", exact=True).select_option(label="Ledere af ledere 2.0")
    page.get_by_label("Navn", exact=True).fill("Kun ét hold")
    page.get_by_label("Startdato").fill("1-2-2027")
    page.get_by_role("button", name="Se planen").click()
    page.get_by_role("button", name="Opret som kladde").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kun ét hold")
    assert server.ask("SELECT count(*) FROM cohort WHERE name = 'Kun ét hold'") == [(1,)]


def test_the_back_button_after_signing_out_shows_nothing(visit):
    page = visit("deltager", "/log")
    expect(page.get_by_text("Stilheden varede længe").first).to_be_visible()
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    assert "Stilheden" not in page.content()


def test_one_click_signs_in_as_each_of_the_demos_people(visit):
    page = visit(None, "/log-ind")
    names = page.locator("#demo-people ~ .choices button .choice__label")
    expect(names).to_have_count(8)
    for index in range(8):
        page.goto("/log-ind")
        names.nth(index).click()
        expect(page.get_by_role("button", name="Log ud")).to_be_visible()
        assert len(page.get_by_role("main").inner_text()) > 100
        page.get_by_role("button", name="Log ud").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
