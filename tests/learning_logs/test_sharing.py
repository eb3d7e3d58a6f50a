"""Sharing: one entry, one audience, at once; and taken back at once."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from programme.audit.models import AuditRow
from programme.cohorts.models import CohortState, Role
from programme.cohorts.services import end_enrolment
from programme.core.errors import RuleBrokenError
from programme.learning_logs import policy, queries, services
from programme.learning_logs.models import EntryShare, EntryState, ShareWith
from tests import factories as f


@pytest.fixture
def author(here, world):
    return world.author


@pytest.fixture
def entry(here, world):
    return world.entry()


def names(entry):
    return {reader.name for share in queries.open_shares(entry.id) for reader in share.readers}


def acts(here):
    return list(here.scalars(sa.select(AuditRow.action).order_by(AuditRow.id)))


def test_the_audiences_are_ones_own_group_facilitators_manager_and_cohort(author, world):
    found = queries.audiences(author.id)
    known = [a for a in found if a.kind is ShareWith.COLLEAGUE]
    assert [(a.name, a.cohort) for a in known] == [
        ("Camilla Carlsen", "Hold 2025"),
        ("Jonas Juhl", "Hold 2025"),
        ("Søren Sand", "Hold 2025"),
    ]
    found = found[len(known) :]
    assert [(a.kind, a.target_id, a.group_number) for a in found] == [
        (ShareWith.NETWORK_GROUP, world.group.id, 2),
        (ShareWith.FACILITATORS, world.cohort.id, None),
        (ShareWith.LINE_MANAGER, world.manager.id, None),
        (ShareWith.COHORT, world.cohort.id, None),
        (ShareWith.KNOWLEDGE, 0, None),
    ]
    assert [[person.name for person in a.people] for a in found] == [
        ["Jonas Juhl"],
        ["Søren Sand"],
        ["Hanne Holm"],
        ["Camilla Carlsen", "Jonas Juhl", "Søren Sand"],
        [],
    ]


def test_who_holds_two_places_is_named_once(author, world):
    f.EnrolmentFactory(cohort=world.cohort, person=world.mate, role=f.Role.FACILITATOR)
    cohort = queries.audiences(author.id)[-2]
    assert [person.name for person in cohort.people].count("Jonas Juhl") == 1


def test_a_draft_cohort_and_a_closed_manager_are_no_audience(here, author, world):
    world.cohort.state = CohortState.DRAFT
    world.manager.disabled_at = f.LONG_AGO
    here.flush()
    assert queries.audiences(author.id) == [queries.KNOWLEDGE]


def leave(here, model, person, **left):
    here.execute(sa.update(model).where(model.person_id == person.id).values(**left))
    here.expire_all()


def offered(person):
    return [(a.kind, [one.name for one in a.people]) for a in queries.audiences(person.id)]


def test_who_has_left_is_offered_nothing_and_to_nobody(here, author, world):
    leave(here, f.GroupMembership, author, left_at=f.LONG_AGO)
    leave(here, f.Enrolment, world.classmate, ended_at=f.LONG_AGO)
    others = ["Jonas Juhl", "Søren Sand"]
    manager, everybody = (ShareWith.LINE_MANAGER, ["Hanne Holm"]), (ShareWith.KNOWLEDGE, [])
    assert offered(author) == [
        *((ShareWith.COLLEAGUE, [name]) for name in others),
        (ShareWith.FACILITATORS, ["Søren Sand"]),
        manager,
        (ShareWith.COHORT, others),
        everybody,
    ]
    assert offered(world.facilitator) == [everybody]  # only who learns has the cohort to share with
    assert offered(world.mate)[-4] == (ShareWith.NETWORK_GROUP, [])
    leave(here, f.Enrolment, author, ended_at=f.LONG_AGO)
    assert offered(author) == [manager, everybody]


@pytest.mark.parametrize(
    ("audience", "target", "reach"),
    [
        (ShareWith.NETWORK_GROUP, "group", {"Jonas Juhl"}),
        (ShareWith.FACILITATORS, "cohort", {"Søren Sand"}),
        (ShareWith.LINE_MANAGER, "manager", {"Hanne Holm"}),
        (ShareWith.COHORT, "cohort", {"Jonas Juhl", "Camilla Carlsen", "Søren Sand"}),
        (ShareWith.COLLEAGUE, "classmate", {"Camilla Carlsen"}),
    ],
)
def test_sharing_and_taking_back(here, author, world, entry, audience, target, reach):
    target_id = getattr(world, target).id
    services.share(entry, audience, target_id, by=author)
    assert names(entry) == reach
    services.stop(entry, audience, target_id, by=author)
    assert names(entry) == set()
    assert acts(here) == ["shared", "stopped share"]


def test_each_act_twice_is_once(here, author, world, entry):
    for act in (services.share, services.share, services.stop, services.stop):
        act(entry, ShareWith.COHORT, world.cohort.id, by=author)
    assert here.scalar(sa.select(sa.func.count()).select_from(EntryShare)) == 1
    assert acts(here) == ["shared", "stopped share"]


def test_stopping_one_audience_leaves_the_others(author, world, entry):
    services.share(entry, ShareWith.COHORT, world.cohort.id, by=author)
    services.share(entry, ShareWith.FACILITATORS, world.cohort.id, by=author)
    services.share(entry, ShareWith.LINE_MANAGER, world.manager.id, by=author)
    services.stop(entry, ShareWith.COHORT, world.cohort.id, by=author)
    assert names(entry) == {"Søren Sand", "Hanne Holm"}


def test_two_colleagues_are_let_in_and_shut_out_one_by_one(author, world, entry):
    for person in (world.mate, world.classmate):
        services.share(entry, ShareWith.COLLEAGUE, person.id, by=author)
    assert names(entry) == {"Jonas Juhl", "Camilla Carlsen"}
    services.stop(entry, ShareWith.COLLEAGUE, world.mate.id, by=author)
    assert names(entry) == {"Camilla Carlsen"}


def test_what_was_stopped_earlier_stays_stopped_when_the_last_is_undone(author, world, entry, at):
    first, last = (ShareWith.COHORT, world.cohort.id), (ShareWith.KNOWLEDGE, 0)
    for chosen in (first, last):
        services.share(entry, *chosen, by=author)
    for minute, chosen in ((31, first), (32, last)):
        at(2026, 11, 22, 9, minute)
        services.stop(entry, *chosen, by=author)
    at(2026, 11, 22, 9, 33)
    services.undo(entry, by=author)
    assert [share.audience for share in queries.open_shares(entry.id)] == [ShareWith.KNOWLEDGE]


def test_a_share_is_extended_to_those_who_have_joined_since(here, author, world, entry, at):
    services.share(entry, ShareWith.NETWORK_GROUP, world.group.id, by=author)
    joined = at(2026, 12, 1, 8)
    f.MembershipFactory(group=world.group, person=world.classmate, joined_at=joined)
    here.flush()
    assert names(entry) == {"Jonas Juhl"}
    at(2026, 12, 2, 8)
    services.extend(entry, ShareWith.NETWORK_GROUP, world.group.id, by=author)
    assert names(entry) == {"Jonas Juhl", "Camilla Carlsen"}
    assert acts(here) == ["shared", "extended share"]
    assert len([share for share in entry.shares if share.stopped_at is None]) == 1


def test_a_draft_cannot_be_shared(here, author, world, entry):
    entry.state = EntryState.DRAFT
    for act in (services.share, services.extend):
        with pytest.raises(RuleBrokenError, match="rule"):
            act(entry, ShareWith.COHORT, world.cohort.id, by=author)
    assert entry.shares == []


@pytest.mark.parametrize("audience", ShareWith)
def test_one_shares_with_ones_own_people_only(author, world, entry, audience):
    foreign = {
        ShareWith.COLLEAGUE: world.stranger.id,
        ShareWith.NETWORK_GROUP: f.GroupFactory().id,
        ShareWith.LINE_MANAGER: world.stranger.id,
    }.get(audience, f.CohortFactory().id)
    with pytest.raises(RuleBrokenError):
        services.share(entry, audience, foreign, by=author)
    assert entry.shares == []


def test_ending_a_place_ends_reading_at_once(here, author, world, entry):
    """Through the service that coordinators use: group and cohort alike."""
    services.share(entry, ShareWith.NETWORK_GROUP, world.group.id, by=author)
    services.share(entry, ShareWith.COHORT, world.cohort.id, by=author)
    here.flush()
    mate = world.mate
    assert policy.can_read(mate, entry)
    place = next(e for e in entry.shares[1].cohort.enrolments if e.person_id == mate.id)
    end_enrolment(place, by=author)
    here.flush()
    here.expire_all()
    assert not policy.can_read(mate, entry)
    assert names(entry) == {"Camilla Carlsen", "Søren Sand"}


def test_what_one_can_take_back_after_leaving(here, author, world, entry):
    """An audience one has left cannot be shared with again, but the old share can be ended."""
    services.share(entry, ShareWith.LINE_MANAGER, world.manager.id, by=author)
    author.line_manager_id = None
    here.flush()
    with pytest.raises(RuleBrokenError):
        services.share(entry, ShareWith.LINE_MANAGER, world.manager.id, by=author)
    services.stop(entry, ShareWith.LINE_MANAGER, world.manager.id, by=author)
    assert queries.open_shares(entry.id) == []


# --- The page --------------------------------------------------------------------------------


@pytest.fixture
def mette(world, sign_in):
    return sign_in(world.author)


def press(browser, entry, act, audience, target_id, **kwargs):
    data = {"act": act, "audience": audience, "target": target_id}
    return browser.post(f"/log/{entry.id}/del", data, **kwargs)


def test_the_page_has_a_row_for_each_audience(world, mette):
    entry = world.entry(heading="Et møde")
    page = mette.get(f"/log/{entry.id}/del")
    for words in (
        "Hvem må læse indlægget?",
        "Kun du kan læse det her",
        "Netværksgruppe 2",
        "(1 person)",
        "Jonas Juhl",
        "Facilitatorerne",
        "Søren Sand",
        "Hanne Holm",
        "Holdet",
        "(3 personer)",
        "Hold 2025",
        "Kun mig",
        "Vælg en kollega",
        "Alle med en konto, på tværs af hold og organisationer",
    ):
        assert words in page.text, words
    assert page.text.count('aria-pressed="false"') == 5


def test_a_colleague_is_chosen_among_the_nearest_first(session, world, mette):
    f.EnrolmentFactory(cohort=world.cohort, person=world.manager, role=Role.FACILITATOR)
    session.flush()
    page = mette.get(f"/log/{world.entry().id}/del").text
    choice = page[page.index('id="colleague"') : page.index("</select>")]
    assert re.findall(r'label="([^"]+)"|">([^<,]+)<', choice) == [
        ("", "Vælg en kollega"),
        ("Nærmeste leder", ""),
        ("", "Hanne Holm"),
        ("Min netværksgruppe", ""),
        ("", "Jonas Juhl"),
        ("Mit hold", ""),
        ("", "Camilla Carlsen"),
        ("", "Søren Sand"),
    ]


def test_a_button_shares_at_once_and_takes_back_at_once(world, mette):
    entry = world.entry()
    answer = press(mette, entry, "share", "network_group", world.group.id)
    assert (answer.status_code, answer.location) == (303, f"/log/{entry.id}/del?aendret=1")
    part = press(mette, entry, "share", "line_manager", world.manager.id, htmx=True)
    assert part.text.strip().startswith('<div class="reading stack" id="sharing"')
    sentence = "Netværksgruppe 2 (1 person) og Hanne Holm (nærmeste leder) kan læse det"
    assert sentence in part.text
    assert part.text.count("Stop deling") == 2
    assert part.text.count("data-focus") == 1
    assert "Netværksgruppe 2 (1 person) og Hanne Holm" in mette.get(f"/log/{entry.id}").text
    press(mette, entry, "stop", "line_manager", world.manager.id)
    part = press(mette, entry, "stop", "network_group", world.group.id, htmx=True)
    assert "Kun du kan læse det her" in part.text


def test_the_sentence_names_every_audience(world, mette):
    entry = world.entry()
    for audience in ShareWith:
        world.share(entry, audience)
    page = mette.get(f"/log/{entry.id}")
    assert (
        "Hanne Holm (nærmeste leder), Netværksgruppe 2 (1 person), facilitatorerne (1 person),"
        " holdet (3 personer), Camilla Carlsen (kollega) og alle med en konto (Videndeling)"
        " kan læse det"
    ) in page.text
    assert page.text.count("<li>Jonas Juhl</li>") == 1


def test_two_cohorts_are_told_apart_in_the_sentence(world, mette):
    other = f.CohortFactory(name="Hold 2027", programme=world.cohort.programme)
    entry = world.entry()
    for cohort in (world.cohort, other):
        f.EnrolmentFactory(cohort=cohort, role=f.Role.FACILITATOR)
        f.ShareFactory(entry=entry, audience=ShareWith.FACILITATORS, cohort_id=cohort.id)
    f.EnrolmentFactory(cohort=other, person=world.author)
    sentence = "Facilitatorerne Hold 2025 (2 personer) og facilitatorerne Hold 2027 (1 person)"
    assert sentence in mette.get(f"/log/{entry.id}").text


def test_those_who_joined_later_can_be_let_in(session, world, mette, at):
    entry = world.entry()
    press(mette, entry, "share", "network_group", world.group.id)
    joined = at(2026, 11, 22, 10, 30)
    f.MembershipFactory(group=world.group, person=world.classmate, joined_at=joined)
    page = mette.get(f"/log/{entry.id}/del")
    assert "Netværksgruppe 2 (1 person) kan læse det" in page.text
    assert "Del også med 1 ny" in page.text
    part = press(mette, entry, "extend", "network_group", world.group.id, htmx=True)
    assert "Netværksgruppe 2 (2 personer) kan læse det" in part.text
    assert "Del også med" not in part.text


def test_an_audience_that_is_left_can_still_be_stopped(session, world, mette):
    entry = world.entry()
    world.share(entry, ShareWith.LINE_MANAGER)
    world.author.line_manager_id = None
    session.flush()
    page = mette.get(f"/log/{entry.id}/del")
    assert "Kun du kan læse det her" in page.text
    assert "kan ikke læse det mere" in page.text
    part = press(mette, entry, "stop", "line_manager", world.manager.id, htmx=True)
    assert "Hanne Holm" not in part.text


def test_a_group_of_one_has_nobody_to_share_with(session, world, mette):
    session.execute(
        sa.update(f.GroupMembership)
        .where(f.GroupMembership.person_id == world.mate.id)
        .values(left_at=f.LONG_AGO)
    )
    page = mette.get(f"/log/{world.entry().id}/del")
    assert "Ingen endnu" in page.text


def test_without_a_cohort_there_is_nobody_to_share_with(world, sign_in):
    entry = f.EntryFactory(author=world.stranger)
    page = sign_in(world.stranger).get(f"/log/{entry.id}/del")
    assert "så der er ingen andre at dele med" in page.text


def test_a_draft_has_to_be_finished_first(world, mette, session):
    entry = world.entry(state=EntryState.DRAFT)
    page = mette.get(f"/log/{entry.id}/del")
    assert "Gør indlægget færdigt, før du deler det." in page.text
    assert "aria-pressed" not in page.text
    answer = press(mette, entry, "share", "cohort", world.cohort.id)
    assert answer.status_code == 422
    assert "Gør indlægget færdigt, før du deler det." in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(EntryShare)) == 0


@pytest.mark.parametrize(
    ("act", "audience", "target"),
    [("share", "everybody", 1), ("publish", "cohort", 1), ("share", "cohort", "x")],
)
def test_what_is_no_choice_is_refused(world, mette, act, audience, target):
    assert press(mette, world.entry(), act, audience, target).status_code == 400
