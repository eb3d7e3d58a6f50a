"""Deleting, regretting and forgetting: what comes back, to whom, and what is gone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from programme.core.errors import RuleBrokenError
from programme.learning_logs import policy, queries, services
from programme.learning_logs.models import (
    EntryComment,
    EntryShare,
    EntryState,
    Evidence,
    EvidenceKind,
    LogEntry,
    RemovedEntry,
    ShareWith,
)
from programme.learning_logs.services import laying_away
from tests import factories as f
from tests.learning_logs.conftest import PARTS

BYTES = bytes(range(256))


def lay_away(here, entry):
    key = entry.id
    services.delete(queries.find_entry(key), by=entry.author)
    here.expire_all()
    return here.scalars(sa.select(RemovedEntry).order_by(RemovedEntry.id.desc())).first()


def test_an_entry_comes_back_whole_and_private(here, world):
    before = world.entry(heading="Før")
    entry = world.secret(previous=before, activity=world.activity)
    after = world.entry(heading="Efter", previous=entry)
    world.share(entry, ShareWith.COHORT)
    said = EntryComment(
        key="k", entry_id=entry.id, author_id=world.mate.id, text="Ja – også på Ærø.",
        is_private=False, created_at=f.LONG_AGO,
    )  # fmt: skip
    file = Evidence(
        entry_id=entry.id, kind=EvidenceKind.FILE, file_name="Æble.pdf",
        media_type="application/pdf", size=256, body=BYTES, created_at=f.LONG_AGO,
    )  # fmt: skip
    here.add_all([said, file])
    here.flush()
    texts = {part: getattr(entry, part) for part in PARTS}
    ties = (entry.activity_id, entry.task_id, entry.cohort_id, entry.written_on, entry.finished_at)
    removed = lay_away(here, entry)
    assert queries.find_own_entry(world.author.id, before.id)
    assert here.scalar(sa.select(sa.func.count(EntryShare.id))) == 0
    assert here.get(LogEntry, after.id).previous_id is None
    json.dumps(removed.contents)
    back = services.restore(removed, by=world.author)
    here.expire_all()
    back = here.get(LogEntry, back.id)
    assert {part: getattr(back, part) for part in PARTS} == texts
    found = (back.activity_id, back.task_id, back.cohort_id, back.written_on, back.finished_at)
    assert found == ties
    assert [goal.id for goal in back.goals] == [world.goals[0].id]
    assert (back.previous_id, here.get(LogEntry, after.id).previous_id) == (before.id, back.id)
    assert back.shares == []
    assert here.scalar(sa.select(Evidence.body).where(Evidence.entry_id == back.id)) == BYTES
    comment = here.scalars(sa.select(EntryComment)).one()
    assert (comment.text, comment.author_id, comment.entry_id) == (
        "Ja – også på Ærø.", world.mate.id, back.id,
    )  # fmt: skip
    for name, person in world.others.items():
        assert not policy.can_read(person, queries.find_entry(back.id)), name


def test_a_comment_whose_key_its_page_has_used_again_comes_back_all_the_same(here, world):
    entry, other = world.entry(), world.entry()
    about = {"author_id": world.mate.id, "is_private": True, "created_at": f.LONG_AGO}
    here.add(EntryComment(key="k", entry_id=entry.id, text="Først", **about))
    here.flush()
    removed = lay_away(here, entry)
    here.add(EntryComment(key="k", entry_id=other.id, text="Siden", **about))
    here.flush()
    back = services.restore(removed, by=world.author)
    said = dict(here.execute(sa.select(EntryComment.entry_id, EntryComment.text)).all())
    assert said == {back.id: "Først", other.id: "Siden"}


def test_a_private_answer_comes_back_as_private_as_it_was(here, world):
    entry = world.entry()
    about = {"author_id": world.author.id, "is_private": True, "created_at": f.LONG_AGO}
    for reader_id in (world.mate.id, world.classmate.id):
        words = {"key": f"k{reader_id}", "text": "Svar", "reader_id": reader_id}
        here.add(EntryComment(entry_id=entry.id, **words, **about))
    here.flush()
    removed = lay_away(here, entry)
    contents = json.loads(json.dumps(removed.contents))
    contents["comments"][1]["reader_id"] = 999_999  # is in no list of people any more
    removed.contents = contents
    here.flush()
    services.restore(removed, by=world.author)
    back = here.execute(sa.select(EntryComment.reader_id, EntryComment.is_private)).all()
    assert back == [(world.mate.id, True), (None, True)]


def test_what_is_gone_meanwhile_is_left_out(here, world):
    entry = world.secret(activity=world.activity)
    removed = lay_away(here, entry)
    here.execute(sa.text("DELETE FROM activity_goal"))
    here.execute(sa.text("DELETE FROM activity"))
    contents = json.loads(json.dumps(removed.contents))
    contents["goals"] = [999_999]
    contents["comments"] = [
        {"key": "x", "author_id": 999_999, "text": "Væk", "is_private": False,
         "created_at": f.LONG_AGO.isoformat(), "removed_at": None}
    ]  # fmt: skip
    contents["entry"]["a_column_of_old"] = "x"
    removed.contents = contents
    here.flush()
    back = services.restore(removed, by=world.author)
    assert (back.activity_id, back.goals) == (None, [])
    assert here.scalar(sa.select(sa.func.count(EntryComment.id))) == 0


def test_a_page_that_saved_meanwhile_keeps_its_entry_and_a_follower_its_new_place(here, world):
    entry, other = world.entry(), world.entry()
    follower = world.entry(previous=entry)
    key, follower_id, other_id = entry.key, follower.id, other.id
    removed = lay_away(here, entry)
    world.entry(key=key)
    here.get(LogEntry, follower_id).previous_id = other_id
    here.flush()
    back = services.restore(removed, by=world.author)
    assert back.key != key
    assert here.get(LogEntry, follower_id).previous_id == other_id


def test_everything_goes_and_comes_back_as_the_chain_it_was(here, world):
    first = world.entry(heading="1")
    second = world.entry(heading="2", previous=first)
    world.entry(heading="3", previous=second)
    peer = f.EntryFactory(author=world.mate)
    assert services.delete_all(world.author, " Slet  ALT. ") == 3
    here.expire_all()
    assert [entry.id for entry in here.scalars(sa.select(LogEntry))] == [peer.id]
    assert queries.count_own(world.author.id) == 0
    for removed in queries.removed_entries(world.author.id):
        services.restore(removed, by=world.author)
    here.expire_all()
    back = {
        entry.heading: entry
        for entry in here.scalars(sa.select(LogEntry).where(LogEntry.author_id == world.author.id))
    }
    assert back["2"].previous_id == back["1"].id
    assert back["3"].previous_id == back["2"].id


@pytest.mark.parametrize("typed", ["", "ja", "slet", "alt slet"])
def test_everything_goes_only_when_it_is_meant(here, world, typed):
    world.entry()
    with pytest.raises(RuleBrokenError) as error:
        services.delete_all(world.author, typed)
    assert error.value.field == "sure"
    assert queries.count_own(world.author.id) == 1


def test_after_thirty_days_it_is_gone_for_good(here, world, at):
    lay_away(here, world.entry())
    at(2026, 12, 22, 9, 29)
    services.forget_old()
    assert here.scalar(sa.select(sa.func.count(RemovedEntry.id))) == 1
    at(2026, 12, 22, 9, 31)
    services.forget_old()
    services.forget_old()
    assert here.scalar(sa.select(sa.func.count(RemovedEntry.id))) == 0


def test_only_the_author_knows_of_it(world, sign_in, session):
    entry = world.secret()
    removed = RemovedEntry(
        author_id=world.author.id,
        removed_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
        contents={"entry": dict.fromkeys(PARTS, "kanariefugl") | {"written_on": "2026-11-01"}},
    )
    session.add(removed)
    session.flush()
    for name, person in world.others.items():
        browser = sign_in(person)
        assert "kanariefugl" not in browser.get("/log/slettede").text, name
        for act in ("fortryd", "for-altid"):
            path = f"/log/slettede/{removed.id}/{act}"
            assert browser.post(path).status_code == 404, name
    assert entry.id


def test_the_author_deletes_regrets_and_forgets_on_pages(world, sign_in, session):
    key, browser = world.entry(heading="Om æøå").id, sign_in(world.author)
    assert "30 dage" in browser.get(f"/log/{key}/slet").text
    assert browser.post(f"/log/{key}/slet").status_code == 303
    assert browser.get(f"/log/{key}").status_code == 404
    page = browser.get("/log/slettede").text
    assert "Om æøå" in page
    assert "22. dec. 2026" in page
    key = session.scalar(sa.select(RemovedEntry.id))
    answer = browser.post(f"/log/slettede/{key}/fortryd")
    back = session.scalar(sa.select(LogEntry.id))
    assert answer.headers["Location"] == f"/log/{back}"
    assert browser.post(f"/log/slettede/{key}/fortryd").status_code == 404
    assert "Kun du kan læse det her" in browser.get(f"/log/{back}").text
    assert browser.post("/log/slet-alt", {"sure": "nej"}).status_code == 422
    assert browser.post("/log/slet-alt", {"sure": "slet alt"}).status_code == 303
    key = session.scalar(sa.select(RemovedEntry.id))
    assert browser.post(f"/log/slettede/{key}/for-altid").status_code == 303
    assert "Om æøå" not in browser.get("/log/slettede").text
    assert "tom" in browser.get("/log/slet-alt").text


def test_a_draft_that_comes_back_is_gone_on_with(world, sign_in, session):
    entry = world.entry(state=EntryState.DRAFT, finished_at=None)
    browser = sign_in(world.author)
    browser.post(f"/log/{entry.id}/slet")
    key = session.scalar(sa.select(RemovedEntry.id))
    assert browser.post(f"/log/slettede/{key}/fortryd").headers["Location"].endswith("/ret")


def test_no_entry_follows_the_one_that_follows_it(in_app, world):
    before = world.entry(heading="Før")
    after = world.entry(heading="Efter", previous=before)
    keys = before.id, after.id, before.key
    with in_app() as db:
        laying_away._lead_on(db.get(LogEntry, keys[1]), [keys[2]])
        assert db.get(LogEntry, keys[0]).previous_id is None
