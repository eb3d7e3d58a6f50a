"""Whatever is put into an address or a field: a clear answer, never a failure of ours."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.site.looking import told
from tests.site.routes import ROWS, fields
from tests.site.world import ANONYMOUS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
HUGE = "9" * 40
DATABASES_OWN = {"nul", "huge_number", "negative", "no_such_day", "not_a_number", "long"}
TEXTS = {
    "empty": "",
    "blank": " \u2028",
    "nul": "før\x00efter",
    "control": "\x07\x1b[2J",
    "turned": "\u202etxet",
    "huge_number": HUGE,
    "negative": "-1",
    "no_such_day": "31. april",
    "not_a_number": "hundrede",
    "long": "x" * 10_001,
    "markup": "<script>alert(1)</script>{{ 7 * 7 }}%s%(name)s",
    "quotes": "'\"; DROP TABLE person; --",
}
# PostgreSQL is tried with what a database may choke on; the others end in a form or on a page.
CASES = [
    pytest.param(text, id=name, marks=() if name in DATABASES_OWN else pytest.mark.one_database)
    for name, text in TEXTS.items()
]
# What addresses are asked with. A view that reads another one belongs here.
ARGUMENTS = {
    "activities.new_venue": ("organisation",),
    "activities.changes": ("foer", "type"),
    "activities.cohort_plan": (
        "vis",
        "type",
        "spor",
        "niveau",
        "maalgruppe",
        "sted",
        "facilitator",
        "zoom",
        "baner",
        "med",
    ),
    "activities.year_wheel_of": ("aar",),
    "conversations.make_sheet": ("gruppe", "titel"),
    "activities.year_wheels": ("aar", "hold"),
    "reports.load": ("aar",),
    "activities.move": (
        "day",
        "length",
        "start_time",
        "window_from",
        "version",
        "next",
        "draft",
        "accepted",
    ),
    "attendance.presence": ("dag",),
    "cohorts.add_people": ("q",),
    "cohorts.directory": ("q", "title", "level", "organisation", "page"),
    "cohorts.enrol": ("address",),
    "cohorts.people": ("title", "level", "role"),
    "contributions.mine": ("aktivitet",),
    "cohorts.propose_groups": ("antal",),
    "guideposts.index": ("saet",),
    "learning_logs.new_trial": ("efter",),
    "learning_logs.index": ("q", "side", "vis", "maal", "aktivitet", "opgave"),
    "learning_logs.new": (
        "efter",
        "aktivitet",
        "opgave",
        "vane",
        "proeve",
        "spoergsmaal",
        "skabelon",
        "maal",
        "pejlemaerke",
    ),
    "learning_logs.knowledge": ("side", "maal", "organisation"),
    "learning_logs.share": ("aendret",),
    "learning_logs.shared": ("q", "side"),
    "reports.log_access": ("side",),
    "people.sign_in": ("next",),
    "planning.suggest": ("next", "weekdays"),
    "planning.suggest_all": ("weekdays", "reason"),
    "planning.new": ("programme", "copied", "organisation", "name", "starts_on", "key"),
    "planning.preview": (
        "programme",
        "copied",
        "organisation",
        "name",
        "starts_on",
        "key",
        "use",
        "move_1",
        "chosen",
        "accepted",
        "distance",
        "direction",
        "weekdays",
        "kinds",
        "day_1",
        "take_1",
    ),
}
# Names that forms read beside those which the table fills in.
FURTHER = (
    "name", "title", "text", "version", "level", "role", "goals", "written_on", "task", "activity",
    "previous", "page", "number", "scope", "target", "day", "length", "days-0", "start_time",
    "links", "facilitator_ids", "level_ids", "manager", "workplace", "planned_months", "capacity",
    "ends_on", "starts_on", "organisation", "programme", "change", "next", "use", "kept",
    "appointed_by", "appointed_on", "appointment_reason", "participation", "ratio_leaders",
    "rows", "first", "seen",
    "first", "second", "seen", "guest", "host", "pair", "places", "about", "blackouts", "purpose",
    "note", "with", "later", "draft", "accepted",
    "group-1", "move_1", "copied", "chosen", "distance", "direction", "weekdays", "kinds", "day_1",
    "after_3", "seen_3", "visit_on", "focus", "sure", "time", "url",
    "accept_reason", "heading", "reason", "phone", "where",
    "kind", "template", "habit", "trial", "prompt", "guideposts", "knowledge", "remove", "file",
    "new_habit", "new_evidence", "way", "is_active",
    "secretary_email", "nudge_weekday", "invitations",
    "to", "moment", "partners", "who", "person", "answer", "busy-days", "busy-start_time",
    "busy-end_time", "calendar-file",
    "edition", "audience", "guideposts-0-sentence", "guideposts-7-example", "step", "stands_on",
    "entries", "question", "tool_text", "since", "look_for", "outcome", "room-name",
    "room-capacity", "address", "remember", "objective", "levels",
)  # fmt: skip


def actor(row):
    """Somebody who gets far enough for the input to be read."""
    return min(row.ok) if row.ok else ANONYMOUS


def answered_well(answer, *what):
    """Not that the form was taken, but that it was not our failure; and shown as text if at all."""
    assert answer.status_code < 500, what
    assert "alert(1)</script>" not in told(answer), what


@pytest.mark.parametrize("text", CASES)
def test_any_field_may_hold_anything(site, undone, text):
    for row in ROWS:
        if row.method != "POST":
            continue
        good = fields(site.world, row)
        cases = [{name: text} for name in good if name not in {"then", "act"}]
        for bad in (*cases, {name: text for name in FURTHER if name not in good}):
            with undone():
                answered_well(site.ask(row, actor(row), good | bad, unchecked=True), row.name, bad)


@pytest.mark.parametrize("text", CASES)
def test_any_argument_of_an_address_may_hold_anything(site, text):
    for row in ROWS:
        for name in ARGUMENTS.get(row.endpoint, ()) if row.method == "GET" else ():
            query = urlencode({name: text})
            answer = site.ask(row, actor(row), unchecked=True, query=query)
            answered_well(answer, row.name, query)


def test_every_argument_that_a_view_reads_is_tried():
    """`request.args` in a module of views: its names stand in ARGUMENTS."""
    named = {name for names in ARGUMENTS.values() for name in names}
    views = [p for p in (ROOT / "programme").rglob("*.py") if "views" in str(p)]
    read = set()
    for path in views:
        text = path.read_text(encoding="utf-8")
        read |= set(re.findall(r'request\.(?:args|values)(?:\.get\(|\[)"(\w+)"', text))
        read |= set(re.findall(r'\b(?:asked|_number)\("(\w+)"\)', text))
    assert len(read) > 10
    assert read <= named


def test_a_key_that_no_row_can_have_is_a_404(app, browser_of):
    browser = browser_of("administrator")
    for rule in app.url_map.iter_rules():
        for number in ("0", HUGE, str(2**31), str(2**63)):
            if "<int" not in rule.rule or "GET" not in rule.methods:
                continue
            where = re.sub(r"<int[^>]*>", number, rule.rule)
            where = re.sub(r"<[^>]+>", "ledere", where)
            assert browser.get(where).status_code in {403, 404}, where


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/log/%00",
        "/forloeb/%00",
        "/forloeb/..%2f..%2fetc%2fpasswd",
        "/static/..%2f..%2fwsgi.py",
        "/static/%2e%2e/wsgi.py",
        "/kalender/%00.ics",
        "/kalender/" + "x" * 5_000 + ".ics",
        "/invitation/%00",
        "/ny-adgangskode/" + "x" * 5_000,
        "/konto/email/%ff",
        "/hold/%d9%a1",  # a digit, but not ours
        "/" + "a/" * 1_000,
    ],
)
@pytest.mark.parametrize("visitor", [ANONYMOUS, "author", "administrator"])
def test_a_broken_address_is_answered(browser_of, path, visitor):
    with browser_of(visitor).get(path) as answer:
        assert answer.status_code in {302, 303, 308, 400, 403, 404}
