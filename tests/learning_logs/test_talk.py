"""Reading receipts, comments, Videndeling: who sees what of them, and what is kept."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from programme.audit.models import AuditRow
from programme.commands.work import load_composers
from programme.core import clock
from programme.core.errors import RuleBrokenError
from programme.learning_logs import policy, queries, services
from programme.learning_logs.models import (
    EntryComment,
    EntryReading,
    EntryShare,
    EntryState,
    Evidence,
    EvidenceKind,
    LogEntry,
    RemovedEntry,
    ShareWith,
)
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from tests import factories as f

OTHERS = ("mate", "classmate", "facilitator", "manager")  # who can read the entry
WORDS = "Prøv en runde først – æøå."


@pytest.fixture
def mette(world, sign_in):
    return sign_in(world.author)


@pytest.fixture
def jonas(world, sign_in):
    return sign_in(world.mate)


@pytest.fixture
def shared(world):
    entry = world.entry(heading="Stilheden varede længe")
    world.share(entry, ShareWith.COHORT)
    return entry


def say(browser, entry, text=WORDS, to="author", key="side-1"):
    return browser.post(f"/log/{entry.id}/kommentar", {"key": key, "text": text, "to": to})


def rows(session, model):
    return session.scalar(sa.select(sa.func.count()).select_from(model))


# --- Reading -----------------------------------------------------------------------------------


def test_reading_is_noted_once_with_its_first_and_last_time(session, shared, jonas, mette, at):
    jonas.get(f"/log/{shared.id}")
    at(2026, 11, 22, 9, 33)
    jonas.get(f"/log/{shared.id}")
    assert "Læst af 1 person" in mette.get(f"/log/{shared.id}").text
    at(2026, 11, 23, 8)
    jonas.get(f"/log/{shared.id}")
    reading = session.scalars(sa.select(EntryReading)).one()
    assert reading.first_at == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert reading.last_at == datetime(2026, 11, 23, 8, tzinfo=UTC)
    page = mette.get(f"/log/{shared.id}").text
    assert "Jonas Juhl: første gang" in page
    assert "senest" in page


def test_the_reader_is_told_why_they_read_and_that_it_is_seen(shared, jonas):
    page = jonas.get(f"/log/{shared.id}").text
    assert "Du kan læse det, fordi Mette har delt det med hele Hold 2025." in page
    assert "Mette kan se, at du har læst indlægget." in page
    assert "Læst af" not in page
    assert "Når du åbner et indlæg, kan forfatteren se" in jonas.get("/log/delt").text


@pytest.mark.parametrize("audience", ShareWith)
def test_each_way_of_sharing_has_its_own_reason(world, sign_in, audience):
    entry = world.entry()
    world.share(entry, audience)
    reader, reason = {
        ShareWith.LINE_MANAGER: (world.manager, "med dig som nærmeste leder."),
        ShareWith.NETWORK_GROUP: (world.mate, "med Netværksgruppe 2."),
        ShareWith.FACILITATORS: (world.facilitator, "med facilitatorerne på Hold 2025."),
        ShareWith.COHORT: (world.classmate, "med hele Hold 2025."),
        ShareWith.COLLEAGUE: (world.classmate, "med dig som kollega."),
        ShareWith.KNOWLEDGE: (world.stranger, "med alle i Videndeling."),
    }[audience]
    assert f"Mette har delt det {reason}" in sign_in(reader).get(f"/log/{entry.id}").text


def test_nothing_is_read_without_a_note(session, world, shared, jonas, mette):
    """A page fetched ahead has no text; a refused comment and a file have, and are noted."""
    file = Evidence(
        entry=shared, kind=EvidenceKind.FILE, file_name="a.pdf", media_type="application/pdf",
        size=3, body=b"abc", created_at=f.LONG_AGO,
    )  # fmt: skip
    session.add(file)
    session.flush()
    pages = [f"/log/{shared.id}", f"/log/{shared.id}/data/{file.id}"]
    for page in pages:
        ahead = {"base_url": jonas.base, "headers": {"Sec-Purpose": "prefetch"}}
        with jonas.http.get(page, **ahead) as answer:
            assert (answer.status_code, answer.get_data()) == (503, b"")
        assert mette.get(page, headers=ahead["headers"]).status_code == 200
    assert rows(session, EntryReading) == 0
    assert "Stilheden varede" in say(jonas, shared, " ").text
    assert rows(session, EntryReading) == 1
    session.execute(sa.delete(EntryReading))
    assert jonas.get(pages[1]).status_code == 200
    assert rows(session, EntryReading) == 1


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_what_nobody_has_read_is_not_noted(session, shared, jonas, mette, header):
    mette.get(f"/log/{shared.id}")
    mette.get(f"/log/{shared.id}", htmx=True)
    ahead = {"base_url": jonas.base, "headers": {header: "prefetch;prerender"}}
    assert jonas.http.get(f"/log/{shared.id}", **ahead).status_code == 503
    jonas.http.head(f"/log/{shared.id}", base_url=jonas.base)
    assert rows(session, EntryReading) == 0


def test_losing_the_note_does_not_lose_the_answer(session, in_app, shared, world):
    entry_id, reader_id = shared.id, world.mate.id
    session.delete(shared)
    session.flush()
    with in_app():
        services.note_reading(entry_id, reader_id)
    assert rows(session, EntryReading) == 0


# --- Comments ----------------------------------------------------------------------------------


def test_a_private_comment_is_for_the_author_and_its_writer(world, shared, jonas, mette, sign_in):
    assert say(jonas, shared).status_code == 303
    assert WORDS in jonas.get(f"/log/{shared.id}").text
    page = mette.get(f"/log/{shared.id}").text
    assert WORDS in page
    assert "Kun til dig" in page
    assert WORDS not in sign_in(world.classmate).get(f"/log/{shared.id}").text


def test_a_comment_for_all_is_read_by_all_who_can_read_the_entry(world, shared, jonas, sign_in):
    say(jonas, shared, to="all")
    assert WORDS in sign_in(world.classmate).get(f"/log/{shared.id}").text
    assert sign_in(world.stranger).get(f"/log/{shared.id}").status_code == 404


def test_a_comment_for_all_is_not_for_those_whom_it_is_shared_with_later(
    session, world, shared, jonas, sign_in, at
):
    say(jonas, shared, to="all")
    later = at(2026, 11, 22, 9, 40)
    world.share(shared, ShareWith.LINE_MANAGER, shared_at=later)
    hanne = sign_in(world.manager)
    assert WORDS not in hanne.get(f"/log/{shared.id}").text
    say(jonas, shared, "Og så dette.", to="all", key="side-2")
    page = hanne.get(f"/log/{shared.id}").text
    assert "Og så dette." in page
    assert WORDS not in page
    assert "Til alle, der kan læse indlægget nu" in page


def test_the_authors_own_answer_is_for_all(session, shared, mette, jonas):
    say(mette, shared, to="author")
    assert WORDS in jonas.get(f"/log/{shared.id}").text
    assert rows(session, OutboxMail) == 0


def test_the_author_answers_a_private_comment_to_its_writer_alone(
    session, world, shared, jonas, mette, sign_in
):
    assert "Kun til Jonas Juhl" not in mette.get(f"/log/{shared.id}").text
    say(jonas, shared, "Mellem os.")
    page = mette.get(f"/log/{shared.id}").text
    assert "Kun til Jonas Juhl" in page
    answer = say(mette, shared, to=str(world.mate.id))
    assert answer.status_code == 303
    assert "Kun til Jonas Juhl" in mette.get(f"/log/{shared.id}").text
    page = jonas.get(f"/log/{shared.id}").text
    assert WORDS in page
    assert "Kun til dig" in page
    for other in (world.classmate, world.facilitator):
        assert WORDS not in sign_in(other).get(f"/log/{shared.id}").text
    [said] = session.scalars(sa.select(EntryComment).where(EntryComment.text == WORDS))
    assert jonas.post(f"/log/kommentar/{said.id}/fjern", {}).status_code == 403
    classmate = sign_in(world.classmate)
    assert classmate.post(f"/log/kommentar/{said.id}/fjern", {}).status_code == 404
    session.execute(sa.update(EntryShare).values(stopped_at=f.LONG_AGO))
    assert jonas.get(f"/log/{shared.id}").status_code == 404
    assert say(mette, shared, key="side-2", to=str(world.mate.id)).status_code == 422


@pytest.mark.parametrize("who", ["classmate", "stranger", "author"])
def test_a_private_answer_goes_to_those_who_wrote_in_private_only(
    session, world, shared, jonas, mette, sign_in, who
):
    say(jonas, shared)
    say(sign_in(world.classmate), shared, to="all")
    answer = say(mette, shared, "Svaret.", to=str(getattr(world, who).id))
    assert answer.status_code == 422
    assert "Svaret." in answer.text
    assert rows(session, EntryComment) == 2


def test_a_refused_private_answer_does_not_turn_into_one_for_all(
    session, world, shared, jonas, mette, sign_in
):
    """Neither by itself nor because another choice stands ready when the page is shown again."""
    say(jonas, shared)
    say(sign_in(world.classmate), shared)
    session.execute(
        sa.update(EntryComment)
        .where(EntryComment.author_id == world.mate.id)
        .values(removed_at=f.LONG_AGO)
    )
    assert "checked" in mette.get(f"/log/{shared.id}").text
    for to in (str(world.mate.id), "author", ""):
        answer = say(mette, shared, "Kun til Jonas.", to=to, key="side-9")
        assert answer.status_code == 422
        assert "Kun til Jonas." in answer.text
        assert " checked" not in answer.text
    assert rows(session, EntryComment) == 2


def test_nobody_but_the_author_names_a_reader(session, world, shared, jonas, sign_in):
    say(jonas, shared)
    say(sign_in(world.classmate), shared, "Til Jonas?", to=str(world.mate.id))
    [said] = session.scalars(sa.select(EntryComment).where(EntryComment.text == "Til Jonas?"))
    assert (said.is_private, said.reader_id) == (True, None)
    assert "Til Jonas?" not in jonas.get(f"/log/{shared.id}").text


def test_taken_back_comments_stay_with_the_author_and_can_be_removed(
    session, world, shared, jonas, mette
):
    say(jonas, shared)
    session.execute(sa.update(EntryShare).values(stopped_at=f.LONG_AGO))
    assert jonas.get(f"/log/{shared.id}").status_code == 404
    assert say(jonas, shared, key="side-2").status_code == 404
    assert WORDS in mette.get(f"/log/{shared.id}").text
    key = session.scalar(sa.select(EntryComment.id))
    answer = jonas.post(f"/log/kommentar/{key}/fjern", {})
    assert answer.location == "/log/delt"
    assert WORDS not in mette.get(f"/log/{shared.id}").text
    assert session.scalars(sa.select(EntryComment.text)).one() == ""


def test_sent_twice_it_is_said_once(session, shared, jonas):
    assert [say(jonas, shared).status_code for _ in range(2)] == [303, 303]
    assert rows(session, EntryComment) == 1


@pytest.mark.parametrize(("text", "word"), [("", "Udfyld"), ("x" * 10_001, "for lang")])
def test_a_comment_that_does_not_do_is_refused_with_its_text(session, shared, jonas, text, word):
    answer = say(jonas, shared, text)
    assert answer.status_code == 422
    assert word in answer.text
    assert text in answer.text
    assert rows(session, EntryComment) == 0


def test_a_page_without_a_key_is_none_of_ours(shared, jonas):
    assert say(jonas, shared, key="").status_code == 400


def test_ten_thousand_characters_are_said(session, shared, jonas):
    assert say(jonas, shared, "ø" * 10_000).status_code == 303
    assert len(session.scalars(sa.select(EntryComment.text)).one()) == 10_000


def test_who_may_remove_what(world, session, shared, jonas, mette, sign_in):
    say(jonas, shared)
    say(jonas, shared, to="all", key="side-2")
    private, for_all = session.scalars(sa.select(EntryComment.id).order_by(EntryComment.id))
    classmate = sign_in(world.classmate)
    assert classmate.post(f"/log/kommentar/{private}/fjern", {}).status_code == 404
    assert classmate.post(f"/log/kommentar/{for_all}/fjern", {}).status_code == 403
    assert mette.post(f"/log/kommentar/{for_all}/fjern", {}).status_code == 303
    assert mette.post(f"/log/kommentar/{for_all}/fjern", {}).status_code == 404
    assert jonas.post(f"/log/kommentar/{private}/fjern", {}).status_code == 303


def test_reading_another_entry_shows_nothing_of_what_was_said_to_this_one(
    world, shared, sign_in, at
):
    """`shared` has been open to the classmate all the time; this one only since the comment."""
    entry = world.entry()
    world.share(entry, ShareWith.LINE_MANAGER)
    assert say(sign_in(world.manager), entry, to="all").status_code == 303
    world.share(entry, ShareWith.COLLEAGUE, shared_at=at(2026, 11, 22, 9, 40))
    camilla = sign_in(world.classmate)
    assert camilla.get(f"/log/{shared.id}").status_code == 200
    page = camilla.get(f"/log/{entry.id}")
    assert (page.status_code, WORDS in page.text) == (200, False)


def test_ones_own_comment_to_what_is_taken_back_may_be_removed_but_not_read(
    session, world, in_app, shared, jonas
):
    say(jonas, shared, to="all")
    session.execute(sa.update(EntryShare).values(stopped_at=f.LONG_AGO))
    mate_id = world.mate.id
    with in_app() as here:
        said = queries.find_comment(here.scalars(sa.select(EntryComment.id)).one())
        mate = here.get(f.Person, mate_id)
        assert not policy.can_read_comment(mate, said)
        assert policy.can_remove_comment(mate, said)


def test_the_list_of_comments_is_what_the_policy_says_of_each(world, session, in_app, shared):
    for author in (world.mate, world.classmate, world.author):
        for is_private in (False, True):
            for removed_at in (None, f.LONG_AGO):
                session.add(
                    EntryComment(
                        key=f"{author.id}-{is_private}-{removed_at}", entry=shared, author=author,
                        text=WORDS, is_private=is_private, created_at=f.LONG_AGO,
                        removed_at=removed_at,
                    )
                )  # fmt: skip
    for reader in (world.mate, world.manager, world.stranger):
        session.add(
            EntryComment(
                key=f"answer-{reader.id}", entry=shared, author=world.author, text=WORDS,
                is_private=True, reader_id=reader.id, created_at=f.LONG_AGO,
            )
        )  # fmt: skip
    session.flush()
    world.share(shared, ShareWith.LINE_MANAGER, shared_at=f.LONG_AGO + timedelta(seconds=1))
    people = [world.author, *(world.others[name] for name in OTHERS)]
    ids, entry_id = [person.id for person in people], shared.id
    with in_app() as here:
        entry = queries.find_entry(entry_id)
        keys = here.scalars(sa.select(EntryComment.id).order_by(EntryComment.id)).all()
        said = [queries.find_comment(key) for key in keys]
        for person in [here.get(f.Person, key) for key in ids]:
            by_rule = [one.id for one in said if policy.can_read_comment(person, one)]
            listed = queries.comments(entry, person.id)
            assert [one.id for one in listed] == by_rule
            assert [one.can_remove for one in listed] == [
                policy.can_remove_comment(person, one) for one in said if one.id in by_rule
            ]


# --- The rules ---------------------------------------------------------------------------------


def test_a_draft_is_not_talked_about_and_nothing_is_nothing(here, world):
    entry = world.entry(state=EntryState.DRAFT, finished_at=None)
    with pytest.raises(RuleBrokenError):
        services.comment(entry, "k", WORDS, is_private=False, by=world.author)
    entry.state = EntryState.FINAL
    for text in ("\x07 ", "x" * 10_001):
        with pytest.raises(RuleBrokenError):
            services.comment(entry, "k", text, is_private=False, by=world.author)
    assert here.scalars(sa.select(AuditRow)).all() == []


def test_the_author_gets_one_mail_a_day_without_a_word_of_it(app, here, world, at):
    entry = world.entry(heading="Stilheden varede længe")
    world.share(entry, ShareWith.COHORT)
    load_composers(app)

    def mail():
        return here.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()

    for number in range(3):
        services.comment(entry, f"k{number}", WORDS, is_private=True, by=world.mate)
    [first] = mail()
    letter = outbox.composers()[first.template](first.person_id, first.keys)
    assert letter.address == world.author.email
    assert "Jonas Juhl" in letter.text
    assert f"/log/{entry.id}" in letter.text
    assert "runde" not in letter.subject + letter.text
    assert "Stilheden" not in letter.subject + letter.text
    first.sent_at = first.due_at
    at(2026, 11, 22, 14)
    services.comment(entry, "k4", WORDS, is_private=True, by=world.classmate)
    assert mail()[1].due_at == datetime(2026, 11, 23, 7, tzinfo=UTC)
    said = here.scalars(sa.select(EntryComment).where(EntryComment.key == "k4")).one()
    services.remove_comment(said, by=world.classmate)
    second = mail()[1]
    assert outbox.composers()[second.template](second.person_id, second.keys) is None
    second.given_up_at = second.due_at
    services.comment(entry, "k5", WORDS, is_private=True, by=world.classmate)
    here.expire_all()
    assert [row.given_up_at for row in mail()][1:] == [None]


def test_what_was_said_comes_back_to_the_same_readers_as_before(here, world, at):
    """With the entry that was deleted: private words stay so, and none is for later readers."""
    author, entry = world.author, world.entry()
    world.share(entry, ShareWith.COHORT)
    for key, is_private in (("alone", True), ("all", False)):
        services.comment(entry, key, f"Ord {key}.", is_private=is_private, by=world.mate)
    services.comment(entry, "answer", "Svar.", is_private=True, by=author, reader_id=world.mate.id)
    before = said_to(here)
    assert [words[1:3] for words in before] == [
        (True, None), (False, None), (True, world.mate.id)
    ]  # fmt: skip
    at(2026, 11, 23, 9)
    services.delete(entry, by=author)
    again = services.restore(here.scalars(sa.select(RemovedEntry)).one(), by=author)
    assert said_to(here) == before
    services.share(again, ShareWith.COHORT, world.cohort.id, by=author)
    assert [one.text for one in queries.comments(again, world.classmate.id)] == []
    assert len(queries.comments(again, world.mate.id)) == 3


def said_to(here):
    columns = (EntryComment.text, EntryComment.is_private, EntryComment.reader_id)
    rows = sa.select(*columns, EntryComment.created_at).order_by(EntryComment.id)
    return [tuple(row) for row in here.execute(rows)]


# --- Taking back and undoing -------------------------------------------------------------------


def test_all_is_taken_back_and_undone_at_once(here, world, at):
    author, entry = world.author, world.entry()
    services.share(entry, ShareWith.COLLEAGUE, world.classmate.id, by=author)
    services.share(entry, ShareWith.KNOWLEDGE, 0, by=author)
    at(2026, 11, 22, 9, 31)
    services.stop_all(entry, by=author)
    services.stop_all(entry, by=author)
    assert queries.open_shares(entry.id) == []
    at(2026, 11, 22, 9, 32)
    services.undo(entry, by=author)
    assert [share.audience for share in queries.open_shares(entry.id)] == [
        ShareWith.COLLEAGUE,
        ShareWith.KNOWLEDGE,
    ]
    assert [row.action for row in here.scalars(sa.select(AuditRow).order_by(AuditRow.id))] == [
        "shared", "shared", "stopped share", "undid sharing"
    ]  # fmt: skip


def test_what_one_act_did_is_undone_whole_while_the_clock_ticks(here, world, at, monkeypatch):
    author, entry = world.author, world.entry()
    start = at(2026, 11, 22, 9, 30)
    ticks = itertools.count()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(milliseconds=next(ticks)))
    for audience, target in (
        (ShareWith.COLLEAGUE, world.classmate.id),
        (ShareWith.NETWORK_GROUP, world.group.id),
        (ShareWith.COHORT, world.cohort.id),
        (ShareWith.KNOWLEDGE, 0),
    ):
        services.share(entry, audience, target, by=author)
    before = {share.share_id for share in queries.open_shares(entry.id)}
    assert len(before) == 4
    services.stop_all(entry, by=author)
    services.undo(entry, by=author)
    assert {share.share_id for share in queries.open_shares(entry.id)} == before
    services.extend(entry, ShareWith.COHORT, world.cohort.id, by=author)
    services.undo(entry, by=author)
    assert {share.share_id for share in queries.open_shares(entry.id)} == before


def test_undoing_opens_nothing_for_those_who_have_joined_meanwhile(here, world, at):
    author, entry = world.author, world.entry()
    services.share(entry, ShareWith.NETWORK_GROUP, world.group.id, by=author)
    at(2026, 11, 22, 9, 31)
    services.stop(entry, ShareWith.NETWORK_GROUP, world.group.id, by=author)
    joined = at(2026, 11, 22, 9, 32)
    f.MembershipFactory(group=world.group, person=world.classmate, joined_at=joined)
    services.undo(entry, by=author)
    here.flush()
    [share] = queries.open_shares(entry.id)
    assert [reader.name for reader in share.readers] == ["Jonas Juhl"]


@pytest.mark.parametrize(
    ("is_private", "removed", "extended", "undone"),
    [
        (False, False, False, False),
        (True, False, False, True),
        (False, True, False, True),
        (False, False, True, True),
    ],
)
def test_undoing_lets_nobody_read_what_was_said_while_they_were_shut_out(
    here, world, at, is_private, removed, extended, undone
):
    """A word is for those who could read when it was said. Who reads by `extend` was not out."""
    author, entry = world.author, world.entry()
    group = (ShareWith.NETWORK_GROUP, world.group.id)
    services.share(entry, *group, by=author)
    services.share(entry, ShareWith.LINE_MANAGER, world.manager.id, by=author)
    at(2026, 11, 22, 9, 31)
    (services.extend if extended else services.stop)(entry, *group, by=author)
    at(2026, 11, 22, 9, 32)
    said = services.comment(entry, "side", WORDS, is_private=is_private, by=world.manager)
    if removed:
        services.remove_comment(said, by=world.manager)
    here.flush()
    if undone:
        services.undo(entry, by=author)
    else:
        with pytest.raises(RuleBrokenError) as error:
            services.undo(entry, by=author)
        assert "kommentar siden" in str(error.value.message)
    assert policy.can_read(world.mate, entry) == (undone or extended)


def test_sharing_is_undone_whatever_was_said_by_those_let_in(here, world, at):
    author, entry = world.author, world.entry()
    services.share(entry, ShareWith.COHORT, world.cohort.id, by=author)
    at(2026, 11, 22, 9, 31)
    services.comment(entry, "side", WORDS, is_private=False, by=world.mate)
    services.undo(entry, by=author)
    assert queries.open_shares(entry.id) == []


def test_what_is_long_past_is_not_undone(here, world, at):
    entry = world.entry()
    services.share(entry, ShareWith.KNOWLEDGE, 0, by=world.author)
    later = at(2026, 11, 22, 9, 41)
    assert services.last_change(entry) is None
    with pytest.raises(RuleBrokenError):
        services.undo(entry, by=world.author)
    assert later - entry.shares[0].shared_at == timedelta(minutes=11)
    assert entry.shares[0].stopped_at is None


def test_the_page_offers_to_undo_what_was_just_done(session, world, mette):
    entry = world.entry()
    where, target = f"/log/{entry.id}/del", world.classmate.id
    data = {"act": "share", "audience": "colleague", "target": target}
    answer = mette.post(where, data)
    assert "Fortryd" not in mette.get(where).text
    page = mette.get(answer.location).text
    assert "Camilla Carlsen (kollega) kan læse det" in page
    assert "Indtil en af jer forlader Hold 2025" in page
    moment = page.split('name="moment" value="')[1].split('"')[0]
    stale = mette.post(where, {"act": "undo", "moment": "2026-01-01"})
    assert stale.status_code == 422
    part = mette.post(where, {"act": "undo", "moment": moment}, htmx=True)
    assert "Kun du kan læse det her" in part.text
    assert "data-focus" in part.text
    session.expire_all()
    assert session.scalars(sa.select(EntryShare.stopped_at)).one() is not None


def test_a_button_takes_it_back_from_all(world, mette):
    entry = world.entry()
    for audience in ShareWith:
        world.share(entry, audience)
    part = mette.post(f"/log/{entry.id}/del", {"act": "stop_all"}, htmx=True)
    assert "Kun du kan læse det her" in part.text
    assert "Stop deling" not in part.text


# --- Videndeling -------------------------------------------------------------------------------


def test_it_stands_in_videndeling_after_the_author_chose_it_and_not_after(world, mette, sign_in):
    entry, reader = world.entry(heading="Et møde uden drift"), sign_in(world.stranger)
    assert "Ingen har lagt et indlæg her endnu." in reader.get("/videndeling").text
    data = {"audience": "knowledge", "target": ""}
    mette.post(f"/log/{entry.id}/del", {"act": "share", **data})
    page = reader.get("/videndeling").text
    assert "Et møde uden drift" in page
    assert "Mette Madsen" in page
    assert "Et møde uden drift" not in reader.get("/log/delt").text
    assert reader.get(f"/log/{entry.id}").status_code == 200
    assert "I Videndeling" in mette.get("/log").text
    mette.post(f"/log/{entry.id}/del", {"act": "stop", **data})
    assert "Et møde uden drift" not in reader.get("/videndeling").text
    assert reader.get(f"/log/{entry.id}").status_code == 404


def test_videndeling_is_filtered_by_goal_and_organisation(world, sign_in):
    first = world.entry(heading="Om mål ét", goals=[world.goals[0]])
    elsewhere = f.EntryFactory(author=world.mate, heading="Fra et andet sted")
    for entry in (first, elsewhere):
        world.share(entry, ShareWith.KNOWLEDGE)
    reader = sign_in(world.stranger)
    where = f"/videndeling?maal={world.goals[0].id}"
    part = reader.get(where, htmx=True).text
    assert "Om mål ét" in part
    assert "Fra et andet sted" not in part
    page = reader.get(f"/videndeling?organisation={world.mate.organisation_id}").text
    assert "Fra et andet sted" in page
    assert "Om mål ét" not in page
    assert "Ingen indlæg passer." in reader.get(f"{where}&organisation={2**20}").text


@pytest.mark.parametrize("number", [1, 3])
def test_videndeling_asks_no_more_for_more_entries(world, sign_in, queries, number):
    for _ in range(number):
        world.share(world.entry(goals=world.goals[:number]), ShareWith.KNOWLEDGE)
    reader = sign_in(world.stranger)
    with queries() as asked:
        reader.get("/videndeling")
    assert len(asked) == VIDENDELING


VIDENDELING = 7


@pytest.mark.parametrize("is_there", [True, False])
def test_the_same_comment_sent_twice_at_the_same_moment_is_one(
    in_app, shared, world, monkeypatch, is_there
):
    """The second looks before the first is there; then its insert is refused."""
    entry_id, mate_id, looks = shared.id, world.mate.id, itertools.count()
    find = queries.find_comment_by_key

    def late(author_id, key):
        return find(author_id, key) if next(looks) and is_there else None

    with in_app() as db:
        entry, mate = db.get(LogEntry, entry_id), db.get(Person, mate_id)
        first = services.comment(entry, "side", WORDS, is_private=True, by=mate)
        monkeypatch.setattr(queries, "find_comment_by_key", late)
        if is_there:
            assert services.comment(entry, "side", "x", is_private=True, by=mate) is first
        else:
            with pytest.raises(IntegrityError):
                services.comment(entry, "side", "x", is_private=True, by=mate)
