"""Templates of entries: loaded once, then worded and ordered by administrators."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from programme.config import ROOT
from programme.core.errors import ConflictError, RuleBrokenError
from programme.learning_logs import queries, services, template_seeds
from programme.learning_logs.models import LogTemplate
from programme.learning_logs.models.templates import STANDARD
from programme.programmes.seedtable import SeedError
from tests import factories as f
from tests.learning_logs import made

FRONT = ["Handling og refleksion", "Praksisfortælling", "Efter en seance"]


@pytest.fixture
def shipped():
    return template_seeds.read((ROOT / "seeds" / template_seeds.FILE).read_bytes())


@pytest.fixture
def boss():
    return f.PersonFactory(is_administrator=True)


def names():
    return [template.name for template in queries.all_templates()]


def test_the_shipped_templates(shipped):
    assert [one.text.name for one in shipped if one.text.is_first] == FRONT
    assert [one.text.name for one in shipped if one.text.is_off] == ["Synteselog", "Fremadlog"]
    assert len(shipped) >= 10
    for one in shipped:
        assert any(getattr(one.text, part) for part in services.PARTS), one.key


@pytest.mark.parametrize(
    "text",
    [
        '[[template]]\nkey = "a"\nname = "A"\n[[template]]\nkey = "a"\nname = "B"',
        '[[template]]\nkey = "Å"\nname = "A"',
        '[[template]]\nkey = "a"',
        "[[other]]",
    ],
)
def test_a_faulty_file_is_refused(text):
    with pytest.raises(SeedError):
        template_seeds.read(text.encode())


def test_loading_twice_changes_nothing_and_keeps_what_was_edited(here, boss, shipped):
    assert services.load_templates(shipped) == len(shipped)
    template = queries.find_template_by_name("proceslog")
    wanted = replace(services.worded(template), name="Procesnotat")
    services.edit_template(template, wanted, version=template.version, by=boss)
    before = names()
    assert services.load_templates(shipped) == 0
    assert names() == before
    assert "Procesnotat" in before
    assert queries.find_template_by_name("synteselog") is None  # not in use


def test_a_template_out_of_use_is_offered_only_where_it_was_chosen(here):
    template = made.TemplateFactory(is_active=False)
    assert queries.templates_to_choose() == []
    assert queries.templates_to_choose(template.id) == [template]
    assert queries.template_id(1, template.id) is None


def test_they_are_moved_one_place_at_a_time(here, boss):
    first, second, third = (made.TemplateFactory(name=name) for name in "ABC")
    services.move_template(third, -1, by=boss)
    assert names() == ["A", "C", "B"]
    services.move_template(first, -1, by=boss)
    assert names() == ["A", "C", "B"]
    services.move_template(first, 1, by=boss)
    assert names() == ["C", "A", "B"]
    assert second.position == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " \u202e"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"action": "x" * 201}, "action"),
        ({"action": ""}, "action"),
        ({"is_off": True}, "is_active"),
    ],
)
def test_what_a_template_may_not_be(here, boss, values, field):
    template = made.TemplateFactory(key=STANDARD)
    wanted = replace(services.worded(template), **values)
    with pytest.raises(RuleBrokenError) as caught:
        services.edit_template(template, wanted, version=template.version, by=boss)
    assert caught.value.field == field


def test_two_administrators_at_once(here, boss):
    template = made.TemplateFactory(name="Før")
    seen = template.version
    wanted = replace(services.worded(template), name="Den enes")
    services.edit_template(template, wanted, version=seen, by=boss)
    services.edit_template(template, wanted, version=seen, by=boss)  # the same again
    with pytest.raises(ConflictError) as caught:
        services.edit_template(template, replace(wanted, name="Den andens"), version=seen, by=boss)
    assert (caught.value.mine["name"], caught.value.theirs["name"]) == ("Den andens", "Den enes")


# --- Pages -------------------------------------------------------------------------------------


@pytest.fixture
def ane(sign_in, session):
    return sign_in(f.PersonFactory(name="Ane Admin", is_administrator=True))


def test_an_administrator_words_and_moves_templates(ane, session):
    assert "flask seed" in ane.get("/administration/logskabeloner").text
    first = made.TemplateFactory(name="Proceslog", is_first=True)
    second = made.TemplateFactory(name="Fremadlog", is_active=False)
    page = ane.get("/administration/logskabeloner").text
    assert "Vises med det samme" in page
    assert "Ikke i brug" in page
    address = f"/administration/logskabeloner/{second.id}"
    assert 'value="Fremadlog"' in ane.get(address).text
    sent = {"name": "Frem", "action": "Hvad nu?", "is_active": "y", "version": second.version}
    assert ane.post(address, sent).status_code == 303
    session.expire_all()
    assert (second.name, second.is_active, second.action) == ("Frem", True, "Hvad nu?")
    assert ane.post(f"{address}/flyt", {"way": "up"}).status_code == 303
    assert session.scalars(sa.select(LogTemplate.id).order_by(LogTemplate.position)).all() == [
        second.id,
        first.id,
    ]
    assert ane.post(f"{address}/flyt", {"way": "sideways"}).status_code == 400


def test_a_mistake_keeps_the_form_and_a_second_window_shows_both(ane, session):
    template = made.TemplateFactory(name="Proceslog")
    address = f"/administration/logskabeloner/{template.id}"
    answer = ane.post(address, {"name": "Æble", "version": template.version})
    assert answer.status_code == 422
    assert 'value="Æble"' in answer.text
    assert ane.post(address, {"name": "", "version": "1"}).status_code == 422
    answer = ane.post(address, {"name": "Ny", "action": "Hvad?", "version": "0"})
    assert answer.status_code == 409
    assert "Proceslog" in answer.text
    assert "Ny" in answer.text


def test_templates_are_for_administrators(world, sign_in):
    template = made.TemplateFactory()
    for person in (world.author, world.coordinator, world.facilitator):
        browser = sign_in(person)
        assert browser.get("/administration/logskabeloner").status_code == 403
        assert browser.get(f"/administration/logskabeloner/{template.id}").status_code == 403
    boss = sign_in(world.administrator)
    assert boss.get("/administration/logskabeloner/99999").status_code == 404
