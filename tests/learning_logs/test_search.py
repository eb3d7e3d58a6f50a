"""Entries found by their words: the same on SQLite and PostgreSQL, and never through a wall."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from programme.core.db import db
from programme.learning_logs import services
from programme.learning_logs.models import (
    EntryState,
    EntryWords,
    LogEntry,
    RemovedEntry,
    ShareWith,
)
from programme.learning_logs.queries import Filter, search
from programme.learning_logs.queries.search import HITS
from programme.learning_logs.services import EntryContent, Seen
from tests import factories as f

# By key, so that the expected answers can be read. Both databases must give these and no others.
CORPUS = {
    "møde": "Et møde uden drift: hvad skal teamene lære af hinanden før jul?",
    "hyphen": "Skole-hjem-samarbejdet begyndte med ét opkald.",
    "mode": "Mode og mod er to ting. Gore er ikke gøre.",
    "mail": "Skriv til mette.madsen@skole.dk om PLF_2-planen (1. udkast).",
    "digits": "3. klasse, lokale 12B, kl. 8.15 og 1e5 ting på 0042.",
    "apostrophe": "Mettes’ og O'Briens idé: don't panic.",
    "emoji": "Godt gået 🙂👍🏽 teammøde!",
    "decomposed": "A\u030aben do\u0308r",
    "caps": "ÆBLE ØL ÅL",
    "signs": "a AND b OR c NOT d NEAR e* ^f \"g\" -h :i (j) 'k' \\l & | ! <-> m",
}
ANSWERS = {
    "mød": {"møde"},
    "MØDE": {"møde"},
    "møde team": {"møde"},
    "mode": {"mode"},
    "mod": {"mode"},
    "teammø": {"emoji"},
    "gøre": {"mode"},
    "gore": {"mode"},
    "samarbejde": {"hyphen"},
    "skole-hjem": {"hyphen"},
    "skole": {"hyphen", "mail"},
    "hjem skole ét": {"hyphen"},
    "et": {"møde"},
    "mette.madsen@skole.dk": {"mail"},
    "madsen": {"mail"},
    "plf 2": {"mail"},
    "plf_2": {"mail"},
    "12b": {"digits"},
    "12": {"digits"},
    "2b": set(),
    "1e5": {"digits"},
    "0042": {"digits"},
    "42": set(),
    "3. kl": {"digits"},
    "o'br": {"apostrophe"},
    "dont": set(),
    "don't": {"apostrophe"},
    "idé": {"apostrophe"},
    "ide": set(),
    "🙂": set(),
    "🙂 godt": {"emoji"},
    "åben": {"decomposed"},
    "A\u030aBEN": {"decomposed"},
    "aben": set(),
    "dör": {"decomposed"},
    "æb øl ål": {"caps"},
    "ael": set(),
    "al": set(),
    "or": {"signs"},
    "a AND b": {"signs"},
    "NEAR(e f)": {"signs"},
    "*": set(),
    '"': set(),
    '"lære af': {"møde"},
    "lære -hinanden": {"møde"},
    "heading:møde": set(),
    "(((": set(),
    "' OR 1=1 --": set(),
    "": set(),
    "   ": set(),
    "møde & !drift | x": set(),
    "h:*": {"hyphen", "møde", "signs"},
}


def day(number):
    return date(2026, 10, 1) + timedelta(days=number)


@pytest.fixture
def corpus(world, session):
    for key, text in CORPUS.items():
        world.entry(key=key, action=text)
    session.commit()
    return world


@pytest.mark.parametrize("query", ANSWERS)
def test_the_same_answers_on_every_database(corpus, in_app, query):
    with in_app():
        found = search.search_own(corpus.author.id, query, Filter())
        keys = {db.session.get(LogEntry, hit.entry.id).key for hit in found.hits}
    assert keys == ANSWERS[query]
    assert found.total == len(keys)


def own(author, query, wanted=None, number=1):
    return search.search_own(author.id, query, wanted or Filter(), number)


def test_every_part_is_looked_through_and_the_place_is_shown(world, in_app):
    text = "Noget andet. " * 30 + "Så kom <b>stilheden</b> og varede længe. " + "Og mere. " * 40
    world.entry(heading="Stilhed", action="Intet", reflection=text, new_knowledge="stilhed 2")
    with in_app():
        (hit,) = own(world.author, "stilhed").hits
    assert hit.title == (("Stilhed", True),)
    assert hit.part == "reflection"
    shown = "".join(piece for piece, _ in hit.pieces)
    assert shown.startswith("… ")
    assert "<b>stilheden</b> og varede længe." in shown
    assert len(shown) < 180
    assert [piece for piece, is_hit in hit.pieces if is_hit] == ["stilheden"]


def test_a_hit_in_the_heading_alone(world, in_app):
    world.entry(heading="Stilheden", action="Ventede")
    with in_app():
        (hit,) = own(world.author, "stilhed").hits
    assert (hit.part, hit.pieces) == ("heading", ())


def test_a_hit_behind_a_long_word(world, in_app):
    world.entry(action="x" * 300 + "-stilhed")
    with in_app():
        (hit,) = own(world.author, "stilhed").hits
    assert ("stilhed", True) in hit.pieces


def test_newest_first_and_a_page_at_a_time(world, in_app, session):
    days = [world.entry(action=f"Møde {n}", written_on=day(n)).id for n in range(HITS + 2)]
    session.commit()
    with in_app():
        first, second = own(world.author, "møde"), own(world.author, "møde", number=2)
    assert [hit.entry.id for hit in [*first.hits, *second.hits]] == days[::-1]
    assert (first.total, first.has_later, second.has_later) == (HITS + 2, True, False)


def test_the_filter_holds_for_the_search(world, in_app):
    task = f.TaskFactory(owner_id=world.author.id)
    on_task = world.entry(action="møde", task=task)
    world.entry(action="møde")
    with in_app():
        found = own(world.author, "møde", Filter(task_id=task.id))
    assert [hit.entry.id for hit in found.hits] == [on_task.id]


def test_others_are_never_found_among_ones_own(world, in_app):
    world.entry(action="kanariefugl")
    digits = f.EntryFactory(author=world.mate, action="x7kanariefugl")
    with in_app():
        for person in world.others.values():
            assert own(person, "kanariefugl").total == 0
        assert own(world.mate, "x7kan").hits[0].entry.id == digits.id


def test_what_is_shared_is_found_by_those_whom_it_reaches_and_nobody_else(world, in_app):
    entry = world.entry(action="kanariefugl i gruppen")
    world.entry(action="kanariefugl, min egen")
    world.entry(action="kanariefugl, en kladde", state=EntryState.DRAFT)
    world.share(entry, ShareWith.NETWORK_GROUP)
    with in_app():
        for name, person in world.others.items():
            found = search.search_shared(person.id, "kanarie gruppe")
            assert [hit.entry.id for hit in found.hits] == ([entry.id] if name == "mate" else [])
            private = search.search_shared(person.id, "kanariefugl")
            assert private.total == (1 if name == "mate" else 0)
        assert search.search_shared(world.author.id, "kanariefugl").total == 0


def test_what_is_for_all_is_no_hit_among_what_is_shared_with_one(world, in_app):
    entry = world.entry(action="kanariefugl")
    world.share(entry, ShareWith.KNOWLEDGE)
    world.share(entry, ShareWith.NETWORK_GROUP)
    with in_app():
        found = {
            name: search.search_shared(p.id, "kanarie").total for name, p in world.others.items()
        }
    assert [name for name, total in found.items() if total] == ["mate"]


def test_the_number_of_readers_is_told_to_the_author_alone(world, in_app):
    entry = world.entry(action="kanariefugl")
    world.share(entry, ShareWith.NETWORK_GROUP)
    with in_app():
        assert own(world.author, "kanarie").hits[0].entry.readers
        assert not search.search_shared(world.mate.id, "kanarie").hits[0].entry.readers


def test_what_is_taken_back_is_not_found_any_more(world, here):
    entry = world.entry(action="kanariefugl")
    here.flush()
    services.share(entry, ShareWith.NETWORK_GROUP, world.group.id, by=world.author)
    assert search.search_shared(world.mate.id, "kanarie").total == 1
    services.stop(entry, ShareWith.NETWORK_GROUP, world.group.id, by=world.author)
    assert search.search_shared(world.mate.id, "kanarie").total == 0


def test_a_draft_is_found_by_its_author_alone(world, here):
    services.start(world.author, "k", EntryContent(action="kanariefugl"), Seen())
    assert own(world.author, "kanarie").total == 1
    assert search.search_shared(world.mate.id, "kanarie").total == 0


def test_the_words_change_with_the_text(world, here):
    entry = services.start(world.author, "k", EntryContent(action="kanariefugl"), Seen())
    services.save(entry, EntryContent(heading="ugle"), Seen(entry.version))
    assert own(world.author, "kanarie").total == 0
    assert own(world.author, "ugle").total == 1
    entry.written_on = day(3)
    here.flush()
    assert own(world.author, "ugle").total == 1


def test_nothing_is_left_in_the_index_of_what_is_deleted(world, here):
    entry = services.start(world.author, "k", EntryContent(action="kanariefugl"), Seen())
    assert here.get(EntryWords, entry.id).words == f"{world.author.id}xkanariefugl"
    here.execute(sa.delete(LogEntry).where(LogEntry.id == entry.id))
    assert here.scalars(sa.select(EntryWords.words)).all() == []
    assert _index(here, world.author.id) == 0


def test_what_is_deleted_is_found_again_when_it_is_regretted(world, here):
    entry = services.start(world.author, "k", EntryContent(action="kanariefugl"), Seen())
    services.delete(entry, by=world.author)
    assert own(world.author, "kanarie").total == 0
    assert here.scalars(sa.select(EntryWords.words)).all() == []
    services.restore(here.scalars(sa.select(RemovedEntry)).one(), by=world.author)
    here.flush()
    assert own(world.author, "kanarie").total == 1


def _index(session, author_id):
    """How many rows the database's own index still has for the word."""
    if db.engine.dialect.name == "postgresql":
        statement = (
            "SELECT count(*) FROM entry_words WHERE array_to_tsvector(string_to_array(words, ' '))"
            " @@ CAST(:query AS tsquery)"
        )
        return session.scalar(sa.text(statement), {"query": f"'{author_id}xkanariefugl'"})
    made = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, entry_search, row)"
    session.execute(sa.text(made))
    rows = session.scalar(sa.text("SELECT count(*) FROM terms WHERE doc > 0"))
    session.execute(sa.text("DROP TABLE temp.terms"))
    return rows


@pytest.mark.parametrize("number", [1, 3])
def test_the_cost_does_not_grow_with_the_hits(world, session, in_app, queries_of, number):
    for n in range(number):
        world.share(world.entry(action=f"møde {n}"), ShareWith.NETWORK_GROUP)
    session.commit()
    author, mate = world.author.id, world.mate.id
    assert queries_of(lambda: search.search_own(author, "møde", Filter())) == 5
    assert queries_of(lambda: search.search_shared(mate, "møde")) == 5


@pytest.fixture
def queries_of(in_app, request):
    """How many statements a question takes."""
    collect = request.getfixturevalue("queries")

    def count(ask):
        with in_app(), collect() as statements:
            ask()
        return len([s for s in statements if s.startswith("SELECT")])

    return count
