"""Own standing on goals: noted, seen over time, corrected, deleted – by its writer alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import func, select

from programme.core.errors import ConflictError, RuleBrokenError
from programme.frameworks import services as frameworks
from programme.standings import policy, queries, services
from programme.standings.models import GoalStanding
from programme.standings.services import StandingDraft
from tests import factories as f

TODAY = date(2026, 11, 22)
NOTE = "Jeg tør spørge, før jeg svarer. Æøå."


def draft(**changes):
    return StandingDraft(**{"stands_on": TODAY, "step": 2, "note": NOTE} | changes)


@pytest.mark.usefixtures("here")
class TestRules:
    def test_two_notes_stand_in_order_of_their_dates_with_their_entries(self, world):
        goal = world.goals[0]
        entry = world.entry(heading="Et møde", goals=[goal])
        services.record(world.author, goal.id, draft(step=3, entry_ids=frozenset({entry.id})))
        services.record(world.author, goal.id, draft(stands_on=date(2026, 9, 1), step=1))
        first, last = queries.on_goal(world.author.id, goal.id)
        assert (first.stands_on, first.step, first.entries) == (date(2026, 9, 1), 1, ())
        assert [(one.id, one.title) for one in last.entries] == [(entry.id, "Et møde")]

    def test_others_entries_are_no_evidence(self, world):
        foreign = f.EntryFactory(author=world.mate)
        standing = services.record(
            world.author, world.goals[0].id, draft(entry_ids=frozenset({foreign.id}))
        )
        assert standing.entries == []

    def test_the_same_form_twice_is_one_standing(self, world):
        first = services.record(world.author, world.goals[0].id, draft(step=None))
        assert services.record(world.author, world.goals[0].id, draft(step=None)) is first

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"stands_on": date(2026, 11, 23)}, "stands_on"),
            ({"step": 6}, "step"),
            ({"step": 0}, "step"),
            ({"step": None, "note": ""}, "note"),
        ],
    )
    def test_what_cannot_be(self, world, changes, field):
        with pytest.raises(RuleBrokenError) as error:
            services.record(world.author, world.goals[0].id, draft(**changes))
        assert error.value.field == field

    def test_a_step_alone_or_a_note_alone_will_do(self, world):
        services.record(world.author, world.goals[0].id, draft(note=""))
        services.record(world.author, world.goals[0].id, draft(step=None))
        assert len(queries.on_goal(world.author.id, world.goals[0].id)) == 2

    def test_a_correction_of_what_was_read_before_the_last_one_is_a_conflict(self, world):
        standing = services.record(world.author, world.goals[0].id, draft())
        seen = standing.version
        services.edit(standing, draft(note="Først"), seen, "/")
        with pytest.raises(ConflictError) as error:
            services.edit(standing, draft(note="Sidst"), seen, "/")
        assert list(error.value.mine.values()) == ["Sidst"]
        assert list(error.value.theirs.values()) == ["Først"]

    def test_nobody_else_may_use_it(self, world):
        standing = services.record(world.author, world.goals[0].id, draft())
        assert policy.can_use_standing(world.author, standing)
        for person in world.others.values():
            assert not policy.can_use_standing(person, standing)
            assert queries.on_goal(person.id, world.goals[0].id) == []

    def test_it_is_the_same_goal_in_the_next_edition(self, world):
        old = world.goals[0]
        services.record(world.author, old.id, draft())
        words = frameworks.GoalDraft("Nyt navn", "Nye ord.")
        new = frameworks.reword_goal(old, words).goals[0]
        [found] = queries.on_goal(world.author.id, new.id)
        assert found.note == NOTE
        assert queries.has_any(world.author.id, new.id)
        assert not queries.has_any(world.mate.id, new.id)

    def test_deleting_keeps_the_entries(self, world, here):
        entry = world.entry(goals=[world.goals[0]])
        standing = services.record(
            world.author, world.goals[0].id, draft(entry_ids=frozenset({entry.id}))
        )
        services.delete(standing)
        assert here.scalar(select(func.count()).select_from(GoalStanding)) == 0
        here.refresh(entry)

    def test_a_deleted_entry_leaves_the_standing(self, world, here):
        entry = world.entry(goals=[world.goals[0]])
        services.record(world.author, world.goals[0].id, draft(entry_ids=frozenset({entry.id})))
        here.delete(entry)
        here.flush()
        here.expire_all()
        [found] = queries.on_goal(world.author.id, world.goals[0].id)
        assert found.entries == ()


class TestPages:
    def path(self, world):
        return f"/maal/{world.goals[0].id}/staasted"

    def noted(self, world, session):
        return session.scalars(
            select(GoalStanding).where(GoalStanding.person_id == world.author.id)
        ).all()

    def test_noting_and_seeing_start_middle_and_now(self, world, sign_in, session):
        entry = world.entry(heading="Et møde", goals=[world.goals[0]])
        browser = sign_in(world.author)
        assert "Du har ikke noteret noget" in browser.get(self.path(world)).text
        for day, step, note in (
            ("01-03-2026", "1", "I begyndelsen."),
            ("01-07-2026", "2", "Midt imellem."),
            ("22-11-2026", "4", "Nu går det."),
        ):
            typed = {"stands_on": day, "step": step, "note": note, "entries": [str(entry.id)]}
            assert browser.post(self.path(world), typed).status_code == 303
        page = browser.get(self.path(world)).text
        assert page.index("Start") < page.index("Midtvejs") < page.index(">Nu<")
        assert "<polyline" in page
        assert "Det lykkes for det meste" in page
        assert f'href="/log/{entry.id}"' in page
        assert "trin 4" not in page.lower()
        for words in ("I begyndelsen.", "Midt imellem.", "Nu går det."):
            assert page.count(words) == 1
        axis = " ".join(re.findall("<tspan[^>]*>([^<]+)", page))
        assert "Jeg er lige begyndt" in axis
        assert "Det kommer af sig selv, og jeg hjælper andre med det" in axis
        more = {"stands_on": "01-08-2026", "step": "3", "note": "Ind imellem."}
        assert "Noteret ind imellem" not in page
        browser.post(self.path(world), more)
        page = browser.get(self.path(world)).text
        assert page.index("Noteret ind imellem") < page.index("Ind imellem.")
        assert len(self.noted(world, session)) == 4

    @pytest.mark.parametrize(
        "typed",
        [
            {"stands_on": "31-02-2026", "step": "1"},
            {"stands_on": "22-11-2027", "step": "1"},
            {"stands_on": "22-11-2026", "step": "", "note": ""},
            {"stands_on": "22-11-2026", "step": "9"},
            {"stands_on": "22-11-2026", "note": "x" * 10_001},
            {"stands_on": ""},
        ],
    )
    def test_what_cannot_be_is_refused_and_kept(self, world, sign_in, session, typed):
        answer = sign_in(world.author).post(self.path(world), typed)
        assert answer.status_code == 422
        assert self.noted(world, session) == []

    def test_ten_thousand_characters_are_room_enough(self, world, sign_in, session):
        typed = {"stands_on": "22-11-2026", "note": "æøå " * 2_499 + "slut"}
        assert sign_in(world.author).post(self.path(world), typed).status_code == 303
        assert len(self.noted(world, session)[0].note) == 10_000

    def test_correcting_in_two_windows_and_deleting(self, world, sign_in, session):
        browser = sign_in(world.author)
        browser.post(self.path(world), {"stands_on": "22-11-2026", "step": "2", "note": NOTE})
        [standing] = self.noted(world, session)
        path = f"/maal/staasted/{standing.id}/ret"
        assert NOTE in browser.get(path).text
        typed = {"version": "1", "stands_on": "21-11-2026", "step": "3", "note": "Rettet."}
        assert browser.post(path, typed).status_code == 303
        answer = browser.post(path, typed | {"note": "For sent."})
        assert answer.status_code == 409
        assert "Rettet." in answer.text
        assert "For sent." in answer.text
        assert browser.post(path, typed | {"version": "2", "stands_on": "x"}).status_code == 422
        refused = {"version": "2", "stands_on": "22-11-2027", "step": "3"}
        assert browser.post(path, refused).status_code == 422
        assert browser.post(f"/maal/staasted/{standing.id}/slet").status_code == 303
        assert self.noted(world, session) == []

    def test_nobody_else_has_a_page_with_it(self, world, sign_in, session):
        standing = GoalStanding(
            person_id=world.author.id,
            goal_id=world.goals[0].id,
            stands_on=TODAY,
            note=NOTE,
            created_at=f.LONG_AGO,
        )
        session.add(standing)
        session.flush()
        for name, person in world.others.items():
            browser = sign_in(person)
            answer = browser.get(self.path(world))
            learns = name in {"mate", "classmate"}
            assert answer.status_code == (200 if learns else 404), name
            assert NOTE not in answer.text
            assert browser.get(f"/maal/staasted/{standing.id}/ret").status_code == 404
            assert browser.post(f"/maal/staasted/{standing.id}/slet").status_code == 404

    def test_who_has_left_still_finds_their_own(self, world, sign_in, session):
        browser = sign_in(world.author)
        browser.post(self.path(world), {"stands_on": "22-11-2026", "note": NOTE})
        for place in world.cohort.enrolments:
            place.ended_at = f.LONG_AGO
        session.flush()
        assert NOTE in browser.get(self.path(world)).text
        assert sign_in(world.mate).get(self.path(world)).status_code == 404

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_page_asks_no_more_for_three(self, world, sign_in, session, queries, number):
        for day in range(1, number + 1):
            entry = world.entry(goals=[world.goals[0]])
            session.add(
                GoalStanding(
                    person_id=world.author.id,
                    goal_id=world.goals[0].id,
                    stands_on=date(2026, 10, day),
                    step=day,
                    created_at=f.LONG_AGO,
                    entries=[entry],
                )
            )
        session.flush()
        browser = sign_in(world.author)
        browser.get(self.path(world))
        with queries() as asked:
            browser.get(self.path(world))
        assert len(asked) == QUERIES, asked


QUERIES = 10
