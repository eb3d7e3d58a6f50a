"""The whole log in one file, and the list of everybody who has been let into it."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import html5lib
import pytest
from sqlalchemy import select

from programme.audit.models import AuditRow
from programme.cohorts.models import CohortState
from programme.conversations.models import FeedbackRequest
from programme.learning_logs.models import (
    EntryComment,
    EntryReading,
    Evidence,
    EvidenceKind,
    Habit,
    RemovedEntry,
    ShareWith,
)
from programme.learning_logs.text import clean
from programme.people import passwords
from programme.people.demo import PASSWORD
from programme.people.models import Person
from programme.reports.own_log import writing
from programme.standings.models import GoalStanding, RoleNote, RoleNoteShare
from tests import factories as make
from tests.xss import CORPUS

WORDS = "Jeg spurgte først <script>alert(1)</script> – også på Ærø."
BYTES = b"%PDF-1.7 \x00\xff"
WRITTEN = (
    "også på Ærø", "Den næste", "Klogt.", "Jeg svarer først.", "På vej.", "Min rolle er min.",
    "Ja, for det meste.", "Hanne Bach", "Jonas Friis",
)  # fmt: skip
WHEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
KNOWN = "syv stille ænder"


def fetch(browser, what, password=KNOWN):
    return browser.post("/log/hent", {"what": what, "current_password": password})


def with_password(app):
    with app.app_context():
        return {"password_hash": passwords.hasher().make(KNOWN)}


@pytest.fixture
def mette(app, session, at):
    at(2026, 11, 22, 9)
    manager = make.PersonFactory(name="Hanne Bach")
    mette = make.PersonFactory(name="Mette Holm", line_manager_id=manager.id, **with_password(app))
    cohort = make.CohortFactory(name="Hold 1", ends_on=date(2026, 6, 1), state=CohortState.CLOSED)
    make.EnrolmentFactory(cohort=cohort, person=mette, joined_at=make.LONG_AGO)
    jonas = make.PersonFactory(name="Jonas Friis")
    make.EnrolmentFactory(cohort=cohort, person=jonas)
    goal = make.GoalFactory(number=4)
    entry = make.EntryFactory(author=mette, cohort=cohort, heading="", action=WORDS, goals=[goal])
    make.EntryFactory(author=mette, previous=entry, heading="Den næste")
    make.ShareFactory(entry=entry, audience=ShareWith.COHORT, cohort=cohort, shared_at=WHEN)
    make.ShareFactory(
        entry=entry, audience=ShareWith.LINE_MANAGER, person_id=manager.id, stopped_at=WHEN
    )
    session.add_all(
        [
            Evidence(
                entry=entry, kind=EvidenceKind.FILE, file_name="Æble.pdf", size=len(BYTES),
                media_type="application/pdf", body=BYTES, created_at=WHEN,
            ),
            Evidence(
                entry=entry, kind=EvidenceKind.LINK, url="https://example.org", created_at=WHEN
            ),
            EntryReading(entry_id=entry.id, reader_id=jonas.id, first_at=WHEN, last_at=WHEN),
            EntryComment(
                key="k", entry=entry, author=jonas, text="Klogt.", is_private=True, created_at=WHEN
            ),
            Habit(owner_id=mette.id, text="Jeg svarer først.", since=date(2026, 1, 1),
                  created_at=WHEN),
            GoalStanding(person_id=mette.id, goal_id=goal.id, stands_on=date(2026, 2, 1), step=2,
                         note="På vej.", created_at=WHEN),
            RoleNote(person_id=mette.id, text="Min rolle er min.", written_at=WHEN),
            RoleNoteShare(person_id=mette.id, reader_id=manager.id, shared_at=WHEN),
            FeedbackRequest(key="f", asker_id=mette.id, asked_id=jonas.id, focus="Lytter jeg?",
                            reply="Ja, for det meste.", replied_at=WHEN, created_at=WHEN),
            RemovedEntry(author_id=mette.id, removed_at=WHEN,
                         contents={"entry": {"heading": "Fortrudt"}}),
        ]
    )  # fmt: skip
    make.EntryFactory(author=jonas, heading="kanariefugl", action="kanariefugl")
    session.flush()
    return mette


def test_the_json_file_holds_it_all(mette, sign_in):
    answer = fetch(sign_in(mette), "json")
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=laeringslog-2026-11-22.json"
    )
    found = json.loads(answer.text)
    assert (found["format"], found["person"]["name"]) == ("lederforloeb-log", "Mette Holm")
    first, second = found["entries"]
    assert first["action"] == WORDS
    assert second["follows"] == first["id"]
    assert [goal["number"] for goal in first["goals"]] == [4]
    assert base64.b64decode(first["evidence"][0]["base64"]) == BYTES
    assert "base64" not in first["evidence"][1]
    assert [each["with"] for each in first["shares"]] == ["Holdet", "Hanne Bach"]
    assert first["readers"][0]["name"] == "Jonas Friis"
    assert first["comments"][0]["text"] == "Klogt."
    assert found["habits"][0]["text"] == "Jeg svarer først."
    assert found["standings"][0]["note"] == "På vej."
    assert found["role_notes"][0]["text"] == "Min rolle er min."
    assert found["role_note_shares"][0]["with"] == "Hanne Bach"
    assert found["feedback"][0]["reply"] == "Ja, for det meste."
    assert found["deleted_entries"][0]["contents"]["entry"]["heading"] == "Fortrudt"
    assert "kanariefugl" not in answer.text


def test_the_page_file_reads_by_itself_and_runs_nothing(mette, sign_in):
    answer = fetch(sign_in(mette), "html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = answer.text
    for words in WRITTEN:
        assert words in page, words
    assert "<script" not in page
    assert base64.b64encode(BYTES).decode() in page
    assert 'download="Æble.pdf"' in page
    assert "kanariefugl" not in page
    assert "src=" not in page


def test_no_attack_runs_in_the_file_that_is_opened_without_the_site(mette, sign_in, session):
    """The page's headers are not there to help; what colleagues wrote stands in the file too."""
    whole = clean("\n\n".join(CORPUS))
    entry = make.EntryFactory(author=mette, heading=whole, action=whole)
    jonas = session.scalars(select(Person).where(Person.name == "Jonas Friis")).one()
    jonas.name = CORPUS[0]
    manager = make.PersonFactory(name=CORPUS[3])
    session.add_all(
        [
            EntryComment(
                key="ond", entry=entry, author=jonas, text=whole, is_private=False, created_at=WHEN
            ),
            Evidence(entry=entry, kind=EvidenceKind.TEXT, text=whole, created_at=WHEN),
            Habit(owner_id=mette.id, text=whole, since=date(2026, 1, 1), created_at=WHEN),
            FeedbackRequest(key="ond", asker_id=mette.id, asked_id=manager.id, focus=whole,
                            reply=whole, replied_at=WHEN, created_at=WHEN),
        ]
    )  # fmt: skip
    page = fetch(sign_in(mette), "html").text
    root = html5lib.parse(page, namespaceHTMLElements=False)
    assert {element.tag for element in root.iter()} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "br", "article",
        "dl", "dt", "dd", "div", "ul", "ol", "li", "a", "strong", "em", "blockquote", "span",
    }  # fmt: skip
    for element in root.iter():
        assert not {"style", "src", "srcdoc"} & set(element.attrib)
        assert not [name for name in element.attrib if name.startswith("on")]
        href = element.get("href", "#")
        assert (
            href.startswith(("#", "https://", "http://", "mailto:")) or "download" in element.attrib
        )
    assert "default-src 'none'" in page
    assert whole.splitlines()[0] not in page


def test_an_empty_log_is_a_file_too(app, session, sign_in):
    person = make.PersonFactory(name="Peter Dam", **with_password(app))
    browser = sign_in(person)
    assert json.loads(fetch(browser, "json").text)["entries"] == []
    assert "Din log er tom" in fetch(browser, "html").text
    assert "Du har ikke delt noget" in browser.get("/log/adgang").text
    assert browser.get("/log/hent").status_code == 200


def test_who_has_had_access_is_listed_with_dates(mette, sign_in):
    page = sign_in(mette).get("/log/adgang").text
    assert "Holdet" in page
    assert page.count("Hanne Bach") == 2  # an entry taken back, and the role note
    assert "20. nov. 2026" in page


def test_a_file_costs_the_same_number_of_questions_for_a_longer_log(mette, sign_in, queries):
    browser = sign_in(mette)
    counts = []
    for _more in range(2):
        assert fetch(browser, "json").text
        with queries() as asked:
            browser.get("/log/adgang")
            assert fetch(browser, "json").text
        counts.append(len(asked))
        for number in range(5):
            make.ShareFactory(
                entry=make.EntryFactory(author=mette, heading=f"Nr. {number}"),
                audience=ShareWith.LINE_MANAGER,
                person_id=mette.line_manager_id,
            )
    assert counts[1] - counts[0] == 5  # one for the files of each entry


def test_long_lists_of_access_have_pages(mette, sign_in):
    for _number in range(31):
        make.ShareFactory(
            entry=make.EntryFactory(author=mette), audience=ShareWith.LINE_MANAGER,
            person_id=mette.line_manager_id,
        )  # fmt: skip
    browser = sign_in(mette)
    assert "/log/adgang?side=2" in browser.get("/log/adgang").text
    assert "/log/adgang?side=1" in browser.get("/log/adgang?side=2").text


def test_who_has_finished_the_course_can_still_write_and_fetch(mette, sign_in):
    browser = sign_in(mette)
    page = browser.get("/log/ny")
    assert page.status_code == 200
    form = {"key": "k" * 22, "action": "Også bagefter.", "no_goal": "y", "then": "finish"}
    assert browser.post("/log/ny", form).status_code == 303
    assert "Også bagefter." in fetch(browser, "json").text


def test_a_long_log_is_written_to_disk_and_whole(mette, sign_in, monkeypatch):
    monkeypatch.setattr("programme.reports.views.own_log.IN_MEMORY", 100)
    with fetch(sign_in(mette), "json") as answer:
        assert len(json.loads(answer.text)["entries"]) == 2


@pytest.mark.parametrize("typed", ["", " ", "en anden adgangskode"])
@pytest.mark.parametrize("what", ["json", "html"])
def test_a_browser_that_was_left_signed_in_gives_no_file(mette, sign_in, session, what, typed):
    browser = sign_in(mette)
    answer = fetch(browser, what, typed)
    assert answer.status_code == 422
    assert "Content-Disposition" not in answer.headers
    assert "adgangskode" in answer.text
    assert not [words for words in WRITTEN if words in answer.text]
    assert browser.get(f"/log/hent/log.{what}").status_code == 404
    assert session.scalar(select(AuditRow).where(AuditRow.action == "fetched")) is None


def test_that_it_was_fetched_is_noted(mette, sign_in, session):
    assert fetch(sign_in(mette), "json").status_code == 200
    assert session.scalars(select(AuditRow.actor_id).where(AuditRow.action == "fetched")).all() == [
        mette.id
    ]


def test_who_guesses_has_to_wait(mette, sign_in):
    browser = sign_in(mette)
    guesses = [fetch(browser, "json", f"gæt nummer {number}") for number in range(7)]
    assert [answer.status_code for answer in guesses][-2:] == [429, 429]
    assert int(guesses[-1].headers["Retry-After"]) > 0
    assert fetch(browser, "json").status_code == 429


def test_the_demo_alone_tells_its_password(app, mette, sign_in, monkeypatch):
    browser = sign_in(mette)
    assert PASSWORD not in browser.get("/log/hent").text
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=True))
    assert PASSWORD in browser.get("/log/hent").text


def test_what_has_no_form_is_not_written_in_silence():
    with pytest.raises(TypeError, match="no form for object"):
        writing._plain(object())
