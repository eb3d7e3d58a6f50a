"""Tidslinjen: moved by mouse, by keyboard and by form; narrowed down without losing one's place."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults

pytestmark = pytest.mark.browser

FOCUSED = "() => document.activeElement.id"
MOVE = re.compile("^Flyt (og giv besked|den)$")


@pytest.fixture
def seminar(server):
    """The next seminar of the main cohort: key, first day, number of days."""
    cohort = server.main_cohort.rsplit("/", 1)[1]
    ((key, first, last),) = server.ask(
        "SELECT id, starts_on, ends_on FROM activity WHERE kind = 'seminar' AND number = 4"
        " AND cohort_id = ?",
        cohort,
    )
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return key, first, (last - first).days + 1


def timeline(server, more="&zoom=kvartal"):
    return f"{server.main_cohort}?vis=tidslinje{more}"


def asked(page):
    """What the page that moves was asked for."""
    query = parse_qs(urlsplit(page.url).query)
    return date.fromisoformat(query["day"][0]), int(query["length"][0])


def test_by_mouse_the_day_is_shown_and_nothing_is_moved_before_one_says_so(visit, server, seminar):
    key, first, length = seminar
    page = visit("koordinator", timeline(server))
    mark = page.locator(f"#tid-{key}")
    mark.scroll_into_view_if_needed()
    box = mark.locator(".course-line__mark").bounding_box()
    day = float(page.locator(".timeline__picture").get_attribute("data-day"))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 7.2 * day, y + 3, steps=6)
    expect(page.locator(".timeline__tip--shown text")).to_contain_text(
        f"torsdag den {(first + timedelta(days=7)).day}."
    )
    expect(page.locator(".timeline__tip--shown text")).to_contain_text(
        f"uge {(first + timedelta(days=7)).isocalendar().week}"
    )
    page.keyboard.press("Escape")
    expect(page.locator(".timeline__tip--shown")).to_have_count(0)
    page.mouse.up()
    assert "/flyt" not in page.url
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 6.8 * day, y, steps=6)
    page.mouse.up()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Flyt")
    assert asked(page) == (first + timedelta(days=7), length)
    rows = server.ask("SELECT starts_on FROM activity WHERE id = ?", key)
    assert rows == [(first.isoformat(),)]


def test_a_click_opens_the_activity(visit, server, seminar):
    page = visit("koordinator", timeline(server))
    page.locator(f"#tid-{seminar[0]} .course-line__mark").click()
    expect(page).to_have_url(re.compile(rf"/aktivitet/{seminar[0]}$"))


def test_by_keyboard_and_back_to_where_it_now_stands(visit, server, seminar):
    key, first, length = seminar
    page = visit("koordinator", timeline(server))
    mark = page.locator(f"#tid-{key}")
    mark.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    live = page.locator("#live")
    expect(live).to_contain_text(f"torsdag den {(first + timedelta(days=7)).day}.")
    page.keyboard.press("Escape")
    expect(live).to_contain_text("Seminar 4")
    assert mark.get_attribute("transform") is None
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Flyt")
    assert asked(page) == (first + timedelta(days=7), length)
    reason = page.get_by_label(re.compile("god grund|Begrundelse"))
    for field in reason.all():
        field.fill("Lokalet var optaget.")
    page.get_by_role("button", name=MOVE).click()
    expect(page).to_have_url(re.compile(rf"vis=tidslinje&zoom=kvartal#tid-{key}$"))
    assert page.evaluate(FOCUSED) == f"tid-{key}"
    expect(mark).to_have_attribute("data-on", (first + timedelta(days=7)).isoformat())
    expect(mark).to_be_in_viewport()


def test_by_form_without_script(visit, server, seminar):
    key, first, length = seminar
    page = visit("koordinator", timeline(server, ""), java_script_enabled=False)
    row = page.get_by_role("row", name=re.compile("Seminar 4"))
    row.get_by_label(re.compile("^Ny dato")).fill((first + timedelta(days=7)).strftime("%d-%m-%Y"))
    row.get_by_role("button", name=re.compile("^Flyt")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Flyt")
    page.get_by_role("button", name=MOVE).click()
    expect(page).to_have_url(re.compile(rf"vis=tidslinje#tid-{key}$"))
    rows = server.ask("SELECT starts_on, ends_on FROM activity WHERE id = ?", key)
    moved = first + timedelta(days=7)
    assert rows == [(moved.isoformat(), (moved + timedelta(days=length - 1)).isoformat())]


def test_filters_and_zoom_change_the_view_alone_and_keep_the_focus(visit, server):
    page = visit("koordinator", timeline(server, ""))
    page.evaluate("() => { window.stays = true; }")
    page.get_by_label("Type", exact=True).focus()
    page.get_by_label("Type", exact=True).select_option(label="Seminar")
    expect(page.get_by_text("5 af 13 aktiviteter")).to_be_visible()
    assert page.evaluate(FOCUSED) == "filter-type"
    expect(page).to_have_url(re.compile(r"\?vis=tidslinje&type=seminar$"))
    page.get_by_role("link", name="Halvår").click()
    expect(page).to_have_url(re.compile(r"\?vis=tidslinje&zoom=halvaar&type=seminar$"))
    assert page.evaluate(FOCUSED) == "zoom-halvaar"
    page.get_by_label("Type", exact=True).select_option(label="Workshop")
    expect(page).to_have_url(re.compile(r"\?vis=tidslinje&zoom=halvaar&type=workshop$"))
    page.locator(".timeline-beside input[type=checkbox]").first.check()
    expect(page).to_have_url(re.compile("med="))
    assert page.evaluate("() => window.stays") is True
    page.get_by_role("link", name="Liste").click()
    expect(page.get_by_label("Type", exact=True)).to_have_value("workshop")
    expect(page.locator(".agenda-item")).to_have_count(2)


def test_who_leads_looks_but_does_not_move(visit, server, seminar):
    page = visit("facilitator", timeline(server))
    mark = page.locator(f"#tid-{seminar[0]}")
    mark.focus()
    page.keyboard.press("ArrowRight")
    assert mark.get_attribute("transform") is None
    expect(page.locator(".timeline-move")).to_have_count(0)


@pytest.mark.parametrize(
    "path",
    ["{0}?vis=tidslinje&zoom=aar&type=seminar", "{0}/aarshjul", "/aarshjul", "/belastning"],
)
def test_the_new_pages_wide_and_narrow(visit, server, path):
    page = visit("koordinator", path.format(server.main_cohort))
    assert not faults(page)


def test_the_year_wheel_prints_on_a3_and_its_table_on_the_next_page(visit, server):
    page = visit("koordinator", f"{server.main_cohort}/aarshjul")
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)", pdf)
    assert {(int(w), int(h)) for w, h in boxes} == {(1191, 841)} or {
        (int(w), int(h)) for w, h in boxes
    } == {(1190, 841)}
    assert pdf.count(b"/Type /Page\n") == 2
