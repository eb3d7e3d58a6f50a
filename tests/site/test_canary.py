"""The words of a private log reach nobody but their author: not by page, file, mail, log or row."""

from __future__ import annotations

import json
import logging

import pytest
import sqlalchemy as sa

from programme.audit.models import AuditRow
from programme.commands.work import load_composers
from programme.core.db import Base
from programme.learning_logs import queries, services
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from tests.site.looking import told
from tests.site.routes import ROWS
from tests.site.world import AGREEMENT_CANARY, CANARY

# Where the words of a log may lie at rest.
HOMES = {
    "log_entry": {
        "heading",
        "action",
        "reflection",
        "new_knowledge",
        "next_action",
        "new_habit",
        "new_evidence",
    },
    "evidence": {"text", "url", "file_name", "body"},
    "practice_task": {"title", "description"},
    "habit": {"text"},
    "removed_entry": {"contents"},
    "role_note": {"text"},
    "goal_standing": {"note"},
    "trial_action": {"text", "who", "look_for", "outcome_note"},
    "entry_words": {"words"},  # asked for by their author's key alone
}


@pytest.fixture(autouse=True)
def every_line_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "factory")


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("visitor", ["group_mate", "facilitator", "manager", "coordinator"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_no_refused_form_has_a_word_of_it(site, undone, visitor, htmx, caplog):
    """Answers to good forms are looked at in test_access.py, pages in test_reading.py."""
    for row in ROWS:
        if row.method == "POST":
            with undone():
                answer = site.ask(row, visitor, {}, htmx=htmx)
            assert CANARY not in told(answer), row.name
    assert CANARY not in caplog.text


def test_no_mail_file_or_row_tells_what_the_author_does(app, world, browser_of, session, caplog):
    """The author writes, shares, takes back and deletes; only the entry itself has the words."""
    browser = browser_of("author")
    private = f"/log/{world.id('entry', 'private')}"
    group = {"audience": "network_group", "target": world.id("group", "first")}
    entry = world.things["entry"]["private"]
    typed = {"action": entry.action + " igen", "version": entry.version, "goals": "1"}
    assert browser.post(f"{private}/ret", typed).status_code == 303
    assert browser.post(f"{private}/del", {"act": "share", **group}).status_code == 303
    assert browser.post(f"{private}/del", {"act": "stop", **group}).status_code == 303
    stale = typed | {"action": "Noget andet.", "version": entry.version - 1}
    assert browser.post(f"{private}/ret", stale).status_code == 409
    assert_told_nowhere(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditRow)) >= 2
    assert browser.post(f"{private}/slet", {}).status_code == 303
    assert CANARY not in " ".join(mails(app, session))
    assert CANARY not in caplog.text


@pytest.mark.parametrize("act", ["afslut", "ret", "enig", "feedback"])
def test_no_refused_writing_of_an_agreement_shows_it(world, browser_of, act):
    address = f"/skyggepraktik/aftale/{world.id('pair', 'first')}/{act}"
    for visitor in set(world.visitors) - {"author", "group_mate"}:
        answer = browser_of(visitor).post(address, {"version": "0", "feedback": "x"})
        assert AGREEMENT_CANARY not in answer.get_data(as_text=True), visitor


def assert_told_nowhere(session):
    for table in Base.metadata.sorted_tables:
        for row in session.execute(sa.select(table)).mappings():
            kept = {
                name: value
                for name, value in row.items()
                if name not in HOMES.get(table.name, set())
            }
            assert CANARY not in json.dumps(kept, default=str), table.name


def mails(app, session):
    """Every mail that waits, composed for everybody in the world and by every composer."""
    load_composers(app)
    rows = session.execute(sa.select(OutboxMail.template, OutboxMail.person_id, OutboxMail.keys))
    waiting = [tuple(row) for row in rows]
    assert waiting
    for template, person_id, keys in waiting:
        with app.app_context():
            letter = outbox.composers()[template](person_id, keys)
        if letter is not None:
            yield f"{letter.subject}\n{letter.text}"


def test_an_error_in_the_middle_of_the_log_names_no_word(browser_of, world, monkeypatch, caplog):
    """The exception itself may hold the text; page, log line and error mail must not."""

    browser, entry = browser_of("author"), world.things["entry"]["private"]
    words, address = entry.action, f"/log/{entry.id}"

    def broken(*_args, **_kwargs):
        raise ValueError(words)

    monkeypatch.setattr(queries, "open_shares", broken)
    answer = browser.get(address)
    assert answer.status_code == 500
    assert CANARY not in answer.text
    assert "ValueError" in caplog.text
    assert CANARY not in caplog.text


def test_the_database_s_own_error_names_no_word(session, world):
    """`hide_parameters`: an exception of SQLAlchemy prints its statement, not its values."""
    entry = world.things["entry"]["private"]
    with pytest.raises(sa.exc.IntegrityError) as raised, session.begin_nested():
        session.execute(
            sa.insert(type(entry)).values(
                key=entry.key,
                version=1,
                author_id=world.author.id,
                written_on=entry.written_on,
                action=entry.action,
                created_at=entry.created_at,
                updated_at=entry.updated_at,
            )
        )
    assert CANARY not in str(raised.value)


@pytest.mark.parametrize("place", ["comment", "stop_all", "finish"])
def test_an_error_while_words_are_sent_names_none_of_them(
    browser_of, world, monkeypatch, caplog, place
):
    """What is typed and the exception both hold the words; answer and log must not."""

    def broken(*args, **_kwargs):
        raise ValueError(*args, CANARY)

    monkeypatch.setattr(services, place, broken)
    where, data = {
        "comment": ("kommentar", {"key": "side", "text": CANARY, "to": "all"}),
        "stop_all": ("del", {"act": "stop_all", "target": CANARY}),
        "finish": ("ret", {"action": CANARY, "no_goal": "y", "then": "finish", "version": "1"}),
    }[place]
    entry = world.things["entry"]["cohort"]
    answer = browser_of("author").post(f"/log/{entry.id}/{where}", data)
    assert answer.status_code == 500
    assert CANARY not in answer.text
    assert "ValueError" in caplog.text
    assert CANARY not in caplog.text
