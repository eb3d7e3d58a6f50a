"""The library, the three that one steers by, the card, and the words made anew."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from programme.frameworks.models import GuidepostSet
from programme.guideposts.models import DevelopmentFocus
from tests import factories as f


def rows(browser, saet="ledelse"):
    return browser.get(f"/pejlemaerker?saet={saet}").text


def test_one_set_is_shown_at_a_time_with_its_examples(posts, me, sign_in):
    page = sign_in(me).get("/pejlemaerker").text
    assert posts[0].text in page
    assert posts[0].example in page
    assert posts[4].text not in page
    assert posts[4].text in rows(sign_in(me), "paedagogik")
    assert sign_in(me).get("/pejlemaerker?saet=ukendt").status_code == 404


def test_without_sets_the_page_says_so(me, session, sign_in):
    for found in session.scalars(select(GuidepostSet)):
        session.delete(found)
    session.flush()
    assert "Der er ikke lagt pejlemærker ind endnu." in sign_in(me).get("/pejlemaerker").text


def test_three_are_chosen_and_a_fourth_is_refused_kindly(posts, me, sign_in, session):
    browser = sign_in(me)
    for post in posts[:3]:
        assert browser.post(f"/pejlemaerker/{post.id}/vaelg").status_code == 303
    assert "Vælg som udviklingsspor" not in rows(browser)
    answer = browser.post(f"/pejlemaerker/{posts[3].id}/vaelg")
    assert answer.status_code == 303
    assert "Du styrer allerede efter tre pejlemærker" in browser.get(answer.location).text
    assert len(session.scalars(select(DevelopmentFocus)).all()) == 3


def test_an_ended_one_goes_to_the_earlier_ones(posts, me, sign_in, session):
    browser = sign_in(me)
    browser.post(f"/pejlemaerker/{posts[0].id}/vaelg")
    focus = session.scalars(select(DevelopmentFocus)).one()
    assert browser.post(f"/pejlemaerker/udviklingsspor/{focus.id}/slut").status_code == 303
    page = rows(browser)
    assert "Tidligere" in page
    assert "Vælg som udviklingsspor" in page


def test_anothers_focus_does_not_exist(posts, me, sign_in, session):
    sign_in(me).post(f"/pejlemaerker/{posts[0].id}/vaelg")
    focus = session.scalars(select(DevelopmentFocus)).one()
    stranger = sign_in(f.PersonFactory(is_administrator=True))
    assert stranger.post(f"/pejlemaerker/udviklingsspor/{focus.id}/slut").status_code == 404
    assert "I styrer" not in rows(stranger)
    assert focus.ended_on is None


def test_the_card_holds_the_words_and_open_questions(posts, me, sign_in):
    page = sign_in(me).get(f"/pejlemaerker/{posts[0].id}/kort").text
    assert posts[0].text in page
    assert posts[0].example in page
    assert page.count("?</li>") >= 3
    assert sign_in(me).get("/pejlemaerker/999999/kort").status_code == 404


def test_ones_own_page_lists_own_entries_in_every_edition(posts, me, sign_in, session):
    again = f.GuidepostSetFactory(key="ledelse", edition=2)
    newer = f.GuidepostFactory(guidepost_set=again, number=1, text="Jeg tier først.")
    session.flush()
    f.EntryFactory(author=me, heading="Da jeg tiede", guideposts=[posts[0]])
    f.EntryFactory(author=me, heading="Om igen", guideposts=[newer])
    f.EntryFactory(heading="En andens", guideposts=[newer])
    page = sign_in(me).get(f"/pejlemaerker/{newer.id}").text
    assert "Da jeg tiede" in page
    assert "Om igen" in page
    assert "En andens" not in page
    old = sign_in(me).get(f"/pejlemaerker/{posts[0].id}").text
    assert posts[0].text in old
    assert "Det er den tidligere ordlyd." in old
    assert sign_in(me).post(f"/pejlemaerker/{posts[0].id}/vaelg").status_code == 404


def test_the_page_tells_whether_one_steers_by_it(posts, me, sign_in):
    browser = sign_in(me)
    path = f"/pejlemaerker/{posts[0].id}"
    assert "Vælg som udviklingsspor" in browser.get(path).text
    browser.post(f"{path}/vaelg")
    assert "Du har styret efter det siden" in browser.get(path).text
    for post in posts[1:3]:
        browser.post(f"/pejlemaerker/{post.id}/vaelg")
    assert "Du styrer allerede efter tre" in browser.get(f"/pejlemaerker/{posts[3].id}").text


class TestEditing:
    path = "/pejlemaerker/saet/ledelse/ret"

    def typed(self, posts, **changes):
        values = {"edition": "1", "name": "Pejlemærker for ledelse", "audience": "For ledere"}
        for place, post in enumerate(posts[:4]):
            values[f"guideposts-{place}-sentence"] = post.text
            values[f"guideposts-{place}-example"] = post.example
        return values | changes

    def test_only_administrators(self, posts, me, sign_in):
        assert posts
        assert sign_in(me).get(self.path).status_code == 403
        assert sign_in(me).post(self.path, {}).status_code == 403
        assert "Ret sættet" not in rows(sign_in(me))

    def test_new_words_are_a_new_edition(self, posts, sign_in, session):
        browser = sign_in(f.PersonFactory(is_administrator=True))
        assert posts[0].text in browser.get(self.path).text
        new = {
            "guideposts-0-sentence": "Jeg spørger æøå først.",
            "guideposts-4-sentence": "Et til.",
            "guideposts-1-sentence": "",
            "guideposts-1-example": "",
        }
        assert browser.post(self.path, self.typed(posts, **new)).status_code == 303
        editions = session.scalars(select(GuidepostSet).where(GuidepostSet.key == "ledelse")).all()
        assert [found.edition for found in editions] == [1, 2]
        assert [(post.number, post.text) for post in editions[1].guideposts] == [
            (1, "Jeg spørger æøå først."),
            (3, posts[2].text),
            (4, posts[3].text),
            (5, "Et til."),
        ]
        assert "Jeg spørger æøå først." in rows(browser)
        assert browser.get(self.path).status_code == 200

    def test_who_saves_second_sees_both(self, posts, sign_in, session):
        browser = sign_in(f.PersonFactory(is_administrator=True))
        browser.post(self.path, self.typed(posts, name="Først"))
        answer = browser.post(self.path, self.typed(posts, name="Sidst"))
        assert answer.status_code == 409
        assert "Først" in answer.text
        assert "Sidst" in answer.text
        names = session.scalars(select(GuidepostSet.name).where(GuidepostSet.key == "ledelse"))
        assert "Sidst" not in list(names)

    @pytest.mark.parametrize(
        "broken",
        [
            {"guideposts-0-sentence": ""},
            {"guideposts-0-sentence": "x" * 301},
            {"name": ""},
            {"guideposts-0-example": "x" * 10_000},
        ],
    )
    def test_what_cannot_stand_is_refused_with_its_place(self, posts, sign_in, broken):
        browser = sign_in(f.PersonFactory(is_administrator=True))
        answer = browser.post(self.path, self.typed(posts, **broken))
        assert answer.status_code == 422
        assert "error-summary" in answer.text
        assert posts[1].text in answer.text

    def test_a_set_cannot_become_empty_nor_one_be_made_up(self, posts, sign_in):
        browser = sign_in(f.PersonFactory(is_administrator=True))
        assert browser.post(self.path, {"edition": "1", "name": "Tomt"}).status_code == 422
        assert browser.get("/pejlemaerker/saet/ukendt/ret").status_code == 404
        assert posts


def test_no_number_rank_or_per_cent_stands_on_a_guidepost(posts, me, sign_in):
    """Neither in the library nor on a guidepost's page or card, whatever has been written."""
    browser = sign_in(me)
    browser.post(f"/pejlemaerker/{posts[0].id}/vaelg")
    for number in range(7):
        f.EntryFactory(author=me, heading=f"Indlæg {'abcdefg'[number]}", guideposts=[posts[0]])
    for path in (
        "/pejlemaerker",
        "/pejlemaerker?saet=paedagogik",
        f"/pejlemaerker/{posts[0].id}",
        f"/pejlemaerker/{posts[3].id}",
        f"/pejlemaerker/{posts[0].id}/kort",
    ):
        words = told(browser.get(path).text)
        assert "%" not in words
        assert not re.search(r"\d", words), (path, re.search(r".{20}\d.{20}", words))


def told(page):
    """What a page says in its main part, without dates."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)[0]
    words = re.sub(r"<[^>]+>", " ", main)
    return re.sub(r"\d{1,2}\. \w+\.? \d{4}", "", words)
