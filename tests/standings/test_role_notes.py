"""Min rolle: versions, one reader at the most, and taken back at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme.core import clock
from programme.core.errors import ConflictError, RuleBrokenError
from programme.standings import role_policy, role_services
from programme.standings import role_queries as queries
from programme.standings.models import RoleNote, RoleNoteShare
from tests import factories as make

FIRST = "Jeg leder lederne – også på Ærø."
SECOND = "Jeg går foran, når det brænder."


@pytest.fixture
def here(in_app):
    with in_app() as session:
        make.bind(session)
        yield session


@pytest.fixture
def people(request, session, at):
    if "here" in request.fixturenames:
        session = request.getfixturevalue("here")
    at(2026, 11, 22, 9)
    manager = make.PersonFactory(name="Hanne Bach")
    mette = make.PersonFactory(name="Mette Holm", line_manager_id=manager.id)
    make.EnrolmentFactory(person=mette)
    others = {name: make.PersonFactory(name=name) for name in ("karen", "next")}
    session.flush()
    return SimpleNamespace(mette=mette, manager=manager, **others)


def write(person, text=FIRST, seen=0):
    role_services.write(person, text, seen=seen, address="/")
    return queries.newest(person.id)


def can(reader, people):
    share = queries.open_share(people.mette.id, reader.id)
    return role_policy.can_read(reader, people.mette, share)


@pytest.mark.parametrize(
    ("change", "reads"),
    [
        ({}, True),
        ({"stopped_at": make.LONG_AGO}, False),
        ({"person_id": "karen"}, False),
        ({"reader_id": "karen"}, False),
        ({"shared_at": make.LONG_AGO}, False),
    ],
)
def test_whatever_share_is_shown_to_the_rule_it_looks_at_all_of_it(here, people, change, reads):
    """The queries ask for a share that holds; the rule does not trust them."""
    values = {
        "person_id": people.mette.id,
        "reader_id": people.manager.id,
        "shared_at": clock.now(),
    }
    named = {name: getattr(people, v).id if v == "karen" else v for name, v in change.items()}
    people.mette.line_manager_since = clock.now()
    share = RoleNoteShare(**values | named)
    assert role_policy.can_read(people.manager, people.mette, share) == reads


def test_each_saving_is_a_version_and_the_same_words_are_none(people, here):
    first = write(people.mette)
    assert write(people.mette).id == first.id
    second = write(people.mette, SECOND, first.id)
    assert [each.text for each in queries.versions(people.mette.id)] == [SECOND, FIRST]
    with pytest.raises(ConflictError):
        write(people.mette, "Noget tredje.", first.id)
    for text in ("", "x" * 5_001):
        with pytest.raises(RuleBrokenError):
            write(people.mette, text, second.id)


def test_it_is_shared_with_the_manager_of_the_moment_alone(people, here, at):
    with pytest.raises(RuleBrokenError):
        role_services.share(people.mette)
    with pytest.raises(RuleBrokenError):
        role_services.share(people.karen)
    write(people.mette)
    assert can(people.mette, people)
    for _twice in range(2):
        role_services.share(people.mette)
    assert here.scalar(sa.select(sa.func.count(RoleNoteShare.id))) == 1
    readers = [people.manager, people.karen, people.next]
    assert [can(each, people) for each in readers] == [True, False, False]
    assert [queries.writers_read_by(each.id) for each in readers] == [
        {people.mette.id},
        set(),
        set(),
    ]
    people.mette.line_manager_id = people.next.id
    here.flush()
    assert not any(can(each, people) for each in readers)
    assert not any(queries.writers_read_by(each.id) for each in readers)
    at(2026, 11, 22, 10)
    people.mette.line_manager_id = people.manager.id
    here.flush()
    assert not any(can(each, people) for each in readers)
    assert not any(queries.writers_read_by(each.id) for each in readers)
    role_services.share(people.mette)
    assert can(people.manager, people)
    assert queries.writers_read_by(people.manager.id) == {people.mette.id}
    for _twice in range(2):
        role_services.stop(people.mette)
    assert not any(can(each, people) for each in readers)
    assert all(share.stopped_at for share, _name in queries.shares_of(people.mette.id))


def test_it_is_written_shared_read_and_taken_back(people, sign_in, session):
    mette, manager = sign_in(people.mette), sign_in(people.manager)
    address = f"/rolle/{people.mette.id}"
    assert mette.post("/log/min-rolle", {"text": " "}).status_code == 422
    assert mette.post("/log/min-rolle", {"text": FIRST, "seen": ""}).status_code == 303
    key = session.scalar(sa.select(RoleNote.id))
    assert mette.post("/log/min-rolle", {"text": SECOND, "seen": key}).status_code == 303
    assert mette.post("/log/min-rolle", {"text": "Andet", "seen": key}).status_code == 409
    page = mette.get("/log/min-rolle").text
    assert FIRST in page
    assert SECOND in page
    assert "Kun du kan læse det her" in page
    assert manager.get(address).status_code == 404
    assert mette.post("/log/min-rolle/del").status_code == 303
    assert "Hanne Bach kan læse det her" in mette.get("/log/min-rolle").text
    read = manager.get(address).text
    assert FIRST in read
    assert SECOND in read
    assert address in manager.get("/").text
    for other in (people.karen, people.next):
        assert sign_in(other).get(address).status_code == 404
    assert mette.post("/log/min-rolle/stop").status_code == 303
    assert manager.get(address).status_code == 404
    assert address not in manager.get("/").text
