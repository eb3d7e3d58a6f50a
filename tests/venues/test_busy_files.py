"""Busy times by file: sent, counted, replaced by the next, and taken back."""

from __future__ import annotations

import io
from datetime import date

import pytest
import sqlalchemy as sa

from programme.audit.models import AuditRow
from programme.venues import busy_files
from programme.venues.models import BusyTime
from tests import factories as make
from tests.venues.test_busy_reader import a_file, event
from tests.venues.test_views import text_of

SECRET = "SUMMARY:Lægesamtale hos Holm"
FIRST = a_file(
    event("DTSTART:20261203T090000", "DTEND:20261203T113000", SECRET),
    event("DTSTART;VALUE=DATE:20270701", "SUMMARY:Ferie"),
)
SECOND = a_file(event("DTSTART;VALUE=DATE:20270101", SECRET))


@pytest.fixture(autouse=True)
def _today(at):
    at(2026, 11, 22, 9)


def send(browser, path, data, name="kalender.ics"):
    return browser.post(path, {"calendar-file": (io.BytesIO(data), name)})


def days(session, **owner):
    rows = session.scalars(sa.select(BusyTime).filter_by(**owner).order_by(BusyTime.starts_on))
    return [(row.starts_on, row.from_file) for row in rows]


@pytest.fixture
def soren(world, sign_in):
    return sign_in(world.soren)


def test_a_facilitator_sends_a_file_and_sees_what_it_brought(world, soren, session):
    assert "Fjern alt fra filen" not in text_of(soren.get("/optaget"))
    assert send(soren, "/optaget/fil", FIRST).headers["Location"].endswith("/optaget#file")
    text = text_of(soren.get("/optaget"))
    assert "2 optagne perioder er læst ind." in text
    assert "2 optagne perioder, 3. december 2026–1. juli 2027" in text
    assert "Fra en kalenderfil, læst ind søndag den 22. november 2026." in text
    assert days(session, person_id=world.soren.id) == [
        (date(2026, 12, 3), True),
        (date(2027, 7, 1), True),
    ]


def test_no_title_is_kept_anywhere(world, soren, session):
    send(soren, "/optaget/fil", FIRST)
    assert "Holm" not in soren.get("/optaget").text
    for table in BusyTime.metadata.sorted_tables:
        if table.name != "person":
            for row in session.execute(sa.select(table)):
                assert "Lægesamtale" not in repr(tuple(row)), table.name


def test_the_next_file_takes_the_place_of_the_last_and_of_nothing_else(world, soren, session):
    soren.post("/optaget", {"busy-days": "1. juli 2027"})
    other = make.PersonFactory()
    session.add(
        BusyTime(
            person_id=other.id,
            starts_on=date(2027, 3, 1),
            ends_on=date(2027, 3, 1),
            made_at=make.LONG_AGO,
            from_file=True,
        )
    )
    session.commit()
    for data in (FIRST, FIRST, SECOND):
        send(soren, "/optaget/fil", data)
    assert days(session, person_id=world.soren.id) == [
        (date(2027, 1, 1), True),
        (date(2027, 7, 1), False),
    ]
    assert days(session, person_id=other.id) == [(date(2027, 3, 1), True)]


def test_all_that_came_with_a_file_goes_at_once_and_what_was_typed_stays(world, soren, session):
    send(soren, "/optaget/fil", FIRST)
    soren.post("/optaget", {"busy-days": "1. juli 2027"})
    assert len(days(session, person_id=world.soren.id)) == 3
    soren.post("/optaget/fil", {"remove": "1"})
    soren.post("/optaget/fil", {"remove": "1"})
    assert days(session, person_id=world.soren.id) == [(date(2027, 7, 1), False)]
    assert "Alt, der kom med filen, er fjernet." in text_of(soren.get("/optaget"))
    said = session.scalars(sa.select(AuditRow.action).where(AuditRow.action.contains("busy")))
    assert sorted(said) == ["read busy times", "removed busy times"]


def test_a_bad_file_changes_nothing_and_says_why_in_danish(world, soren, session):
    send(soren, "/optaget/fil", FIRST)
    answer = send(soren, "/optaget/fil", b"<!doctype html>", "kalender.html")
    assert answer.status_code == 422
    assert "Det er ikke en kalenderfil. Vælg en fil, der ender på .ics." in text_of(answer)
    assert len(days(session, person_id=world.soren.id)) == 2


def test_without_a_file_it_asks_for_one(soren):
    answer = soren.post("/optaget/fil", {})
    assert answer.status_code == 422
    assert "Vælg en fil." in text_of(answer)


class Endless(io.RawIOBase):
    """Counts how much of it is read."""

    given = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.given += len(buffer)
        return len(buffer)


def test_more_than_a_megabyte_is_refused_and_fifty_are_not_read(soren, monkeypatch):
    monkeypatch.setattr(busy_files, "LARGEST", len(FIRST) - 1)
    answer = send(soren, "/optaget/fil", FIRST)
    assert answer.status_code == 422
    assert "Der er plads til 1 MB" in text_of(answer)

    endless = Endless()
    answer = soren.http.post(
        "/optaget/fil",
        base_url=soren.base,
        environ_overrides={
            "wsgi.input": endless,
            "CONTENT_LENGTH": "50000000",
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
    )
    assert answer.status_code == 413
    assert endless.given < 3_000_000


def test_a_coordinator_sends_it_for_a_facilitator(world, sign_in, session):
    path = f"/personer/{world.soren.id}/optaget"
    karen = sign_in(world.karen)
    assert send(karen, f"{path}/fil", FIRST).headers["Location"].endswith(f"{path}#file")
    assert "2 optagne perioder, " in text_of(karen.get(path))
    assert send(karen, f"{path}/fil", b"x").status_code == 422
    assert send(sign_in(world.mette), f"{path}/fil", FIRST).status_code == 404
    assert send(sign_in(world.mette), "/optaget/fil", FIRST).status_code == 403


def test_a_venues_file_stands_on_its_page(world, sign_in, session):
    path = f"/steder/{world.strand.id}"
    karen = sign_in(world.karen)
    assert send(karen, f"{path}/optaget/fil", FIRST).headers["Location"].endswith("#file")
    assert "2 optagne perioder, " in text_of(karen.get(path))
    assert len(days(session, venue_id=world.strand.id)) == 2
    answer = send(karen, f"{path}/optaget/fil", b"x")
    assert answer.status_code == 422
    assert "Det er ikke en kalenderfil." in text_of(answer)
    karen.post(f"{path}/optaget/fil", {"remove": "1"})
    assert days(session, venue_id=world.strand.id) == []


def test_a_file_is_judged_by_as_what_is_typed(world, soren, session, in_app):
    """The days of a file stop whoever plans, like those noted by hand."""
    from programme.activities.services import judging

    activity = make.ActivityFactory(
        cohort=world.cohort, starts_on=date(2027, 7, 1), facilitators=[world.soren]
    )
    session.commit()
    keys = world.cohort.id, activity.id

    def codes():
        with in_app():
            return [each.code for each in judging.judge_plan(keys[0], [keys[1]]).findings]

    before = codes()
    send(soren, "/optaget/fil", FIRST)
    assert [code.value for code in codes() if code not in before] == ["facilitator_away"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_times_as_for_one(world, soren, queries, count):
    lines = (event(f"DTSTART;VALUE=DATE:2027010{n + 1}") for n in range(count))
    send(soren, "/optaget/fil", a_file(*lines))
    soren.get("/optaget")
    with queries() as statements:
        assert soren.get("/optaget").status_code == 200
    assert len(statements) == 6
