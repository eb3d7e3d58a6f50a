"""Titles brought to the group's sparring, and the sheets with their notes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme.cohorts.models import Role
from programme.conversations.models import SparringSession, SparringTopic
from programme.programmes.content import ActivityKind
from tests import factories as make

SECRET = "kanariefugl"
JOINED = datetime(2026, 2, 2, 8, tzinfo=UTC)


@pytest.fixture
def world(session, at):
    """Two groups of a cohort with a facilitator and a coordinator; two meetings ahead."""
    at(2026, 11, 22, 9)
    organisation = make.OrganisationFactory()
    cohort = make.CohortFactory(organisation=organisation)
    names = ("mette", "jonas", "ali", "peter", "soren", "karen")
    people = {
        name: make.PersonFactory(name=f"{name.capitalize()} Testsen", organisation=organisation)
        for name in names
    }
    for name in names[:5]:
        role = Role.FACILITATOR if name == "soren" else Role.PARTICIPANT
        make.EnrolmentFactory(cohort=cohort, person=people[name], role=role, joined_at=JOINED)
    make.GrantFactory(person=people["karen"], cohort_id=cohort.id)
    one, two = (make.GroupFactory(cohort=cohort, number=number) for number in (1, 2))
    for name, group in (("mette", one), ("jonas", one), ("ali", one), ("peter", two)):
        make.MembershipFactory(group=group, person=people[name], joined_at=JOINED)
    meetings = [
        make.ActivityFactory(
            cohort=cohort, kind=ActivityKind.NETWORK_MEETING, title="", number=n, starts_on=day
        )
        for n, day in ((1, date(2026, 12, 4)), (2, date(2027, 2, 5)))
    ]
    entry = make.EntryFactory(author=people["mette"], heading="Stilheden", action=SECRET)
    session.flush()
    return SimpleNamespace(
        cohort=cohort,
        one=one,
        two=two,
        first=meetings[0],
        second=meetings[1],
        entry=entry,
        **people,
    )


def path(activity):
    return f"/aktivitet/{activity.id}"


@pytest.fixture
def bring(world, sign_in):
    def run(person=None, **data):
        browser = sign_in(person or world.mette)
        data = {"group": world.one.id, "title": "Når ingen siger noget"} | data
        return browser.post(f"/log/{world.entry.id}/sparring", data)

    return run


def test_the_title_stands_with_its_group_and_facilitators_and_the_text_with_nobody(
    world, bring, sign_in
):
    assert bring().status_code == 303
    for person in (world.mette, world.jonas, world.soren):
        page = sign_in(person).get(path(world.first)).text
        assert "Når ingen siger noget" in page
        assert SECRET not in page
        assert "Når ingen siger noget" not in sign_in(person).get(path(world.second)).text
    for person in (world.peter, world.karen):
        assert "Når ingen siger noget" not in sign_in(person).get(path(world.first)).text
    assert sign_in(world.jonas).get(f"/log/{world.entry.id}").status_code == 404


def test_who_joins_the_group_sees_it_and_who_leaves_takes_the_title_along(
    world, bring, sign_in, session
):
    bring()
    make.MembershipFactory(group=world.one, person=world.peter, joined_at=JOINED)
    session.flush()
    assert "Når ingen" in sign_in(world.peter).get(path(world.first)).text
    session.execute(
        sa.text("UPDATE group_membership SET left_at = joined_at WHERE person_id = :key"),
        {"key": world.mette.id},
    )
    assert "Når ingen" not in sign_in(world.jonas).get(path(world.first)).text


def test_when_the_meeting_is_cancelled_it_comes_to_the_next(world, bring, sign_in, session):
    bring()
    world.first.cancelled_at = JOINED
    session.flush()
    assert "Når ingen" not in sign_in(world.jonas).get(path(world.first)).text
    assert "Når ingen" in sign_in(world.jonas).get(path(world.second)).text


def test_it_is_put_there_once_worded_anew_and_taken_off(world, bring, sign_in, session):
    bring()
    bring(title="Noget andet")
    assert session.scalars(sa.select(SparringTopic.title)).all() == ["Noget andet"]
    page = sign_in(world.mette).get(f"/log/{world.entry.id}/sparring").text
    assert 'value="Noget andet"' in page
    topic = session.scalar(sa.select(SparringTopic.id))
    assert sign_in(world.jonas).post(f"/sparring/titel/{topic}/fjern").status_code == 404
    assert sign_in(world.mette).post(f"/sparring/titel/{topic}/fjern").status_code == 303
    assert sign_in(world.mette).post(f"/sparring/titel/{topic}/fjern").status_code == 303
    assert "Noget andet" not in sign_in(world.jonas).get(path(world.first)).text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"title": "  "}, "Udfyld"),
        ({"title": "æ" * 201}, "200"),
        ({"group": "99999"}, "Vælg"),
        ({"group": "two"}, "Vælg"),
    ],
)
def test_what_cannot_be_brought_is_refused(world, bring, session, data, said):
    if data.get("group") == "two":
        data = {"group": world.two.id}
    answer = bring(**data)
    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalar(sa.select(sa.func.count(SparringTopic.id))) == 0


def test_only_the_author_brings_and_who_has_no_group_is_told(world, bring, sign_in, session):
    assert bring(world.jonas).status_code == 404
    own = make.EntryFactory(author=world.soren)
    session.flush()
    page = sign_in(world.soren).get(f"/log/{own.id}/sparring")
    assert "Du er ikke i en netværksgruppe endnu" in page.text
    assert sign_in(world.soren).post(f"/log/{own.id}/sparring", {"title": "x"}).status_code == 200


def test_without_a_meeting_ahead_the_title_waits(world, sign_in, session):
    world.first.cancelled_at = world.second.cancelled_at = JOINED
    session.flush()
    assert "titlen venter" in sign_in(world.mette).get(f"/log/{world.entry.id}/sparring").text


def test_a_removed_title_leads_back_to_the_log(world, bring, sign_in, session):
    bring()
    topic = session.scalar(sa.select(SparringTopic))
    topic.entry_id = None
    session.flush()
    answer = sign_in(world.mette).post(f"/sparring/titel/{topic.id}/fjern")
    assert answer.headers["Location"].endswith("/log")


# Sheets --------------------------------------------------------------------------------------


@pytest.fixture
def make_sheet(world, sign_in, session):
    """`make_sheet(person)` has Mette in focus, Jonas interviewing and Ali in the team."""

    def run(person, **more):
        data = {
            "method": "reflecting_team",
            "focus": world.mette.id,
            "interviewer": world.jonas.id,
            "team": [world.mette.id, world.jonas.id, world.ali.id],
        } | more
        answer = sign_in(person).post(f"{path(world.first)}/sparring?gruppe={world.one.id}", data)
        session.expire_all()
        return answer, session.scalar(
            sa.select(SparringSession).order_by(SparringSession.id.desc())
        )

    return run


def test_a_sheet_is_prepared_from_a_title(world, bring, sign_in, session):
    bring()
    topic = session.scalar(sa.select(SparringTopic.id))
    page = sign_in(world.soren).get(f"{path(world.first)}/sparring?titel={topic}").text
    assert f'<option selected value="{world.mette.id}">Mette Testsen' in page
    assert "Netværksgruppe 2" in page  # the way to the other group
    assert page.count("checked") == 3


def test_the_sheet_says_who_has_which_part_and_for_how_long(
    world, bring, make_sheet, sign_in, session
):
    bring()
    topic = session.scalar(sa.select(SparringTopic.id))
    answer, sheet = make_sheet(world.soren, topic=topic)
    assert answer.status_code == 303
    assert [person.name for person in sheet.team] == ["Ali Testsen"]
    page = sign_in(world.ali).get(f"/sparring/{sheet.id}").text
    for words in ("Mette Testsen", "Jonas Testsen", "Ali Testsen", "35 minutter", "Reflekterende"):
        assert words in page


def test_the_note_is_read_by_those_in_the_round_alone(world, make_sheet, sign_in):
    _answer, sheet = make_sheet(world.soren)
    address = f"/sparring/{sheet.id}"
    note = {"note": "Mette vil tie, til alle har talt.", "version": sheet.version}
    assert sign_in(world.mette).post(address, note).status_code == 303
    for person in (world.mette, world.jonas, world.ali):
        assert "til alle har talt" in sign_in(person).get(address).text
    maker = sign_in(world.soren)
    assert "til alle har talt" not in maker.get(address).text
    assert maker.post(address, note).status_code == 403
    for person in (world.peter, world.karen):
        assert sign_in(person).get(address).status_code == 404


def test_a_member_of_the_group_who_has_no_part_in_the_round_knows_nothing_of_it(
    world, make_sheet, sign_in
):
    _answer, sheet = make_sheet(world.mette, team=[])
    address, ali = f"/sparring/{sheet.id}", sign_in(world.ali)
    assert ali.get(address).status_code == 404
    assert ali.post(address, {"note": "Hvad?", "version": sheet.version}).status_code == 404
    assert address not in ali.get(path(world.first)).text
    assert address in sign_in(world.jonas).get(path(world.first)).text


def test_who_has_left_the_group_is_out_of_the_round(world, make_sheet, sign_in, session):
    _answer, sheet = make_sheet(world.mette)
    address, version = f"/sparring/{sheet.id}", sheet.version
    leave = sa.text("UPDATE group_membership SET left_at = joined_at WHERE person_id = :key")
    for person in (world.ali, world.mette):
        session.execute(leave, {"key": person.id})
        assert sign_in(person).get(address).status_code == 404
        answer = sign_in(person).post(address, {"note": "Bagefter", "version": version})
        assert answer.status_code == 404
    assert sign_in(world.jonas).get(address).status_code == 200


def test_a_title_taken_off_the_list_stands_on_no_sheet(world, bring, make_sheet, sign_in, session):
    bring()
    topic = session.scalar(sa.select(SparringTopic.id))
    _answer, sheet = make_sheet(world.soren, topic=topic)
    assert "Når ingen siger noget" in sign_in(world.jonas).get(f"/sparring/{sheet.id}").text
    sign_in(world.mette).post(f"/sparring/titel/{topic}/fjern")
    assert "Når ingen siger noget" not in sign_in(world.jonas).get(f"/sparring/{sheet.id}").text
    assert "Når ingen siger noget" not in sign_in(world.jonas).get(path(world.first)).text


def test_two_who_note_at_once_lose_nothing(world, make_sheet, sign_in):
    _answer, sheet = make_sheet(world.mette)
    address, version = f"/sparring/{sheet.id}", sheet.version
    sign_in(world.mette).post(address, {"note": "Det første", "version": version})
    answer = sign_in(world.ali).post(address, {"note": "Det andet", "version": version})
    assert answer.status_code == 409
    assert "Det første" in answer.text
    assert "Det andet" in answer.text
    same = sign_in(world.ali).post(address, {"note": "Det første", "version": version})
    assert same.status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "sladder"},
        {"focus": ""},
        {"focus": "peter"},
        {"interviewer": "mette"},
        {"interviewer": "peter"},
        {"team": ["99999"]},
    ],
)
def test_parts_go_to_members_of_the_group_and_one_each(world, make_sheet, wrong):
    wrong = {
        name: getattr(world, value).id
        if isinstance(value, str) and hasattr(world, value)
        else value
        for name, value in wrong.items()
    }
    answer, sheet = make_sheet(world.mette, **wrong)
    assert answer.status_code == 422
    assert sheet is None


def test_the_service_itself_knows_who_belongs(world, in_app):
    from programme.cohorts.models import NetworkGroup
    from programme.conversations.services.sparring import NewSession, bring, make_session
    from programme.core.errors import RuleBrokenError
    from programme.learning_logs.models import LogEntry
    from programme.people.models import Person

    keys = SimpleNamespace(
        one=world.one.id, two=world.two.id, entry=world.entry.id, first=world.first.id,
        mette=world.mette.id, peter=world.peter.id,
    )  # fmt: skip
    with in_app() as db:
        mette, one = db.get(Person, keys.mette), db.get(NetworkGroup, keys.one)
        entry = db.get(LogEntry, keys.entry)
        with pytest.raises(RuleBrokenError):
            bring(entry, db.get(NetworkGroup, keys.two), "Titel", by=mette)
        with pytest.raises(RuleBrokenError):
            bring(entry, one, "", by=mette)
        for more in ({"method": "?"}, {"focus_id": keys.peter}, {"interviewer_id": keys.peter}):
            parts = {
                "group": one, "method": "round", "focus_id": keys.mette,
                "interviewer_id": None, "team_ids": frozenset(),
            } | more  # fmt: skip
            with pytest.raises(RuleBrokenError):
                make_session(world.first, NewSession(**parts), by=mette)


def test_who_has_no_part_at_the_meeting_makes_no_sheet(world, sign_in, session):
    seminar = make.ActivityFactory(cohort=world.cohort, starts_on=date(2026, 12, 8))
    session.flush()
    assert sign_in(world.karen).get(f"{path(world.first)}/sparring").status_code == 404
    assert sign_in(world.mette).get(f"{path(seminar)}/sparring").status_code == 404
    assert "Taget med til sparring" not in sign_in(world.mette).get(path(seminar)).text
    assert "Taget med til sparring" not in sign_in(world.karen).get(path(world.first)).text


def test_a_sheet_is_thrown_away_while_nothing_is_noted(world, make_sheet, sign_in, session):
    _answer, sheet = make_sheet(world.soren)
    address = f"/sparring/{sheet.id}/fjern"
    assert sign_in(world.mette).post(address).status_code == 403
    sign_in(world.mette).post(f"/sparring/{sheet.id}", {"note": "Noget", "version": sheet.version})
    assert sign_in(world.soren).post(address).status_code == 403
    _answer, other = make_sheet(world.soren)
    assert sign_in(world.soren).post(f"/sparring/{other.id}/fjern").status_code == 303
    assert session.scalars(sa.select(SparringSession.id)).all() == [sheet.id]


def test_a_meeting_without_groups_says_how_it_is_done(world, sign_in, session):
    bare = make.CohortFactory()
    meeting = make.ActivityFactory(cohort=bare, kind=ActivityKind.NETWORK_MEETING)
    make.EnrolmentFactory(cohort=bare, person=world.soren, role=Role.FACILITATOR, joined_at=JOINED)
    session.flush()
    page = sign_in(world.soren).get(path(meeting)).text
    assert "Ingen har sat en titel på listen endnu" in page
    assert "Lav et sparringsark" not in page


def test_a_note_too_long_is_kept_on_the_page(world, make_sheet, sign_in):
    _answer, sheet = make_sheet(world.mette)
    answer = sign_in(world.mette).post(
        f"/sparring/{sheet.id}", {"note": "ø" * 10_001, "version": sheet.version}
    )
    assert answer.status_code == 422
    assert "ø" * 100 in answer.text


def test_the_meeting_s_page_asks_the_same_however_many_titles_there_are(
    world, bring, sign_in, queries, session
):
    bring()
    browser = sign_in(world.jonas)
    with queries() as one:
        browser.get(path(world.first))
    for person in (world.jonas, world.ali):
        session.add(
            SparringTopic(person=person, group=world.one, title="En til", created_at=JOINED)
        )
    session.flush()
    with queries() as three:
        assert browser.get(path(world.first)).text.count("En til") >= 2
    assert len(one) == len(three)
