"""Questions after the end: set, asked once, answered in the own log, counted from five up."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from programme.core.errors import ConflictError, RuleBrokenError
from programme.learning_logs.models import EntryState, LogEntry
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.reminders import mail, queries, services  # noqa: F401 - the composers
from programme.reminders.models import FollowUp, FollowUpAnswer
from programme.reminders.services import ASKED
from tests import factories as make

WORDS = "Hvad gør du nu, som du ikke gjorde før – også på Ærø?"


def set_three(world, **changes):
    wanted = {3: WORDS, 6: "", 12: "Og nu?"} | changes.pop("wanted", {})
    services.set_questions(
        world.cohort, wanted, changes.pop("seen", {}), by=world.karen, address="/"
    )


def asked(here):
    return set(here.scalars(sa.select(FollowUpAnswer.person_id)))


@pytest.fixture
def ended(world, here):
    world.cohort.ends_on = date(2026, 8, 31)
    here.flush()
    set_three(world)
    return world


def test_each_who_took_part_to_the_end_is_asked_once(ended, here, at):
    world = ended
    for moment in ((2026, 11, 27, 9), (2026, 11, 29, 9), (2026, 11, 30, 5)):
        at(*moment)
        services.ask_due()
        assert asked(here) == set()
    at(2026, 11, 30, 9)
    services.ask_due()
    services.ask_due()
    assert asked(here) == {world.key[name] for name in ("mette", "jonas", "amina")}
    assert here.scalar(sa.select(sa.func.count(OutboxMail.id))) == 3
    row = here.scalars(sa.select(OutboxMail).where(OutboxMail.template == ASKED)).first()
    letter = outbox.composers()[ASKED](row.person_id, row.keys)
    assert letter.subject == "3 måneder efter Hold 1"
    assert WORDS in letter.text
    assert f"/opfoelgning/{row.keys['follow_up']}" in letter.text


def test_what_has_waited_too_long_is_not_asked(ended, here, at):
    at(2027, 2, 1, 9)
    services.ask_due()
    assert asked(here) == set()


def test_without_a_last_day_nothing_is_asked(world, here, at):
    world.cohort.ends_on = None
    here.flush()
    set_three(world)
    at(2026, 11, 30, 9)
    services.ask_due()
    assert asked(here) == set()


def test_the_answer_is_an_entry_after_the_end_too(ended, here, at):
    world = ended
    at(2026, 11, 30, 9)
    services.ask_due()
    question = queries.follow_ups_of(world.cohort.id)[0]
    row = queries.is_asked(question.id, world.key["mette"])
    entry = services.answer(row, world.mette)
    assert services.answer(row, world.mette).id == entry.id
    assert (entry.heading, entry.cohort_id) == (WORDS, world.cohort.id)
    waiting = queries.open_follow_ups(world.key["mette"])
    assert [(each.id, each.draft_id) for each in waiting] == [(question.id, entry.id)]
    entry.action, entry.state = "Jeg spørger først.", EntryState.FINAL
    here.flush()
    assert queries.open_follow_ups(world.key["mette"]) == []
    mails = here.scalars(sa.select(OutboxMail).where(OutboxMail.person_id == world.key["mette"]))
    sent = mails.one()
    assert outbox.composers()[ASKED](sent.person_id, sent.keys) is None
    services.note_answers()
    here.delete(here.get(LogEntry, entry.id))
    here.flush()
    here.expire_all()
    assert queries.open_follow_ups(world.key["mette"]) == []


def test_answers_are_counted_from_five_up(ended, here):
    question = queries.follow_ups_of(ended.cohort.id)[0]
    for number in range(1, 11):
        entry = make.EntryFactory()
        row = FollowUpAnswer(
            follow_up_id=question.id, person_id=entry.author_id, entry_id=entry.id,
            asked_at=make.LONG_AGO,
        )  # fmt: skip
        here.add(row)
        here.flush()
        counted = queries.answer_counts([question.id])[question.id]
        assert counted == (number // 5 * 5 or None)


def test_a_question_is_changed_until_it_is_asked(ended, here, at):
    world = ended
    stood = {3: WORDS, 12: "Og nu?"}
    set_three(world, seen=stood)  # the same again
    with pytest.raises(ConflictError):
        set_three(world, wanted={3: "Nyt"}, seen={3: "Noget andet"})
    set_three(world, wanted={3: "Nyt", 12: ""}, seen=stood)
    here.expire_all()
    assert [f.question for f in queries.follow_ups_of(world.cohort.id)] == ["Nyt"]
    at(2026, 11, 30, 9)
    services.ask_due()
    for words in ("Andet", ""):
        with pytest.raises(RuleBrokenError) as error:
            set_three(world, wanted={3: words, 12: ""}, seen={3: "Nyt"})
        assert error.value.field == "after_3"
    with pytest.raises(RuleBrokenError):
        set_three(world, wanted={6: "x" * 501}, seen={3: "Nyt"})


def test_who_may_set_and_who_may_answer(world, sign_in, session, at):
    path = f"/hold/{world.cohort.id}/opfoelgning"
    for name, status in {"karen": 200, "soren": 403, "mette": 403, "peter": 404}.items():
        assert sign_in(world.people[name]).get(path).status_code == status, name
    karen = sign_in(world.karen)
    form = {"after_3": WORDS, "after_6": "", "after_12": "x" * 501}
    assert karen.post(path, form).status_code == 422
    assert karen.post(path, form | {"after_12": ""}).status_code == 303
    assert karen.post(path, form | {"after_12": "", "after_3": "Nyt"}).status_code == 409
    assert WORDS in karen.get(path).text
    question = session.scalars(sa.select(FollowUp)).one()
    session.add(
        FollowUpAnswer(follow_up_id=question.id, person_id=world.mette.id, asked_at=make.LONG_AGO)
    )
    session.flush()
    address = f"/opfoelgning/{question.id}"
    for name in ("karen", "soren", "jonas", "peter"):
        browser = sign_in(world.people[name])
        assert browser.get(address).status_code == 404, name
        assert browser.post(address).status_code == 404, name
    mette = sign_in(world.mette)
    assert WORDS in mette.get(address).text
    assert WORDS in mette.get("/").text
    first = mette.post(address).headers["Location"]
    assert mette.post(address).headers["Location"] == first
    assert first.endswith("/ret")
    locked = form | {"after_12": "", "after_3": "Nyt", "seen_3": WORDS}
    assert karen.post(path, locked).status_code == 422
