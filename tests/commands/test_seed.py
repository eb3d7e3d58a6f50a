"""Loading the seeds: once, again without doubles, and not at all when a file is broken."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from programme.core.db import Base
from programme.frameworks.models import GoalSet
from programme.programmes.models import PlanItem, Programme, Track
from tests import factories as make

SEEDS = Path(__file__).parents[2] / "seeds"
PLF = "programme-ledere-af-ledere-2-0.toml"


@pytest.fixture
def seed(app, session):
    """`seed(folder)` runs `flask seed` and gives exit code and output."""

    def run(*arguments):
        session.commit()
        result = app.test_cli_runner().invoke(args=["seed", *map(str, arguments)])
        session.expire_all()
        return result

    return run


@pytest.fixture
def folder(tmp_path):
    """A copy of the seeds to break."""
    return shutil.copytree(SEEDS, tmp_path / "seeds")


def counts(session):
    """How many rows each table has."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
    }


def one(session, slug):
    return session.scalars(select(Programme).where(Programme.slug == slug)).one()


def replaced(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class TestLoading:
    def test_all_five_programmes_are_there(self, seed, session):
        result = seed()
        assert result.exit_code == 0
        assert "5 programmes" in result.output
        found = counts(session)
        assert (found["programme"], found["leadership_level"], found["job_title"]) == (5, 2, 8)
        plf = one(session, "ledere-af-ledere-2-0")
        assert Counter(len(s.goals) for s in plf.goal_sets) == Counter({9: 1, 0: 1})
        (template,) = plf.templates
        assert len(template.items) == 13
        assert sum(item.offset_days is not None for item in template.items) == 12
        assert all(goal.parent_objective_id is None for s in plf.goal_sets for goal in s.goals)

    def test_the_other_rhythm_has_four_tracks_and_six_goals(self, seed, session):
        seed()
        half_year = one(session, "fremtidens-lederuddannelse")
        assert len(half_year.tracks) == 4
        assert half_year.planned_months == 6
        assert [len(s.goals) for s in half_year.goal_sets] == [6]
        items = half_year.templates[0].items
        assert all(item.track in half_year.tracks for item in items)
        assert {goal.goal_set for item in items for goal in item.goals} == set(half_year.goal_sets)

    def test_the_joint_course_links_its_objectives(self, seed, session):
        seed()
        joint = one(session, "faelles-kompetenceudvikling")
        assert len(joint.objectives) == 3
        served = {o.number for item in joint.templates[0].items for o in item.objectives}
        assert served == {1, 2, 3}

    def test_twice_changes_nothing(self, seed, session):
        seed()
        before = counts(session)
        result = seed()
        assert result.exit_code == 0
        assert "nothing new" in result.output
        assert counts(session) == before

    def test_the_same_files_from_another_folder_change_nothing(self, seed, session, folder):
        seed()
        before = counts(session)
        assert seed(folder).exit_code == 0
        assert counts(session) == before


class TestEdits:
    def test_an_installations_own_words_stay(self, seed, session):
        seed()
        session.scalars(select(Track).order_by(Track.id)).first().name = "Vores navn"
        one(session, "ledere-af-ledere-2-0").purpose = "Vores formål."
        seed()
        assert session.scalars(select(Track).order_by(Track.id)).first().name == "Vores navn"
        assert one(session, "ledere-af-ledere-2-0").purpose == "Vores formål."

    def test_refresh_puts_the_shipped_words_back_in_the_same_rows(self, seed, session):
        seed()
        track = session.scalars(select(Track).order_by(Track.id)).first()
        key, name, before = track.id, track.name, counts(session)
        track.name = "Vores navn"
        one(session, "ledere-af-ledere-2-0").purpose = "Vores formål."
        assert "put back" in seed("--refresh").output
        assert session.get(Track, key).name == name
        assert one(session, "ledere-af-ledere-2-0").purpose != "Vores formål."
        assert counts(session) == before

    def test_refreshed_goals_come_as_a_new_edition(self, seed, session, folder):
        seed()
        plf = one(session, "ledere-af-ledere-2-0")
        goal = next(s for s in plf.goal_sets if s.goals).goals[0]
        make.EntryFactory().goals = [goal]
        key, words = goal.id, goal.short_name
        replaced(folder / PLF, f'short_name = "{words}"', 'short_name = "Andre ord"')
        seed(folder, "--refresh")
        assert session.get(type(goal), key).short_name == words
        current = [s for s in one(session, "ledere-af-ledere-2-0").goal_sets if s.goals]
        assert [(s.edition, s.goals[0].short_name) for s in current] == [(2, "Andre ord")]
        editions = select(func.count()).select_from(GoalSet).where(GoalSet.key == current[0].key)
        assert session.scalar(editions) == 2
        focus = {g.goal_set_id for item in session.scalars(select(PlanItem)) for g in item.goals}
        assert goal.goal_set_id not in focus

    def test_a_new_file_is_added_beside_what_is_there(self, seed, session, folder):
        seed()
        (folder / "programme-eget.toml").write_text(
            'slug = "eget"\nname = "Eget"\npurpose = "At lære."\nsource_note = "Vores."\n',
            encoding="utf-8",
        )
        result = seed(folder)
        assert "eget: added" in result.output
        assert counts(session)["programme"] == 6


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('slug = "', 'slugg = "', "slugg: unknown key"),
            ("number = 9\n", "number = 10\n", "number 9 is missing"),
            ("laid_on = 2020-02-24", "laid_on = 2020-02-31", "line "),
            ("offset_days = 207", "offset_days = 100", "offset_days: 100 comes before"),
            ("offset_days = 207", "offset_days = -1", "offset_days: -1 is below 0"),
        ],
    )
    def test_nothing_is_saved_and_the_place_is_named(self, seed, session, folder, old, new, said):
        replaced(folder / PLF, old, new)
        result = seed(folder)
        assert result.exit_code == 1
        assert PLF in result.output
        assert said in result.output
        assert "nothing was loaded" in result.output
        assert sum(counts(session).values()) == 0

    def test_a_folder_without_foundation_is_refused(self, seed, tmp_path):
        result = seed(tmp_path)
        assert result.exit_code == 1
        assert "foundation.toml" in result.output

    def test_a_folder_that_is_not_there_is_named(self, seed, tmp_path):
        result = seed(tmp_path / "borte")
        assert result.exit_code == 2
        assert "borte" in result.output


def test_a_failure_on_the_way_saves_nothing(seed, session, monkeypatch):
    from programme.programmes import loading

    def fail(*_arguments):
        raise sa.exc.IntegrityError("", {}, Exception("a"))

    monkeypatch.setattr(loading, "_match_templates", fail)
    assert seed().exit_code != 0
    assert sum(counts(session).values()) == 0
