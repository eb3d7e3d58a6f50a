from __future__ import annotations

import io

import pytest

from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.files import checked
from programme.inspiration import policy, queries, services
from programme.inspiration.models import KnowledgeItem, KnowledgeKind
from programme.inspiration.services import Content

PDF = b"%PDF-1.7\n\x00\x01"


def attach(world, activity=None, **values):
    values = {"title": "Spørg først", "text": "To sider."} | values
    return services.add(activity or world.ahead, Content(**values), by=world.soren)


def test_a_piece_is_words_an_address_or_a_file(world, here):
    file = checked("Nærvær.pdf", PDF)
    kinds = [
        attach(world).kind,
        attach(world, title="L", url="https://example.org/å").kind,
        attach(world, title="F", file=file).kind,
    ]
    assert kinds == [KnowledgeKind.TEXT, KnowledgeKind.LINK, KnowledgeKind.FILE]
    assert queries.body_of(attach(world, title="F", file=file).id) == PDF
    assert queries.count_items(world.ahead.id) == 3


def test_a_corrected_file_is_another_piece_and_the_same_file_is_not(world, here):
    other = PDF[:-1] + b"\x02"
    first = attach(world, file=checked("Dagens noter.pdf", PDF))
    mended = attach(world, file=checked("Dagens noter.pdf", other))
    assert mended.id != first.id
    here.expire_all()
    assert (queries.body_of(first.id), queries.body_of(mended.id)) == (PDF, other)
    for item, body in ((first, PDF), (mended, other)):
        assert attach(world, file=checked("Dagens noter.pdf", body)).id == item.id
    assert attach(world).id not in {first.id, mended.id}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"text": "x" * 3_001}, "text"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"title": "to\nlinjer"}, "title"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(world, here, values, field):
    with pytest.raises(RuleBrokenError) as error:
        attach(world, **values)
    assert error.value.field == field


def test_there_is_room_for_twenty(world, here):
    for number in range(services.MOST_ITEMS):
        attach(world, title=f"Nr. {number}")
    with pytest.raises(RuleBrokenError):
        attach(world, title="En til")


def test_it_is_worded_anew_and_taken_away(world, here):
    item = attach(world)
    same = {"version": item.version, "by": world.karen, "address": ""}
    services.edit(item, Content(title="Spørg først", text="To sider."), **same)
    assert item.version == same["version"]
    services.edit(item, Content(title="Nyt", url="https://example.org"), **same)
    assert (item.kind, item.text) == (KnowledgeKind.LINK, "")
    with pytest.raises(ConflictError):
        services.edit(item, Content(title="Igen", text="x"), **same)
    with pytest.raises(RuleBrokenError):
        services.edit(item, Content(title="Tom"), **same | {"version": item.version})
    filed = attach(world, title="F", text="", file=checked("a.pdf", PDF))
    services.edit(filed, Content(title="Fil"), **same | {"version": filed.version})
    assert filed.kind is KnowledgeKind.FILE
    services.withdraw(item, by=world.karen)
    first = item.withdrawn_at
    services.withdraw(item, by=world.karen)
    assert item.withdrawn_at == first
    assert [row.title for row in queries.items_of(world.ahead.id)] == ["Fil"]


def test_the_list_a_person_sees_equals_the_policy(world, here):
    items = [attach(world, activity) for activity in (world.ahead, world.leaders, world.draft)]
    items.append(attach(world, world.held, title="Væk"))
    services.withdraw(items[-1], by=world.soren)
    for name, key in world.key.items():
        person = here.get(type(world.mette), key)
        seen = [item.id for item in items if policy.can_see(person, queries.find_item(item.id))]
        assert queries.visible_items(key) == seen, name
    assert len(queries.visible_items(world.key["mette"])) == 2
    assert len(queries.visible_items(world.key["amina"])) == 1


@pytest.fixture
def item(world, session):
    made = KnowledgeItem(
        activity=world.ahead, added_by=world.soren, kind=KnowledgeKind.FILE, title="Nærvær",
        file_name="Nærvær.pdf", media_type="application/pdf", size=len(PDF), body=PDF,
        created_at=world.ahead.created_at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


PAGES = {
    "/aktivitet/{ahead}/inspiration": {
        "karen": 200, "soren": 200, "lone": 403, "mette": 403, "dorte": 403, "peter": 404,
    },
    "/inspiration/{key}": {"karen": 200, "lone": 200, "amina": 200, "dorte": 200, "nadia": 404},
    "/inspiration/{key}/fil": {"soren": 200, "mette": 200, "peter": 404, "nadia": 404},
    "/inspiration/{key}/ret": {"karen": 200, "soren": 200, "lone": 403, "amina": 403, "peter": 404},
}  # fmt: skip


@pytest.mark.parametrize("template", PAGES)
def test_each_visitor_gets_the_page_the_refusal_or_nothing(world, item, sign_in, template):
    path = template.format(key=item.id, ahead=world.ahead.id)
    for name, status in PAGES[template].items():
        assert sign_in(world.people[name]).get(path).status_code == status, name


def test_a_file_is_attached_and_fetched_as_a_file(world, sign_in, session):
    soren, mette = sign_in(world.soren), sign_in(world.mette)
    form = {"title": "Om nærvær", "file": (io.BytesIO(PDF), "Nærvær.pdf")}
    path = f"/aktivitet/{world.ahead.id}/inspiration"
    assert soren.post(path, form).status_code == 303
    page = mette.get(f"/aktivitet/{world.ahead.id}").text
    assert "Om nærvær" in page
    assert "Vedhæft inspiration" not in page
    key = session.query(KnowledgeItem.id).scalar()
    answer = mette.get(f"/inspiration/{key}/fil")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_lies_is_refused_and_the_words_stay(world, sign_in):
    form = {"title": "Om nærvær", "file": (io.BytesIO(b"<svg/>"), "billede.png")}
    answer = sign_in(world.soren).post(f"/aktivitet/{world.ahead.id}/inspiration", form)
    assert answer.status_code == 422
    assert "ikke det, navnet siger" in answer.text
    assert 'value="Om nærvær"' in answer.text


def sent(browser, path, body, name):
    """A form with a file, put together here: the client's own leaves a file open when it is big."""
    parts = [
        b'Content-Disposition: form-data; name="title"\r\n\r\nStor',
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + body,
    ]
    return browser.http.post(
        path,
        data=b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": browser.csrf()},
        base_url=browser.base,
    )


@pytest.mark.parametrize(("size", "status"), [(4_999_000, 303), (5_100_000, 422), (7_200_000, 413)])
def test_a_file_may_be_larger_than_a_form_of_words(world, sign_in, size, status):
    browser, body = sign_in(world.soren), PDF + b"0" * (size - len(PDF))
    answer = sent(browser, f"/aktivitet/{world.ahead.id}/inspiration", body, "stor.pdf")
    assert answer.status_code == status
    if status == 413:
        assert "højst fylde 5 MB" in answer.text


def test_words_are_corrected_once_and_a_piece_is_taken_away(world, item, sign_in, session):
    soren = sign_in(world.soren)
    typed = {"title": "Nærvær nu", "text": "Læs side 2.", "version": item.version}
    assert soren.post(f"/inspiration/{item.id}/ret", typed).status_code == 303
    stale = typed | {"title": "Andet"}
    assert soren.post(f"/inspiration/{item.id}/ret", stale).status_code == 409
    assert soren.post(f"/inspiration/{item.id}/ret", {"title": ""}).status_code == 422
    assert soren.post(f"/inspiration/{item.id}/fjern").status_code == 303
    assert soren.get(f"/inspiration/{item.id}").status_code == 404


def test_the_page_costs_the_same_with_three(world, queries, sign_in, session):
    mette, counts = sign_in(world.mette), []
    for number in range(3):
        made = KnowledgeItem(
            activity=world.ahead, added_by=world.soren, kind=KnowledgeKind.TEXT,
            title=f"Nr. {number}", text="x", created_at=world.ahead.created_at,
        )  # fmt: skip
        session.add(made)
        session.flush()
        mette.get(f"/aktivitet/{world.ahead.id}")
        with queries() as asked:
            mette.get(f"/aktivitet/{world.ahead.id}")
        counts.append(len(asked))
    assert counts[0] == counts[2]
