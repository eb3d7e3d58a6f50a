"""At most three at a time, kept in the history, and the same in every edition."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from programme.audit.models import AuditRow
from programme.core.errors import RuleBrokenError
from programme.frameworks import queries as frameworks_queries
from programme.frameworks import services as frameworks
from programme.guideposts import policy, queries, services
from tests import factories as f

pytestmark = pytest.mark.usefixtures("here")
TODAY = date(2026, 11, 22)


def new_words(newest, number, text):
    """The set's words with one guidepost said differently."""
    draft = frameworks.draft_of_guideposts(newest)
    return frameworks.GuidepostSetDraft(
        draft.key,
        draft.name,
        draft.audience,
        [
            frameworks.GuidepostDraft(p.number, text if p.number == number else p.text, p.example)
            for p in draft.guideposts
        ],
    )


def test_one_steers_by_three_at_most_and_the_third_makes_room_when_it_ends(posts, me, at):
    first, *_rest = [services.choose(me, post) for post in posts[:3]]
    with pytest.raises(RuleBrokenError):
        services.choose(me, posts[3])
    at(2026, 12, 1, 9)
    services.end(first)
    services.choose(me, posts[3])
    assert [post.id for post in queries.chosen(me.id)] == [posts[n].id for n in (1, 2, 3)]
    [ended] = queries.focuses(me.id, ended=True)
    assert (ended.guidepost_id, ended.started_on, ended.ended_on) == (
        posts[0].id,
        TODAY,
        date(2026, 12, 1),
    )


def test_choosing_twice_is_choosing_once(posts, me):
    focus = services.choose(me, posts[0])
    assert services.choose(me, posts[0]) is focus
    assert len(queries.focuses(me.id, ended=False)) == 1


def test_an_end_stays_where_it_was_put(posts, me, at):
    focus = services.choose(me, posts[0])
    services.end(focus)
    at(2026, 12, 1, 9)
    services.end(focus)
    assert focus.ended_on == TODAY


def test_what_was_ended_can_be_chosen_again_and_both_stand(posts, me):
    services.end(services.choose(me, posts[0]))
    services.choose(me, posts[0])
    assert len(queries.focuses(me.id, ended=True)) == 1
    assert [post.id for post in queries.chosen(me.id)] == [posts[0].id]


def test_others_choices_are_no_business_of_mine(posts, me):
    for post in posts[:3]:
        services.choose(f.PersonFactory(), post)
    assert queries.chosen(me.id) == []
    focus = services.choose(me, posts[0])
    assert policy.can_end(me, focus)
    assert not policy.can_end(f.PersonFactory(is_administrator=True), focus)


def test_the_chosen_stand_first_in_what_is_offered(posts, me):
    services.choose(me, posts[4])
    services.choose(me, posts[2])
    offered = queries.offered(me.id)
    assert [post.id for post in offered] == [posts[n].id for n in (4, 2, 0, 1, 3, 5)]
    assert [post.is_chosen for post in offered] == [True, True] + [False] * 4
    assert queries.offered_ids(me.id, {posts[0].id, 999_999}) == {posts[0].id}


def test_new_words_are_a_new_edition_and_the_focus_keeps_those_it_was_chosen_in(posts, me):
    services.choose(me, posts[1])
    newest = frameworks_queries.find_guidepost_set("ledelse")
    admin = f.PersonFactory(is_administrator=True)
    services.edit_set(newest, new_words(newest, 2, "Jeg tier først."), by=admin)
    again = frameworks_queries.find_guidepost_set("ledelse")
    assert (again.edition, again.valid_from) == (2, TODAY)
    assert [post.text for post in queries.chosen(me.id)] == [posts[1].text]
    library = {found.key: found for found in queries.library(me.id)}
    texts = [post.text for post in library["ledelse"].posts]
    assert texts == [posts[0].text, "Jeg tier først.", posts[2].text, posts[3].text]
    assert [post.is_chosen for post in library["ledelse"].posts] == [False, True, False, False]
    assert "Jeg tier først." not in [post.text for post in queries.offered(me.id)]
    assert queries.find_offered(posts[1].id) is None
    newer = again.guideposts[1]
    assert queries.find_offered(newer.id) is newer
    assert services.choose(me, newer).guidepost is posts[1]  # the same one, chosen already


def test_the_same_words_make_no_edition_and_no_trace(posts, me, here):
    newest = frameworks_queries.find_guidepost_set("ledelse")
    services.edit_set(newest, frameworks.draft_of_guideposts(newest), by=me)
    assert frameworks_queries.find_guidepost_set("ledelse") is newest
    assert here.scalars(select(AuditRow)).all() == []
    assert len(posts) == 6


def test_an_edition_that_does_not_hold_yet_is_not_shown(posts, me):
    newest = frameworks_queries.find_guidepost_set("ledelse")
    frameworks.add_guideposts(new_words(newest, 1, "Til næste år."), date(2027, 1, 1))
    texts = [post.text for found in queries.library(me.id) for post in found.posts]
    assert "Til næste år." not in texts
    assert texts == [post.text for post in posts]


def test_who_may_do_what_with_the_library(posts, me):
    assert policy.can_read(me, posts[0])
    assert policy.can_choose(me, posts[0])
    assert not policy.can_edit_sets(me)
    assert policy.can_edit_sets(f.PersonFactory(is_administrator=True))


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_whatever_they_hold(me, posts, here, number):
    for post in posts[:number]:
        services.choose(me, post)
    asked = []
    connection = here.connection()
    listener = (connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
    sa.event.listen(*listener)
    queries.offered(me.id)
    assert len(asked) == 2
    queries.library(me.id)
    assert len(asked) == 5
    sa.event.remove(*listener)
