"""Whole journeys, each walked by mouse, by keyboard alone, and in a browser without script."""

from __future__ import annotations

import re
import urllib.request
from datetime import date, timedelta
from typing import ClassVar

import pytest
from playwright.sync_api import expect

from programme.core import clock
from tests.browser.conftest import PHONE
from tests.browser.test_keyboard import tab_to

pytestmark = pytest.mark.browser


class Mouse:
    """Clicks and types."""

    options: ClassVar[dict[str, object]] = {}

    def __init__(self, page):
        self.page = page

    def press(self, locator):
        locator.click()

    def tick(self, locator):
        locator.check()

    def write(self, label, text):
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label, option):
        """Choose the option that begins so."""
        select = self.page.get_by_label(label).first
        found = select.locator("option", has_text=re.compile(f"^{re.escape(option)}"))
        select.select_option(value=found.first.get_attribute("value"))

    def see(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()


class Finger(Mouse):
    """Taps on a phone's screen, 360 wide."""

    options: ClassVar[dict[str, object]] = {"size": PHONE, "has_touch": True, "is_mobile": True}

    def press(self, locator):
        locator.tap()

    def tick(self, locator):
        locator.tap()
        expect(locator).to_be_checked()


class NoScript(Mouse):
    """The same where no script runs."""

    options: ClassVar[dict[str, object]] = {"java_script_enabled": False}


class Keyboard(Mouse):
    """Tab, Enter and letters; every stop on the way shows where it is."""

    def press(self, locator):
        tab_to(self.page, locator, most=400)
        self.page.keyboard.press("Enter")
        self.page.wait_for_timeout(100)  # for what the key sets going to have begun
        self.page.wait_for_load_state()

    def tick(self, locator):
        tab_to(self.page, locator, most=400)
        self.page.keyboard.press("Space")
        expect(locator).to_be_checked()

    def write(self, label, text):
        tab_to(self.page, self.page.get_by_label(label), most=400)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, label, option):
        tab_to(self.page, self.page.get_by_label(label), most=400)
        self.page.keyboard.type(option)
        chosen = self.page.get_by_label(label).first.locator("option:checked")
        expect(chosen).to_have_text(re.compile(f"^{re.escape(option)}"))


class Thumbs(Keyboard):
    """A keyboard at the width of a phone."""

    options: ClassVar[dict[str, object]] = {"size": PHONE}


@pytest.fixture(params=[Mouse, Keyboard, NoScript], ids=["mouse", "keyboard", "no-script"])
def hand(request, visit):
    """`hand("koordinator", "/")` is somebody at a page, by one of the three means."""

    def begin(role, path):
        return request.param(visit(role, path, **request.param.options))

    return begin


def link(page, name):
    return page.get_by_role("link", name=name)


def button(page, name):
    return page.get_by_role("button", name=name)


def main(page):
    return page.get_by_role("main")


# --- A year with two cohorts (J1) --------------------------------------------------------------

UNITS = (
    ("Birkevig Kommune", "Fjordskolerne"),
    ("Birkevig Kommune", "Nordbyens Skoler"),
    ("Stormose Kommune", "Stormose Skoledistrikt"),
    ("Havrelund Kommune", "Skolerne i Havrelund"),
)
ROWS = [
    (f"Deltager Æblegård {n}", f"ny{n}@kommune.example", *UNITS[n % 4], "Leder af ledere")
    for n in range(12)
]
LIST = "\n".join(
    "\t".join(cells)
    for cells in (("Navn", "E-mail", "Organisation", "Enhed", "Ledelsesniveau"), *ROWS)
)
COHORT = "SELECT id, state FROM cohort WHERE name = ?"


def test_a_year_with_two_cohorts(hand, server):
    """The template on one start date, a copy on another, people by pasting, groups, publishing."""
    karen = hand("koordinator", "/hold/nyt")
    karen.choose("Forløb", "Ledere af ledere 2.0")
    karen.write(re.compile("^Navn"), "Hold A")
    karen.write("Startdato", "24. februar 2020")
    karen.press(button(karen.page, "Se planen"))
    karen.see("13 aktiviteter · 12 med dato · 1 helligdag")
    karen.press(button(karen.page, "Brug fredag den 22. april 2022"))
    expect(karen.page.get_by_text("1 helligdag").first).to_be_hidden()
    karen.press(button(karen.page, "Opret som kladde"))
    expect(karen.page.get_by_role("heading", level=1)).to_have_text(re.compile("Hold A"))
    ((first, state),) = server.ask(COHORT, "Hold A")
    assert state == "draft"

    _copy(karen)
    ((copy, state),) = server.ask(COHORT, "Hold B")
    assert state == "draft"
    days = "SELECT count(*), count(starts_on), min(starts_on) FROM activity WHERE cohort_id = ?"
    assert server.ask(days, copy) == [(13, 12, "2027-02-22")]
    assert server.ask(days, first) == [(13, 12, "2020-02-24")]

    _enrol(karen, server, copy)
    _group(karen, server, copy)
    karen.page.goto(f"/hold/{copy}")
    karen.press(link(karen.page, "Offentliggør for holdet"))
    karen.see("12 personer får")
    karen.press(button(karen.page, "Bekræft"))
    karen.see("13 aktiviteter er offentliggjort.")
    assert server.ask(COHORT, "Hold B") == [(copy, "published")]


def _copy(karen):
    karen.page.goto("/hold/nyt")
    karen.choose(re.compile("^Kopiér fra et hold"), "Hold A")
    karen.write(re.compile("^Navn"), "Hold B")
    karen.write("Startdato", "22. februar 2027")
    karen.press(button(karen.page, "Se planen"))
    karen.see("man 24. feb. 2020")  # where it lies in the one that is copied
    karen.press(button(karen.page, "Opret som kladde"))
    expect(karen.page.get_by_role("heading", level=1)).to_have_text(re.compile("Hold B"))


def _enrol(karen, server, cohort):
    karen.page.goto(f"/hold/{cohort}/deltagere")
    karen.press(link(karen.page, "Tilføj deltagere").first)
    karen.write(re.compile("^Indsæt fra regnearket"), LIST)
    karen.press(button(karen.page, "Se, hvad listen gør"))
    karen.see("Deltager Æblegård 11")
    places = "SELECT count(*) FROM enrolment WHERE cohort_id = ? AND role = 'participant'"
    assert server.ask(places, cohort) == [(0,)]
    karen.press(button(karen.page, "Gem listen"))
    karen.see("Deltager Æblegård 11")
    assert server.ask(places, cohort) == [(12,)]


def _group(karen, server, cohort):
    karen.page.goto(f"/hold/{cohort}/grupper")
    karen.press(link(karen.page, "Foreslå grupper"))
    karen.write("Antal grupper", "3")
    karen.press(button(karen.page, "Foreslå igen"))
    karen.see("4 personer")
    karen.press(button(karen.page, "Gem grupperne"))
    karen.see("Netværksgruppe 3")
    sizes = server.ask(
        "SELECT count(*), count(DISTINCT person.unit_id) FROM group_membership"
        " JOIN network_group ON network_group.id = group_id JOIN person ON person.id = person_id"
        " WHERE cohort_id = ? GROUP BY group_id",
        cohort,
    )
    assert [people for people, _units in sizes] == [4, 4, 4]
    assert min(units for _people, units in sizes) > 1


# --- A change in the plan (J2) -----------------------------------------------------------------


def test_a_change_in_the_plan(hand, server):
    """One looks at what a move hits, moves, and takes it back; nobody has been told by then."""
    number, first, sequence = server.ask(
        "SELECT id, starts_on, sequence FROM activity WHERE kind = 'seminar' AND number = 4"
        " AND cohort_id = ?",
        int(server.main_cohort.rpartition("/")[2]),
    )[0]
    new = date.fromisoformat(first) + timedelta(days=70)
    waiting = "SELECT count(*) FROM outbox_mail WHERE template LIKE 'activities/changed%'"
    before = server.ask(waiting)[0][0]

    karen = hand("koordinator", f"/aktivitet/{number}")
    karen.press(main(karen.page).get_by_role("link", name="Flyt", exact=True))
    karen.write("Ny dato", f"{new.day}-{new.month}-{new.year}")
    karen.press(button(karen.page, "Vis hvad der sker"))
    karen.see("Det sker der")
    karen.see(re.compile(r"\d+ personer får besked på mail"))
    karen.write(re.compile("^Begrundelse"), "Kursuscentret er lukket i uge 49.")
    karen.press(button(karen.page, "Flyt og giv besked"))
    karen.see("er flyttet til")
    moved = server.ask("SELECT starts_on, sequence FROM activity WHERE id = ?", number)[0]
    assert moved == (new.isoformat(), sequence + 1)
    told = server.ask(waiting)[0][0]
    assert told > before

    karen.page.goto(f"{server.main_cohort}/aendringer")
    karen.see("Kursuscentret er lukket i uge 49.")
    karen.page.goto(f"/aktivitet/{number}")
    karen.press(button(karen.page, "Fortryd"))
    karen.see("Ingen har fået besked")
    assert server.ask("SELECT starts_on FROM activity WHERE id = ?", number) == [(first,)]
    assert server.ask(waiting) == [(before,)]


# --- Shadowing (J7) ----------------------------------------------------------------------------

AGREEMENT = {
    "Formål": "At se en anden holde møde.",
    "Læringsmål": "At spørge, før jeg svarer.",
    "Fokuspunkter": "Hvem taler først?",
    "Fortrolighed": "Ingen navne bagefter.",
    "Feedback": "To minutter efter hvert møde.",
}


PAIR = (
    "SELECT p.id, p.state, p.activity_id FROM shadowing_pair p JOIN person g ON g.id = p.guest_id"
    " WHERE g.email = 'deltager2@demo.example'"
)


@pytest.mark.parametrize(
    "hand",
    [Mouse, Finger, Thumbs, NoScript],
    indirect=True,
    ids=["mouse", "touch", "keyboard", "no-script"],
)
def test_one_leader_follows_another(hand, server):
    """From an offer and a wish to a day in both plans and calendars, and to the entry after it."""
    cohort = server.main_cohort.rpartition("/")[2]
    server.do("DELETE FROM shadowing_pair WHERE id = ?", server.ask(PAIR)[0][0])
    host, guest = hand("deltager", "/skyggepraktik"), hand("deltager2", "/skyggepraktik")
    _offer(host)
    guest.page.reload()
    guest.see("Et ledelsesmøde og to klassebesøg.")
    _pair(hand("koordinator", f"/hold/{cohort}/skyggepraktik"))
    ((pair, state, _none),) = server.ask(PAIR)
    assert state == "matched"

    _agree(guest, host, server, f"/skyggepraktik/aftale/{pair}", int(cohort))
    ((_pair_again, state, activity),) = server.ask(PAIR)
    assert state == "agreed"
    for one in (host, guest):
        one.page.goto("/min-plan")
        expect(one.page.locator(f"a[href='/aktivitet/{activity}']").first).to_be_visible()
        assert f"/aktivitet/{activity}" in _calendar(one, server)

    _let_the_day_pass(server, pair, activity)
    guest.page.goto("/skyggepraktik")
    guest.press(link(guest.page, "Skriv om det i loggen").first)
    guest.write(re.compile("^Handling –"), "Jeg fulgte Mette en hel dag.")
    guest.tick(guest.page.locator("#goals > .chips input").first)
    guest.press(button(guest.page, "Gør færdig"))
    guest.see("Indlægget er gemt.")
    assert server.ask(
        "SELECT activity_id FROM log_entry WHERE action = 'Jeg fulgte Mette en hel dag.'"
    ) == [(activity,)]


def _offer(host):
    host.press(link(host.page, "Tilbyd at være vært"))
    host.write("Om dagen", "Et ledelsesmøde og to klassebesøg.")
    host.press(button(host.page, "Gem tilbuddet"))
    host.see("Et ledelsesmøde og to klassebesøg.")


def _pair(karen):
    karen.press(karen.page.locator("summary", has_text="Dan et par selv"))
    karen.choose("Gæst", "Jonas Friis")
    karen.choose("Vært", "Mette Holm")
    karen.press(button(karen.page, "Dan parret"))
    karen.see(re.compile("Jonas Friis"))


def _agree(guest, host, server, address, cohort):
    """The guest writes and agrees; only when the host has agreed too is it an agreement."""
    until = server.ask(
        "SELECT window_to FROM activity WHERE kind = 'shadowing' AND cohort_id = ?"
        " AND audience <> 'named'",
        cohort,
    )[0][0]
    guest.page.goto(address)
    guest.press(link(guest.page, re.compile("aftalen")).first)
    guest.write("Dato", until)
    for label, text in AGREEMENT.items():
        guest.write(label, text)
    guest.press(button(guest.page, "Gem – jeg er enig"))
    guest.see("At se en anden holde møde.")
    assert [row[1:] for row in server.ask(PAIR)] == [("matched", None)]
    host.page.goto(address)
    host.press(button(host.page, "Jeg er enig"))
    host.see("Aftalt")


def _let_the_day_pass(server, pair, activity):
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    server.do(
        "UPDATE activity SET starts_on = ?, ends_on = ? WHERE id = ?",
        yesterday,
        yesterday,
        activity,
    )
    server.do(
        "UPDATE shadowing_pair SET day = ?, last_day = ? WHERE id = ?", yesterday, yesterday, pair
    )


def _calendar(one, server):
    """What a calendar program gets by an address that this person makes now."""
    one.page.goto("/kalender")
    one.press(button(one.page, re.compile("^Thunderbird")))
    address = one.page.locator("input[value*='/kalender/']").input_value()
    path = address[address.index("/kalender/") :]
    with urllib.request.urlopen(server.url + path) as answer:  # noqa: S310 - ours
        return answer.read().decode()
