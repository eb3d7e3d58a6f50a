"""Who gets the mail of the day, when, and what it says."""

from __future__ import annotations

from datetime import date, time

import pytest
import sqlalchemy as sa

from programme.inspiration import services as inspiration
from programme.inspiration.models import PromptTime
from programme.learning_logs.models import EntryState
from programme.notifications.models import NoticeChoice
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.reminders import mail, services  # noqa: F401 - the composers
from programme.reminders.services import DUE
from tests import factories as make


@pytest.fixture
def asks(world, here):
    """`asks("mette", reminders=True)`: the person has chosen so."""

    def choose(name, **values):
        row = NoticeChoice(person_id=world.key[name], **values)
        here.add(row)
        here.flush()
        return row

    return choose


def queued(here):
    rows = here.scalars(sa.select(OutboxMail).where(OutboxMail.template == DUE))
    return {row.person_id: row for row in rows}


def letter_to(here, world, name):
    row = queued(here)[world.key[name]]
    return outbox.composers()[DUE](row.person_id, row.keys)


def test_only_who_asked_gets_the_nudge_and_gets_it_once(world, here, asks, at):
    for name in ("mette", "soren", "nadia"):
        asks(name, weekly_nudge=True, nudge_weekday=0)
    asks("jonas", weekly_nudge=False, nudge_weekday=0)
    asks("amina", weekly_nudge=True, nudge_weekday=1)
    at(2026, 11, 23, 8)
    for _round in range(3):
        services.remind()
    assert set(queued(here)) == {world.key["mette"], world.key["nadia"]}  # both have a log
    assert letter_to(here, world, "mette").subject == "Fem minutter til din log"
    assert "/log/ny" in letter_to(here, world, "mette").text
    at(2026, 11, 24, 8)
    services.remind()
    assert len(queued(here)) == 3


def test_the_nudge_leads_on_to_what_waits_without_a_word_of_it(world, here, asks, at):
    asks("mette", weekly_nudge=True, nudge_weekday=0)
    entry = make.EntryFactory(author=world.mette, next_action="kanariefugl")
    at(2026, 11, 23, 8)
    services.remind()
    text = letter_to(here, world, "mette").text
    assert f"/log/ny?efter={entry.id}" in text
    assert "kanariefugl" not in text
    entry.state = EntryState.DRAFT
    here.flush()
    assert f"/log/{entry.id}/ret" in letter_to(here, world, "mette").text


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ((2026, 12, 1, 9), False),  # two days ahead
        ((2026, 12, 2, 9), True),  # the day before
        ((2026, 12, 3, 7, 30), False),  # the day itself
        ((2026, 12, 4, 9), True),  # the day after
        ((2026, 12, 7, 9), False),
    ],
)
def test_reminders_come_the_working_day_before_and_after(world, here, asks, at, moment, told):
    asks("mette", reminders=True)
    asks("jonas")
    at(*moment)
    services.remind()
    assert (world.key["mette"] in queued(here)) is told
    assert world.key["jonas"] not in queued(here)
    if told:
        text = letter_to(here, world, "mette").text
        assert f"/log/ny?aktivitet={world.ahead.id}" in text


def test_a_monday_is_reminded_of_on_friday_and_a_friday_on_monday(world, here, asks, at):
    asks("mette", reminders=True)
    world.ahead.starts_on = world.ahead.ends_on = date(2026, 12, 14)
    world.held.starts_on = world.held.ends_on = date(2026, 12, 11)
    here.flush()
    at(2026, 12, 11, 9)
    assert [
        each.id for each in services.due_for(world.key["mette"], date(2026, 12, 11)).around
    ] == [world.ahead.id]
    assert [
        each.id for each in services.due_for(world.key["mette"], date(2026, 12, 14)).around
    ] == [world.held.id]


def test_several_things_are_one_mail_and_the_nudge_gives_way(world, here, asks, at):
    asks("mette", reminders=True, weekly_nudge=True, nudge_weekday=2)
    world.held.starts_on = world.held.ends_on = date(2026, 12, 1)
    here.flush()
    at(2026, 12, 2, 9)
    services.remind()
    assert len(queued(here)) == 1
    text = letter_to(here, world, "mette").text
    assert text.count("/log/ny?") == 2
    assert text.index(f"aktivitet={world.held.id}") < text.index(f"aktivitet={world.ahead.id}")


def test_a_question_that_waits_is_what_the_link_opens(world, here, asks, at):
    asks("mette", reminders=True)
    prompt = inspiration.write_prompt(world.ahead, PromptTime.AFTER, "Hvad nu?", by=world.soren)
    inspiration.publish(prompt, by=world.soren)
    at(2026, 12, 4, 9)
    services.remind()
    assert f"/log/ny?spoergsmaal={prompt.id}" in letter_to(here, world, "mette").text


@pytest.mark.parametrize("name", ["dorte", "peter", "soren", "nadia"])
def test_nobody_is_reminded_of_what_is_not_theirs_to_learn_from(world, here, asks, at, name):
    asks(name, reminders=True)
    at(2026, 12, 2, 9)
    services.remind()
    assert not queued(here)


def test_it_is_silent_in_a_meeting_and_speaks_when_it_is_over(world, here, asks, at):
    asks("mette", reminders=True)
    make.ActivityFactory(
        cohort=world.cohort, number=9, starts_on=date(2026, 12, 2),
        start_time=time(9), end_time=time(12),
    )  # fmt: skip
    for moment, told in (((2026, 12, 2, 8, 30), False), ((2026, 12, 2, 11, 10), True)):
        at(*moment)
        services.remind()
        assert bool(queued(here)) is told, moment


def test_a_whole_day_is_a_meeting_and_a_cancelled_one_is_none(world, here, asks, at):
    asks("mette", reminders=True)
    today = make.ActivityFactory(cohort=world.cohort, number=9, starts_on=date(2026, 12, 2))
    at(2026, 12, 2, 9)
    services.remind()
    assert not queued(here)
    today.cancelled_at = make.LONG_AGO
    here.flush()
    services.remind()
    assert queued(here)


def test_evenings_weekends_and_holidays_are_quiet(world, here, asks, at):
    asks("mette", weekly_nudge=True, nudge_weekday=0, reminders=True)
    for moment in ((2026, 12, 2, 16), (2026, 11, 22, 10), (2026, 12, 25, 10)):
        at(*moment)
        services.remind()
    assert not queued(here)


def test_who_opts_out_or_writes_before_the_mail_leaves_hears_nothing(world, here, asks, at):
    row = asks("mette", reminders=True)
    at(2026, 12, 4, 9)
    services.remind()
    assert letter_to(here, world, "mette")
    entry = make.EntryFactory(
        author=world.mette, activity=world.ahead, written_on=date(2026, 12, 4)
    )
    assert letter_to(here, world, "mette") is None
    here.delete(entry)
    here.flush()
    row.reminders = False
    here.flush()
    assert letter_to(here, world, "mette") is None


def test_two_workers_queue_one_mail(world, here, asks, at, monkeypatch):
    asks("mette", weekly_nudge=True, nudge_weekday=0)
    at(2026, 11, 23, 8)
    monkeypatch.setattr("programme.reminders.queries.told_already", lambda _keys: set())
    services.remind()
    services.remind()
    assert here.scalar(sa.select(sa.func.count(OutboxMail.id))) == 1


def test_what_costs_is_those_who_asked(world, here, asks, at, queries):
    for name in ("mette", "jonas", "amina"):
        asks(name)
    at(2026, 12, 2, 9)
    with queries() as statements:
        services.remind()
    assert len(statements) == 2
