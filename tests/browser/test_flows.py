"""The five flows of the page map, with the clicks or taps that each may cost, typing apart."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


class Hand:
    """Clicks, or taps on a phone, and counts them."""

    def __init__(self, page, *, touch=False):
        self.page, self.touch, self.count = page, touch, 0

    def __call__(self, locator):
        self.count += 1
        (locator.tap if self.touch else locator.click)()


def link(page, name):
    return page.get_by_role("link", name=name)


def button(page, name, *, exact=False):
    return page.get_by_role("button", name=name, exact=exact)


def test_a_coordinator_lays_a_programme_and_publishes_it(visit, server):
    """The dates of the source: exactly one of them, Langfredag, needs a look."""
    page = visit("koordinator", "/")
    began, click = time.monotonic(), Hand(page)
    click(link(page, "Nyt hold"))
    page.get_by_label("Forløb", exact=True).select_option(label="Ledere af ledere 2.0")
    click.count += 1
    page.get_by_label("Navn", exact=True).fill("Hold fra kilden")
    page.get_by_label("Startdato").fill("24. februar 2020")
    click(button(page, "Se planen"))
    expect(page.get_by_text("13 aktiviteter · 12 med dato · 1 helligdag")).to_be_visible()
    click(button(page, "Brug fredag den 22. april 2022"))
    expect(page.get_by_text("13 aktiviteter · 12 med dato", exact=True)).to_be_visible()
    assert server.ask("SELECT count(*) FROM cohort WHERE name = 'Hold fra kilden'") == [(0,)]
    click(button(page, "Opret som kladde"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Hold fra kilden"))
    click(link(page, "Offentliggør for holdet"))
    page.get_by_label("Begrundelse").fill("Perioden er for længst forbi.")  # of the shadowing
    click(button(page, "Bekræft"))
    expect(page.get_by_text("13 aktiviteter er offentliggjort.")).to_be_visible()
    assert click.count == 7
    assert time.monotonic() - began < 120
    rows = server.ask(
        "SELECT cohort.state, count(*), count(activity.published_at), max(activity.starts_on)"
        " FROM activity JOIN cohort ON cohort.id = cohort_id WHERE name = 'Hold fra kilden'"
    )
    assert rows == [("published", 13, 13, "2022-06-09")]


def test_a_coordinator_moves_a_seminar_and_undoes_it(visit, server):
    page = visit("koordinator", "/")
    click = Hand(page)
    soon = page.locator("section", has=page.get_by_role("heading", name="De næste 30 dage"))
    click(soon.locator("a[href^='/aktivitet/']").first)
    activity = page.url.rpartition("/")[2]
    waiting = "SELECT count(*) FROM outbox_mail WHERE template = 'activities/changed'"
    mails = server.ask(waiting)[0][0]
    before = server.ask("SELECT starts_on, sequence FROM activity WHERE id = ?", activity)
    click(link(page, "Flyt"))
    new = date.fromisoformat(before[0][0]) + timedelta(weeks=3)
    page.get_by_label("Ny dato").fill(f"{new.day}-{new.month}-{new.year}")
    click(button(page, "Vis hvad der sker"))
    expect(page.get_by_text("Indtil da kan du fortryde")).to_be_visible()
    page.get_by_label("Begrundelse").fill("Lokalet blev optaget.")
    asked = page.get_by_label("Hvorfor datoen er i orden")  # on some days the plan check asks
    if asked.count():
        asked.fill("Det er aftalt.")
    click(button(page, "Flyt og giv besked"))
    expect(page.get_by_text("er flyttet til")).to_be_visible()
    assert click.count == 4
    moved = server.ask("SELECT starts_on, sequence FROM activity WHERE id = ?", activity)
    assert moved == [(new.isoformat(), before[0][1] + 1)]
    assert server.ask(waiting)[0][0] > mails
    button(page, "Fortryd").click()
    expect(page.get_by_text("Ingen har fået besked")).to_be_visible()
    after = server.ask("SELECT starts_on, sequence FROM activity WHERE id = ?", activity)
    assert after == [(before[0][0], before[0][1] + 2)]
    assert server.ask(waiting) == [(mails,)]


def test_a_leader_writes_on_the_phone(visit, server):
    page = visit.phone("deltager", "/")
    tap = Hand(page, touch=True)
    tap(link(page, "Skriv, hvad der skete"))
    page.get_by_label(re.compile("^Handling –")).fill("Jeg spurgte først og svarede sidst.")
    tap(page.locator("#goals > .chips input").first)
    tap(button(page, "Gør færdig"))
    expect(page.get_by_text("Indlægget er gemt.")).to_be_visible()
    assert tap.count == 3
    rows = server.ask(
        "SELECT state, previous_id IS NOT NULL FROM log_entry"
        " WHERE action = 'Jeg spurgte først og svarede sidst.'"
    )
    assert rows == [("final", 1)]


def test_leaving_at_any_moment_loses_nothing_and_the_next_action_stands_on_the_home_page(visit):
    page = visit.phone("deltager", "/")
    link(page, "Skriv, hvad der skete").tap()
    page.get_by_label(re.compile("^Handling –")).fill("Kun en halv")
    page.locator("summary", has_text="Næste handling").tap()
    page.get_by_label(re.compile("^Næste handling")).fill("Spørge Ali, hvad han så.")
    page.get_by_role("checkbox", name="Intet mål").tap()
    link(page, "Lederforløb").tap()
    expect(page.get_by_role("heading", name="Forside")).to_be_visible()
    link(page, re.compile("Kun en halv")).first.tap()
    expect(page.get_by_label(re.compile("^Handling –"))).to_have_value("Kun en halv")
    button(page, "Gør færdig").tap()
    expect(page.get_by_text("Indlægget er gemt.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Spørge Ali, hvad han så.")).to_be_visible()


def test_a_leader_shares_with_the_network_group_and_takes_it_back(visit):
    page = visit.phone("deltager", "/")
    tap = Hand(page, touch=True)
    tap(page.get_by_role("main").get_by_role("link", name="Læringslog"))
    tap(link(page, re.compile("^Stilheden varede længe")))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Stilheden varede længe"))
    entry = page.url
    tap(link(page, "Del").first)
    tap(button(page, re.compile(r"^Del Netværksgruppe")))
    expect(button(page, re.compile(r"^Stop deling Netværksgruppe"))).to_be_visible()
    assert tap.count == 4
    mate, stranger = visit("deltager2"), visit("fremmed")
    visit.expect("status of 404")
    assert mate.goto(entry).status == 200
    assert stranger.goto(entry).status == 404
    expect(stranger.get_by_role("heading", level=1)).to_have_text(re.compile("Siden findes ikke"))
    button(page, re.compile(r"^Stop deling Netværksgruppe")).tap()
    expect(button(page, re.compile(r"^Del Netværksgruppe"))).to_be_visible()
    assert mate.goto(entry).status == 404


def test_a_subscriber_gets_the_dates_on_one_device_and_on_one_more(visit):
    page = visit.phone("deltager2", "/")
    tap = Hand(page, touch=True)
    tap(link(page, "Få datoerne i din kalender"))
    tap(button(page, "iPhone eller Mac"))
    asks = page.locator("a[href^='webcal:']")
    expect(asks).to_be_visible()
    assert tap.count == 2
    first = page.get_by_label("Adressen").input_value()
    assert first in asks.get_attribute("href").replace("webcal:", "http:")
    page.goto("/kalender")
    page.get_by_text("Tilføj en adresse").tap()
    page.get_by_label("Hvor vil du bruge adressen?").fill("Arbejdscomputer")
    button(page, "Lav adressen").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("adresse er klar"))
    second = page.get_by_label("Adressen").input_value()
    assert second != first
    for address in (first, second):
        answer = page.request.get(address)
        assert answer.status == 200, address
        assert answer.headers["content-type"].startswith("text/calendar")
        assert answer.text().count("BEGIN:VEVENT") > 5
    page.goto("/kalender")
    expect(page.get_by_text("Sidst hentet i dag")).to_have_count(2)


def test_a_phones_first_screen_has_the_next_date_what_to_go_on_with_and_the_calendar(visit):
    page = visit.phone("deltager", "/")
    for thing in (
        page.locator(".card--next"),
        link(page, "Skriv, hvad der skete"),
        link(page, "Få datoerne i din kalender"),
    ):
        box = thing.bounding_box()
        assert box["y"] + box["height"] <= 640


def test_writing_about_an_activity_begins_with_that_activity(visit):
    page = visit("deltager", "/")
    page.locator(".card--next a").first.click()
    label = page.get_by_role("heading", level=1).inner_text()
    link(page, re.compile("^Skriv i loggen om")).click()
    page.locator("summary", has_text="Mere").click()
    chosen = page.get_by_label("Aktivitet").locator("option:checked")
    expect(chosen).to_contain_text(label.partition(" |")[0])
