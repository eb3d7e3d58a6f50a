"""Proposed network groups: what holds for any people, and what the requirement shows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from programme.cohorts import group_proposal, queries
from programme.cohorts.group_proposal import Learner, propose
from programme.cohorts.models import GroupMembership, NetworkGroup, Role
from tests import factories as make

NOBODY = frozenset()


def learners(units, level="Leder af ledere", start=1):
    """So many people of each unit: {"A": 3}."""
    places = [unit for unit, count in units.items() for _ in range(count)]
    return [
        Learner(start + n, f"Person {start + n:03}", unit, level) for n, unit in enumerate(places)
    ]


def ids(groups):
    return [[member.person_id for member in group.members] for group in groups]


def met(groups):
    return frozenset(
        frozenset((a.person_id, b.person_id))
        for group in groups
        for a in group.members
        for b in group.members
        if a is not b
    )


people = st.lists(
    st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from(["", "Top", "Midt"])), max_size=40
).map(
    lambda rows: [
        Learner(n, f"Person {n % 7}", unit, level) for n, (unit, level) in enumerate(rows, 1)
    ]
)
pairs = st.sets(
    st.tuples(st.integers(1, 40), st.integers(1, 40)).filter(lambda p: p[0] != p[1]), max_size=60
).map(lambda found: frozenset(frozenset(pair) for pair in found))


class TestAnybody:
    @given(people, st.integers(1, 12), pairs)
    @settings(max_examples=150)
    def test_everybody_is_in_one_group_with_their_own_level(self, some, number, before):
        groups = propose(some, number, before)
        assert sorted(key for group in ids(groups) for key in group) == [p.person_id for p in some]
        assert all(group.members for group in groups)
        for group in groups:
            assert {member.level for member in group.members} == {group.level}

    @given(people, st.integers(1, 12), pairs)
    @settings(max_examples=150)
    def test_groups_of_a_level_differ_by_one_at_the_most(self, some, number, before):
        sizes = {}
        for group in propose(some, number, before):
            sizes.setdefault(group.level, []).append(len(group.members))
        for found in sizes.values():
            assert max(found) - min(found) <= 1

    @given(people, st.integers(1, 12), pairs)
    def test_there_are_as_many_as_asked_for_where_people_and_levels_allow(
        self, some, number, before
    ):
        levels = len({each.level for each in some})
        found = len(propose(some, number, before))
        assert found == min(max(number, levels), len(some))

    @given(people, st.integers(1, 12), pairs)
    @settings(max_examples=150)
    def test_no_group_is_of_one_unit_where_numbers_allow_it(self, some, number, before):
        groups = propose(some, number, before)
        for level in {group.level for group in groups}:
            of_level = [group for group in groups if group.level == level]
            units = Counter(m.workplace for group in of_level for m in group.members)
            others = units.total() - max(units.values())
            if others >= len(of_level):
                assert not any(group.is_narrow for group in of_level)

    @given(people, st.integers(1, 12), pairs, st.randoms())
    @settings(max_examples=80)
    def test_the_same_people_in_any_order_give_the_same_groups(self, some, number, before, chance):
        mixed = list(some)
        chance.shuffle(mixed)
        assert propose(mixed, number, before) == propose(some, number, before)


class TestTheRequirement:
    @pytest.mark.parametrize("sizes", [(3, 3, 3, 3), (6, 2, 2, 2), (9, 1, 1, 1), (4, 4, 3, 1)])
    def test_twelve_of_four_units_in_three_groups_are_never_of_one_unit(self, sizes):
        groups = propose(learners(dict(zip("ABCD", sizes, strict=True))), 3, NOBODY)
        assert [len(group.members) for group in groups] == [4, 4, 4]
        assert all(group.units > 1 for group in groups)

    def test_even_units_meet_as_many_others_as_there_are(self):
        groups = propose(learners(dict.fromkeys("ABCD", 3)), 3, NOBODY)
        assert [group.units for group in groups] == [4, 4, 4]

    def test_old_company_is_parted(self):
        some = learners(dict.fromkeys("ABCD", 4))
        first = propose(some, 4, NOBODY)
        second = propose(some, 4, met(first))
        assert not any(group.met for group in second)
        assert all(group.units == 4 for group in second)

    def test_where_it_cannot_be_parted_it_is_told(self):
        some = learners({"A": 2, "B": 1})
        (only,) = propose(some, 1, frozenset({frozenset((1, 2))}))
        assert [(a.person_id, b.person_id) for a, b in only.met] == [(1, 2)]

    def test_where_there_are_no_others_the_group_is_told_to_be_narrow(self):
        assert all(group.is_narrow for group in propose(learners({"A": 6}), 2, NOBODY))

    def test_levels_and_employees_stand_by_themselves(self):
        some = learners({"A": 4, "B": 4}) + learners({"A": 2, "C": 2}, "", start=20)
        groups = propose(some, 3, NOBODY)
        assert [group.level for group in groups] == ["Leder af ledere", "Leder af ledere", ""]

    def test_many_people_are_grouped_in_bounded_time(self):
        some = learners({f"U{n}": 10 for n in range(20)})
        first = propose(some, 33, NOBODY)
        assert len(propose(some, 33, met(first))) == 33

    def test_it_stops_when_enough_has_been_tried(self, monkeypatch):
        some = learners(dict.fromkeys("ABCD", 4))
        before = met(propose(some, 4, NOBODY))
        monkeypatch.setattr(group_proposal, "_MOST_TRIED", 3)
        assert any(group.met for group in propose(some, 4, before))

    def test_nobody_gives_no_groups(self):
        assert propose([], 3, NOBODY) == []


class TestCompany:
    def membership(self, group, person, joined=1, left=None):
        make.MembershipFactory(
            group=group,
            person=person,
            joined_at=datetime(2025, 1, joined, tzinfo=UTC),
            left_at=datetime(2025, 1, left, tzinfo=UTC) if left else None,
        )

    def test_who_was_together_elsewhere_or_before_counts(self, world, in_app):
        elsewhere, here = make.GroupFactory(cohort=world.other), world.group
        self.membership(elsewhere, world.owner, 1, 9)
        self.membership(elsewhere, world.third, 5)
        self.membership(elsewhere, world.employee, 10)  # came when the first had left
        self.membership(here, world.third, 1, 20)
        keys = {n: getattr(world, n).id for n in ("owner", "mate", "third", "employee")}
        cohort = world.cohort.id
        with in_app():
            found = queries.company_before(cohort, list(keys.values()))
        pair = lambda a, b: frozenset((keys[a], keys[b]))  # noqa: E731
        assert pair("owner", "third") in found
        assert pair("third", "employee") in found
        assert pair("owner", "employee") not in found
        assert pair("owner", "mate") not in found  # who sits together now


class TestOnTheScreen:
    @pytest.fixture
    def twelve(self, world):
        """Twelve leaders of four units, and Karen who groups them."""
        cohort = make.CohortFactory(organisation=world.organisation)
        make.GrantFactory(person=world.coordinator, cohort_id=cohort.id)
        for unit in "ABCD":
            place = make.UnitFactory(organisation=world.organisation, name=f"Skole {unit}")
            for _ in range(3):
                person = make.PersonFactory(organisation=world.organisation, unit=place)
                make.EnrolmentFactory(cohort=cohort, person=person, level=world.level)
        return cohort

    def test_the_spread_is_shown_before_anything_is_kept(self, world, sign_in, twelve, session):
        text = sign_in(world.coordinator).get(f"/hold/{twelve.id}/grupper/forslag?antal=3").text
        assert text.count("4 enheder") == 3
        assert "Kun én enhed" not in text
        assert not session.scalars(
            select(NetworkGroup).where(NetworkGroup.cohort_id == twelve.id)
        ).all()

    def test_what_is_proposed_is_kept_once_and_moved_by_hand_before(
        self, world, sign_in, twelve, session
    ):
        keys = [place.person_id for place in twelve.enrolments]
        data = {f"group-{key}": str(1 + n % 3) for n, key in enumerate(keys)}
        data[f"group-{keys[0]}"] = "2"
        data |= {"group-999999": "1", "group-x": "1", f"group-{keys[1]}x": "7", "other": "1"}
        browser = sign_in(world.coordinator)
        for _ in range(2):
            answer = browser.post(f"/hold/{twelve.id}/grupper/forslag", data)
            assert answer.status_code == 303
        rows = session.execute(
            select(GroupMembership.person_id, NetworkGroup.number)
            .join(NetworkGroup)
            .where(NetworkGroup.cohort_id == twelve.id, GroupMembership.left_at.is_(None))
        ).all()
        assert dict(map(tuple, rows)) == {
            key: 2 if n == 0 else 1 + n % 3 for n, key in enumerate(keys)
        }

    def test_it_asks_no_more_for_twelve_people_than_for_one(self, world, sign_in, queries, twelve):
        cohort = make.CohortFactory()
        make.GrantFactory(person=world.coordinator, cohort_id=cohort.id)
        make.EnrolmentFactory(cohort=cohort, level=world.level)
        browser, counts = sign_in(world.coordinator), []
        for each in (cohort, twelve):
            path = f"/hold/{each.id}/grupper/forslag"
            browser.get(path)
            with queries() as asked:
                browser.get(path)
            counts.append(len(asked))
        assert counts == [7, 7]

    @pytest.mark.parametrize("asked", ["0", "-1", "x", "9" * 40, "", "13"])
    def test_any_number_is_answered(self, world, sign_in, twelve, asked):
        page = sign_in(world.coordinator).get(f"/hold/{twelve.id}/grupper/forslag?antal={asked}")
        assert page.status_code == 200

    def test_a_cohort_without_people_says_what_comes_first(self, world, sign_in):
        cohort = make.CohortFactory()
        make.GrantFactory(person=world.coordinator, cohort_id=cohort.id)
        page = sign_in(world.coordinator).get(f"/hold/{cohort.id}/grupper/forslag")
        assert "Ingen deltager endnu" in page.text

    def test_only_the_coordinator_proposes(self, world, sign_in):
        path = f"/hold/{world.cohort.id}/grupper/forslag"
        for person, status in (
            (world.facilitator, 403),
            (world.owner, 403),
            (world.stranger, 404),
            (world.administrator, 404),
        ):
            assert sign_in(person).get(path).status_code == status
            assert sign_in(person).post(path).status_code == status

    def test_employees_are_grouped_by_themselves(self, world, sign_in):
        make.EnrolmentFactory(
            cohort=world.cohort, role=Role.APPOINTED_EMPLOYEE, appointed_by=world.mate
        )
        text = sign_in(world.coordinator).get(f"/hold/{world.cohort.id}/grupper/forslag").text
        assert "Udpegede medarbejdere" in text
        assert "Hvert ledelsesniveau har egne grupper" in text
