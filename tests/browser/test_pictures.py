"""The pictures of the README, made of the demo: PICTURES=1 puts them in their place."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LARGEST = 400_000


@pytest.fixture
def photograph(tmp_path):
    """Into docs/pictures when PICTURES=1; else aside, so that the test says they can be made."""
    folder = FOLDER if os.environ.get("PICTURES") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    def take(page, name):
        page.evaluate("() => document.fonts.ready")
        path = folder / name
        page.screenshot(path=path, animations="disabled", caret="hide")
        assert 10_000 < path.stat().st_size < LARGEST

    return take


def without_demo_strip(page):
    page.evaluate("() => document.querySelector('.demo-strip')?.remove()")


def test_the_plan_of_a_cohort(visit, server, photograph):
    page = visit("koordinator", server.main_cohort, size={"width": 1280, "height": 1250})
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ledere af ledere 2.0")
    without_demo_strip(page)
    photograph(page, "plan-1280.png")


def test_a_copy_before_it_is_made(visit, server, photograph):
    cohort = server.main_cohort.rpartition("/")[2]
    organisation = server.ask("SELECT organisation_id FROM cohort WHERE id = ?", cohort)[0][0]
    address = f"/hold/nyt/forslag?copied={cohort}&organisation={organisation}&key=picture"
    page = visit(
        "koordinator",
        f"{address}&name=Hold+2029&starts_on=2029-02-26",
        size={"width": 1280, "height": 1100},
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Se planen, før den oprettes")
    without_demo_strip(page)
    photograph(page, "copy-1280.png")


def test_a_year_as_a_wheel(visit, photograph):
    page = visit("koordinator", "/aarshjul", size={"width": 1280, "height": 1250})
    expect(page.get_by_role("heading", level=1)).to_contain_text("Årshjul")
    without_demo_strip(page)
    photograph(page, "wheel-1280.png")


def test_a_timeline(visit, server, photograph):
    page = visit(
        "koordinator", f"{server.main_cohort}?vis=tidslinje", size={"width": 1280, "height": 1450}
    )
    expect(page.locator("svg").first).to_be_visible()
    without_demo_strip(page)
    photograph(page, "timeline-1280.png")


def test_the_log_on_a_phone(visit, photograph):
    page = visit.phone("deltager", "/log", device_scale_factor=2)
    page.set_viewport_size({"width": 360, "height": 780})
    expect(page.get_by_role("heading", level=1)).to_have_text("Læringslog")
    without_demo_strip(page)
    page.locator("#entry-list").evaluate("list => list.scrollIntoView()")
    photograph(page, "log-360.png")


def test_the_line_of_a_course(visit, photograph):
    page = visit("deltager", "/")
    line = page.locator(".course-line").first
    expect(line).to_be_visible()
    without_demo_strip(page)
    photograph(page, "home-1280.png")


@pytest.mark.parametrize("name", ["write", "year", "standing"])
def test_the_log_s_other_pages_on_a_phone(visit, server, photograph, name):
    ((goal,),) = server.ask("SELECT goal_id FROM goal_standing ORDER BY id LIMIT 1")
    ((entry,),) = server.ask(
        "SELECT e.id FROM log_entry e JOIN person p ON p.id = e.author_id"
        " WHERE p.email = 'deltager@demo.example' AND e.next_action <> ''"
        " ORDER BY e.written_on DESC LIMIT 1"
    )
    paths = {
        "write": f"/log/ny?efter={entry}",
        "year": f"/log/aar/{datetime.now(UTC).year}",
        "standing": f"/maal/{goal}/staasted",
    }
    page = visit.phone("deltager", paths[name], device_scale_factor=2)
    page.set_viewport_size({"width": 360, "height": 780})
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    without_demo_strip(page)
    photograph(page, f"{name}-360.png")
