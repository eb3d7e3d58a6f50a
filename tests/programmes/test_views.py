"""The programmes' pages: who opens them, what stands there, and how edits go."""

from __future__ import annotations

import pytest

from programme.programmes.models import Programme, ProgrammeState
from tests import factories as make


@pytest.fixture
def world(session):
    """A programme with everything on it, and everybody who might look at it."""

    class World:
        level = make.LevelFactory(code="leader_of_leaders", name="Leder af ledere")
        other_level = make.LevelFactory(
            code="leader_of_employees", name="Leder af medarbejdere", position=2
        )
        programme = make.ProgrammeFactory(
            slug="ledelse",
            name="Ledelse i praksis",
            purpose="At lære af hinanden.",
            core_task="Elevernes læring.",
            source_note="Kilden nævner ingen datoer.",
            planned_months=6,
        )
        administrator = make.PersonFactory(is_administrator=True)
        coordinator = make.PersonFactory()
        owner = make.PersonFactory()
        elsewhere = make.PersonFactory()
        stranger = make.PersonFactory()

    world = World()
    world.programme.levels = [world.level, world.other_level]
    world.track = make.TrackFactory(
        programme=world.programme, name="Det personlige lederskab", working_title=True
    )
    world.goals = make.GoalSetFactory(level=world.level, aim="Sigtet.")
    make.GoalFactory(goal_set=world.goals, number=1, short_name="Fælles visioner")
    world.programme.goal_sets = [world.goals]
    make.GrantFactory(person=world.coordinator, organisation_id=world.coordinator.organisation_id)
    make.GrantFactory(person=world.owner, programme_id=world.programme.id)
    make.GrantFactory(person=world.elsewhere, cohort_id=make.CohortFactory().id)
    session.flush()
    return world


def saved(session) -> Programme:
    return session.query(Programme).filter_by(slug="ledelse").one()


def posted(world, **changes):
    """The front page's form as it stands, with changes."""
    return {
        "version": "1",
        "name": "Ledelse i praksis",
        "organisation": "",
        "purpose": "At lære af hinanden.",
        "core_task": "",
        "levels": [str(world.level.id), str(world.other_level.id)],
        "target_level": "",
        "planned_months": "6",
        "source_note": "",
    } | changes


class TestReading:
    def test_the_list_shows_each_programme_by_its_name(self, world, sign_in):
        page = sign_in(world.coordinator).get("/forloeb/")
        assert page.status_code == 200
        assert "Ledelse i praksis" in page.text
        assert 'href="/forloeb/ledelse"' in page.text

    def test_drafts_stand_in_the_list_of_those_who_write_them(self, world, sign_in):
        world.programme.state = ProgrammeState.DRAFT
        assert "Ledelse i praksis" in sign_in(world.owner).get("/forloeb/").text
        assert "Ledelse i praksis" not in sign_in(world.coordinator).get("/forloeb/").text

    def test_archived_programmes_are_folded_away(self, world, sign_in):
        world.programme.state = ProgrammeState.ARCHIVED
        text = sign_in(world.coordinator).get("/forloeb/").text
        assert text.index("<details") < text.index("Ledelse i praksis")

    @pytest.mark.parametrize("who", ["administrator", "coordinator", "owner", "elsewhere"])
    def test_coordinators_and_administrators_read_all_of_it(self, world, sign_in, who):
        page = sign_in(getattr(world, who)).get("/forloeb/ledelse")
        assert page.status_code == 200
        for words in (
            "At lære af hinanden.",
            "Elevernes læring.",
            "Det personlige lederskab",
            "Fælles visioner",
            "Sigtet.",
            "Kilden nævner ingen datoer.",
        ):
            assert words in page.text

    @pytest.mark.parametrize("path", ["/forloeb/", "/forloeb/ledelse", "/forloeb/findes-ikke"])
    def test_it_is_no_place_for_others(self, world, sign_in, path):
        assert sign_in(world.stranger).get(path).status_code == 403

    def test_unknown_programmes_and_others_drafts_are_not_found(self, world, sign_in):
        world.programme.state = ProgrammeState.DRAFT
        browser = sign_in(world.coordinator)
        assert browser.get("/forloeb/findes-ikke").status_code == 404
        assert browser.get("/forloeb/ledelse").status_code == 404

    def test_empty_texts_leave_no_heading(self, world, sign_in):
        full = sign_in(world.coordinator).get("/forloeb/ledelse").text
        world.programme.purpose = world.programme.core_task = world.programme.source_note = ""
        world.track.working_title = False
        bare = sign_in(world.coordinator).get("/forloeb/ledelse").text
        assert full.count("<h2") - bare.count("<h2") == 3

    def test_a_list_asks_no_more_for_three_than_for_one(self, world, sign_in, queries):
        browser = sign_in(world.coordinator)
        with queries() as one:
            browser.get("/forloeb/")
        make.ProgrammeFactory()
        make.ProgrammeFactory()
        with queries() as three:
            browser.get("/forloeb/")
        assert (len(one), len(three)) == (5, 5)


class TestEditing:
    def test_an_administrator_makes_a_draft_under_an_address_of_its_name(
        self, world, sign_in, session
    ):
        browser = sign_in(world.administrator)
        assert browser.get("/forloeb/nyt").status_code == 200
        answer = browser.post("/forloeb/nyt", posted(world, name="Nærhed på tværs"))
        assert answer.status_code == 303
        made = session.query(Programme).filter_by(slug="naerhed-paa-tvaers").one()
        assert made.state is ProgrammeState.DRAFT
        assert len(made.levels) == 2

    def test_coordinators_make_none(self, world, sign_in):
        assert sign_in(world.owner).get("/forloeb/nyt").status_code == 403

    @pytest.mark.parametrize(
        ("path", "method"),
        [
            ("/ret", "get"),
            ("/ret", "post"),
            ("/tilstand", "post"),
            ("/ret/spor/nyt", "get"),
            ("/ret/strategi/1/fjern", "post"),
            ("/ret/maal/leader_of_leaders", "get"),
            ("/ret/maal/leader_of_leaders/sigte", "post"),
            ("/ret/maal/leader_of_leaders/fjern", "post"),
            ("/ret/maal/leader_of_leaders/1", "get"),
        ],
    )
    def test_only_its_own_coordinators_and_administrators_edit(self, world, sign_in, path, method):
        for person in (world.coordinator, world.elsewhere, world.stranger):
            browser = sign_in(person)
            assert getattr(browser, method)(f"/forloeb/ledelse{path}").status_code == 403

    def test_the_front_page_is_saved(self, world, sign_in, session):
        browser = sign_in(world.owner)
        assert browser.get("/forloeb/ledelse/ret").status_code == 200
        answer = browser.post("/forloeb/ledelse/ret", posted(world, name="Et nyt navn"))
        assert answer.status_code == 303
        assert saved(session).name == "Et nyt navn"
        assert "Et nyt navn" in browser.get("/forloeb/ledelse").text

    def test_a_form_error_keeps_what_was_typed(self, world, sign_in, session):
        answer = sign_in(world.owner).post(
            "/forloeb/ledelse/ret",
            posted(world, name="x" * 10_000, purpose="Min nye tekst", planned_months="mange"),
        )
        assert answer.status_code == 422
        assert 'href="#name"' in answer.text
        assert 'href="#planned_months"' in answer.text
        assert "Min nye tekst" in answer.text
        assert saved(session).name == "Ledelse i praksis"

    def test_a_target_level_outside_the_programme_is_refused(self, world, sign_in):
        answer = sign_in(world.owner).post(
            "/forloeb/ledelse/ret",
            posted(world, levels=[str(world.level.id)], target_level=str(world.other_level.id)),
        )
        assert answer.status_code == 422
        assert 'href="#target_level"' in answer.text

    def test_a_new_one_with_such_a_level_is_refused_too(self, world, sign_in):
        answer = sign_in(world.administrator).post(
            "/forloeb/nyt", posted(world, levels=["abc"], target_level=str(world.level.id))
        )
        assert answer.status_code == 422

    def test_who_saves_second_sees_both_texts(self, world, sign_in, session):
        browser = sign_in(world.owner)
        browser.post("/forloeb/ledelse/ret", posted(world, purpose="Den første."))
        answer = browser.post("/forloeb/ledelse/ret", posted(world, purpose="Den anden."))
        assert answer.status_code == 409
        assert "Den første." in answer.text
        assert "Den anden." in answer.text
        assert saved(session).purpose == "Den første."

    def test_fields_that_are_not_in_the_form_are_not_read(self, world, sign_in, session):
        sign_in(world.owner).post(
            "/forloeb/ledelse/ret", posted(world, slug="andet", state="archived", id="99")
        )
        assert saved(session).state is ProgrammeState.PUBLISHED

    @pytest.mark.parametrize(
        ("sent", "state"),
        [("archived", ProgrammeState.ARCHIVED), ("published", ProgrammeState.PUBLISHED)],
    )
    def test_it_is_published_and_archived(self, world, sign_in, session, sent, state):
        world.programme.state = ProgrammeState.DRAFT
        browser = sign_in(world.owner)
        assert browser.get("/forloeb/ledelse").status_code == 200
        assert browser.get("/forloeb/ledelse/ret").status_code == 200
        browser.post("/forloeb/ledelse/tilstand", {"state": sent})
        assert saved(session).state is state
        assert browser.get("/forloeb/ledelse").status_code == 200
        assert browser.get("/forloeb/ledelse/ret").status_code == 200


class TestParts:
    def test_a_renamed_track_shows_everywhere_under_the_same_address(self, world, sign_in, session):
        browser = sign_in(world.owner)
        path = f"/forloeb/ledelse/ret/spor/{world.track.id}"
        assert "Det personlige lederskab" in browser.get(path).text
        answer = browser.post(path, {"version": "1", "name": "Mig som leder", "text": ""})
        assert answer.status_code == 303
        page = browser.get("/forloeb/ledelse").text
        assert "Mig som leder" in page
        assert "Det personlige lederskab" not in page
        assert "Mig som leder" in browser.get(path).text
        assert not saved(session).tracks[0].working_title

    @pytest.mark.parametrize("part", ["strategi", "spor", "maalsaetning"])
    def test_parts_are_added_and_edited(self, world, sign_in, session, part):
        browser = sign_in(world.owner)
        path = f"/forloeb/ledelse/ret/{part}"
        assert browser.get(f"{path}/nyt").status_code == 200
        browser.post(f"{path}/nyt", {"name": "Ny del", "text": "Om den."})
        programme = saved(session)
        items = {
            "strategi": programme.strategies,
            "spor": programme.tracks,
            "maalsaetning": programme.objectives,
        }[part]
        key, version = items[-1].id, programme.version
        assert "Om den." in browser.get("/forloeb/ledelse").text
        browser.post(f"{path}/{key}", {"version": version, "name": "Omdøbt", "text": "Kort."})
        text = browser.get("/forloeb/ledelse").text
        assert "Omdøbt" in text
        assert "Ny del" not in text

    def test_an_edit_of_a_part_counts_as_one_of_the_programme(self, world, sign_in):
        browser = sign_in(world.owner)
        path = f"/forloeb/ledelse/ret/spor/{world.track.id}"
        browser.post(path, {"version": "1", "name": "Mit navn", "text": ""})
        answer = browser.post(path, {"version": "1", "name": "Dit navn", "text": ""})
        assert answer.status_code == 409
        assert "Mit navn" in answer.text
        assert "Dit navn" in answer.text

    def test_an_empty_name_is_refused(self, world, sign_in):
        answer = sign_in(world.owner).post("/forloeb/ledelse/ret/spor/nyt", {"name": " "})
        assert answer.status_code == 422
        assert 'href="#name"' in answer.text

    def test_a_strategy_is_left_out(self, world, sign_in, session):
        browser = sign_in(world.owner)
        browser.post("/forloeb/ledelse/ret/strategi/nyt", {"name": "Vision", "text": ""})
        key = saved(session).strategies[0].id
        browser.post(f"/forloeb/ledelse/ret/strategi/{key}/fjern")
        assert saved(session).strategies == []
        assert browser.post(f"/forloeb/ledelse/ret/strategi/{key}/fjern").status_code == 404

    @pytest.mark.parametrize("path", ["hokus/nyt", "hokus/1", "spor/0", "maal/hokus", "maal/x/1"])
    def test_what_is_not_there_is_not_found(self, world, sign_in, path):
        assert sign_in(world.owner).get(f"/forloeb/ledelse/ret/{path}").status_code == 404


class TestGoals:
    path = "/forloeb/ledelse/ret/maal/leader_of_employees"

    def test_the_first_goal_of_a_level_makes_its_set(self, world, sign_in, session):
        browser = sign_in(world.owner)
        assert browser.get(self.path).status_code == 200
        answer = browser.post(self.path, {"name": "Samspil", "text": "Kan spille sammen."})
        assert answer.status_code == 303
        assert "Samspil" in browser.get(self.path).text
        assert [s.level.code for s in saved(session).goal_sets] == [
            "leader_of_leaders",
            "leader_of_employees",
        ]

    def test_a_goal_follows_from_an_objective_of_the_programme(self, world, sign_in, session):
        browser = sign_in(world.owner)
        browser.post("/forloeb/ledelse/ret/maalsaetning/nyt", {"name": "Fælles sprog"})
        objective = saved(session).objectives[0].id
        browser.post(self.path, {"name": "A", "text": "B", "objective": objective})
        page = browser.get("/forloeb/ledelse").text
        assert page.count("Fælles sprog") == 2
        refused = browser.post(self.path, {"name": "A", "text": "B", "objective": "999"})
        assert refused.status_code == 422

    def test_a_goal_is_worded_better(self, world, sign_in, session):
        browser = sign_in(world.owner)
        path = "/forloeb/ledelse/ret/maal/leader_of_leaders/1"
        assert "Fælles visioner" in browser.get(path).text
        edit = {"version": "1", "name": "Visioner sammen", "text": "Kan det."}
        assert browser.post(path, edit).status_code == 303
        assert "Visioner sammen" in browser.get("/forloeb/ledelse").text
        assert browser.post(path, edit | {"name": "Igen"}).status_code == 409
        version = saved(session).version
        assert browser.post(path, edit | {"version": version, "name": ""}).status_code == 422
        assert browser.get("/forloeb/ledelse/ret/maal/leader_of_leaders/7").status_code == 404

    def test_the_aim_is_edited(self, world, sign_in):
        browser = sign_in(world.owner)
        path = "/forloeb/ledelse/ret/maal/leader_of_leaders/sigte"
        assert browser.post(path, {"version": "1", "aim": "Et nyt sigte."}).status_code == 303
        assert "Et nyt sigte." in browser.get("/forloeb/ledelse").text
        assert browser.post(path, {"version": "1", "aim": "Igen"}).status_code == 409
        assert browser.post(path, {"version": "2", "aim": "x" * 20_000}).status_code == 422

    def test_the_last_goal_is_removed_unless_something_points_to_it(self, world, sign_in, session):
        browser = sign_in(world.owner)
        path = "/forloeb/ledelse/ret/maal/leader_of_leaders"
        goal = world.goals.goals[0]
        activity = make.ActivityFactory()
        activity.goals = [goal]
        session.flush()
        answer = browser.post(f"{path}/fjern")
        assert answer.status_code == 303
        assert "Fælles visioner" in browser.get(path).text
        activity.goals = []
        browser.post(f"{path}/fjern")
        assert "Fælles visioner" not in browser.get(path).text
        assert browser.post(f"{path}/fjern").status_code == 303
