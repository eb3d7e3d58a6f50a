"""Talks of a participant and the line manager: what is picked is shared, the rest stays closed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme.conversations.models import ManagerTalk
from tests import factories as make

SECRET = "kanariefugl"


@pytest.fixture
def world(session, at):
    """Mette on a course, Hanne who is her line manager, Karen who coordinates, a former manager."""
    at(2026, 11, 22, 9)
    organisation = make.OrganisationFactory()
    hanne, karen, old = (
        make.PersonFactory(name=name, organisation=organisation)
        for name in ("Hanne Bach", "Karen Lund", "Gamle Leder")
    )
    mette = make.PersonFactory(name="Mette Holm", organisation=organisation, line_manager=hanne)
    cohort = make.CohortFactory(organisation=organisation, name="Hold 2026")
    make.EnrolmentFactory(cohort=cohort, person=mette)
    make.GrantFactory(person=karen, cohort_id=cohort.id)
    shown, kept = (
        make.EntryFactory(author=mette, heading=heading, action=text)
        for heading, text in (("Vist", "Det her må Hanne læse."), ("Gemt", SECRET))
    )
    session.flush()
    return SimpleNamespace(
        cohort=cohort, mette=mette, hanne=hanne, karen=karen, old=old, shown=shown, kept=kept
    )


@pytest.fixture
def talk(world, sign_in, session):
    """The talk midway, begun by Mette."""
    address = f"/hold/{world.cohort.id}/samtaler/midway"
    assert sign_in(world.mette).post(address).status_code == 303
    return session.scalar(sa.select(ManagerTalk))


def path(talk, more=""):
    return f"/samtaler/{talk.id}{more}"


def preparation(talk, **more):
    stands = {"version": talk.preparation_version, "held_on": "", "shown": ""}
    return stands | {"preparation": "Jeg prøver at tie."} | more


def test_a_talk_begun_twice_is_one(world, talk, sign_in, session):
    sign_in(world.mette).post(f"/hold/{world.cohort.id}/samtaler/midway")
    assert session.scalar(sa.select(sa.func.count(ManagerTalk.id))) == 1


def test_what_is_picked_is_shared_and_nothing_else(world, talk, sign_in):
    hanne = sign_in(world.hanne)
    assert hanne.get(f"/log/{world.shown.id}").status_code == 404
    data = preparation(talk, entries=[world.shown.id], held_on="01-12-2026")
    assert sign_in(world.mette).post(path(talk, "/forbered"), data).status_code == 303
    page = hanne.get(path(talk)).text
    assert "Jeg prøver at tie." in page
    assert "Vist" in page
    assert "1. december 2026" in page
    assert "Gemt" not in page
    assert hanne.get(f"/log/{world.shown.id}").status_code == 200
    assert hanne.get(f"/log/{world.kept.id}").status_code == 404


def test_taken_back_on_the_entry_it_is_gone_from_the_talk_and_stays_so(
    world, talk, sign_in, session
):
    mette = sign_in(world.mette)
    mette.post(path(talk, "/forbered"), preparation(talk, entries=[world.shown.id]))
    stale = mette.get(path(talk)).text
    assert f'name="shown" value="{world.shown.id}"' in stale
    session.execute(sa.text("UPDATE entry_share SET stopped_at = shared_at"))
    assert "Vist" not in sign_in(world.hanne).get(path(talk)).text
    fresh = sign_in(world.mette).get(path(talk)).text
    assert 'name="shown" value=""' in fresh
    # A page that stood open still has it ticked: saving something else does not share it again.
    session.refresh(talk)
    kept = preparation(talk, entries=[world.shown.id], shown=str(world.shown.id))
    assert mette.post(path(talk, "/forbered"), kept | {"preparation": "Nyt"}).status_code == 303
    assert sign_in(world.hanne).get(f"/log/{world.shown.id}").status_code == 404
    # Ticked anew, it is.
    session.refresh(talk)
    assert mette.post(path(talk, "/forbered"), preparation(talk, entries=[world.shown.id]))
    assert sign_in(world.hanne).get(f"/log/{world.shown.id}").status_code == 200


def test_the_note_and_the_preparation_are_not_in_each_other_s_way(world, talk, sign_in):
    note = {"note": "Vi taler i marts.", "version": talk.note_version}
    sign_in(world.mette).post(path(talk, "/forbered"), preparation(talk))
    assert sign_in(world.hanne).post(path(talk, "/note"), note).status_code == 303


def test_an_old_page_with_the_same_words_takes_no_day_or_pick_away(world, talk, sign_in):
    old = preparation(talk)
    mette = sign_in(world.mette)
    whole = old | {"held_on": "05-12-2026", "entries": [world.shown.id]}
    assert mette.post(path(talk, "/forbered"), whole).status_code == 303
    answer = mette.post(path(talk, "/forbered"), old)
    assert answer.status_code == 409
    assert "5. december 2026" in answer.text


def test_no_more_than_a_talk_has_room_for(world, talk, sign_in, session):
    many = [make.EntryFactory(author=world.mette) for _ in range(21)]
    session.flush()
    data = preparation(talk, entries=[entry.id for entry in many])
    answer = sign_in(world.mette).post(path(talk, "/forbered"), data)
    assert answer.status_code == 422
    assert "højst 20" in answer.text


def test_the_page_asks_the_same_however_much_is_picked(world, talk, sign_in, session, queries):
    many = [make.EntryFactory(author=world.mette) for _ in range(3)]
    session.flush()
    mette, hanne = sign_in(world.mette), sign_in(world.hanne)
    mette.post(path(talk, "/forbered"), preparation(talk, entries=[many[0].id]))
    with queries() as one:
        hanne.get(path(talk))
    session.refresh(talk)
    picked = [entry.id for entry in many]
    mette.post(path(talk, "/forbered"), preparation(talk, entries=picked))
    with queries() as three:
        hanne.get(path(talk))
    assert len(one) == len(three)


def test_both_write_the_note_and_neither_over_the_other(world, talk, sign_in):
    version = talk.note_version
    note = {"note": "Vi taler sammen i marts.", "version": version}
    assert sign_in(world.hanne).post(path(talk, "/note"), note).status_code == 303
    assert "Vi taler sammen i marts." in sign_in(world.mette).get(path(talk)).text
    mine = {"note": "Noget andet", "version": version}
    answer = sign_in(world.mette).post(path(talk, "/note"), mine)
    assert answer.status_code == 409
    assert "Vi taler sammen i marts." in answer.text
    assert "Noget andet" in answer.text
    assert sign_in(world.mette).post(path(talk, "/note"), note).status_code == 303
    long = {"note": "ø" * 10_001, "version": version}
    assert sign_in(world.mette).post(path(talk, "/note"), long).status_code == 422


def test_two_windows_of_the_participant_lose_nothing(world, talk, sign_in):
    data = preparation(talk)
    mette = sign_in(world.mette)
    assert mette.post(path(talk, "/forbered"), data).status_code == 303
    answer = mette.post(path(talk, "/forbered"), data | {"preparation": "Et andet vindue"})
    assert answer.status_code == 409
    assert "Et andet vindue" in answer.text


def test_only_the_two_read_it_and_only_the_participant_prepares(world, talk, sign_in):
    for person in (world.karen, world.old):
        assert sign_in(person).get(path(talk)).status_code == 404
        assert sign_in(person).post(path(talk, "/note"), {"note": "x"}).status_code == 404
    answer = sign_in(world.hanne).post(path(talk, "/forbered"), preparation(talk))
    assert answer.status_code == 403


def test_with_another_manager_the_former_one_is_out_at_once(world, talk, sign_in, session):
    world.mette.line_manager = world.old
    session.flush()
    assert sign_in(world.hanne).get(path(talk)).status_code == 404
    assert "Mette" not in sign_in(world.hanne).get("/samtaler").text
    assert sign_in(world.old).get(path(talk)).status_code == 404
    assert "Mette" not in sign_in(world.old).get("/samtaler").text
    data = preparation(talk, entries=[world.shown.id])
    answer = sign_in(world.mette).post(path(talk, "/forbered"), data)
    assert answer.status_code == 422
    assert "ikke længere din nærmeste leder" in answer.text
    sign_in(world.mette).post(f"/hold/{world.cohort.id}/samtaler/midway")
    assert session.scalar(sa.select(sa.func.count(ManagerTalk.id))) == 2


def test_another_of_the_manager_s_people_sees_no_talk_but_the_own(world, talk, sign_in):
    """Of the same course, with the same manager."""
    jonas = make.PersonFactory(name="Jonas Friis", line_manager=world.hanne)
    make.EnrolmentFactory(cohort=world.cohort, person=jonas)
    browser = sign_in(jonas)
    assert path(talk) not in browser.get("/samtaler").text
    assert browser.get(path(talk)).status_code == 404
    assert path(talk) in sign_in(world.mette).get("/samtaler").text


def test_without_a_manager_it_says_what_to_do(world, sign_in, session):
    world.mette.line_manager = None
    session.flush()
    assert "Skriv til din koordinator" in sign_in(world.mette).get("/samtaler").text
    answer = sign_in(world.mette).post(f"/hold/{world.cohort.id}/samtaler/before")
    assert answer.headers["Location"].endswith("/samtaler")
    assert session.scalar(sa.select(sa.func.count(ManagerTalk.id))) == 0


def test_others_entries_and_drafts_cannot_be_picked(world, talk, sign_in, session):
    foreign = make.EntryFactory(author=world.karen)
    session.flush()
    for key in (foreign.id, 99999):
        data = preparation(talk, entries=[key])
        assert sign_in(world.mette).post(path(talk, "/forbered"), data).status_code == 422


@pytest.mark.parametrize("time", ["aldrig", "BEFORE", "before2"])
def test_there_are_three_talks_and_no_other(world, sign_in, time):
    address = f"/hold/{world.cohort.id}/samtaler/{time}"
    assert sign_in(world.mette).post(address).status_code == 404


def test_who_does_not_learn_in_the_cohort_begins_none(world, sign_in):
    address = f"/hold/{world.cohort.id}/samtaler/before"
    assert sign_in(world.karen).post(address).status_code == 404
    assert sign_in(world.old).post(address).status_code == 404


def test_the_lists_of_both(world, talk, sign_in):
    own = sign_in(world.mette).get("/samtaler").text
    assert "Hold 2026" in own
    assert own.count("Forbered samtalen") >= 2
    assert "Mette Holm: Midtvejs" in sign_in(world.hanne).get("/samtaler").text
    assert "Ingen samtaler endnu" in sign_in(world.karen).get("/samtaler").text


def test_an_old_entry_that_was_picked_can_still_be_seen_among_the_choices(
    world, talk, sign_in, monkeypatch
):
    sign_in(world.mette).post(path(talk, "/forbered"), preparation(talk, entries=[world.shown.id]))
    from programme.conversations.queries import talks

    monkeypatch.setattr(talks, "MOST_ENTRIES", 0)
    page = sign_in(world.mette).get(path(talk)).text
    assert "Vist" in page
    assert "Gemt" not in page.split("Det, jeg har med")[1]
