from __future__ import annotations

import re

import pytest


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


PAGES = {
    "/aktivitet/{seminar}": {"karen": 200, "soren": 200, "lone": 200, "mette": 200, "peter": 404},
    "/aktivitet/{seminar}/kommer": {"karen": 403, "soren": 403, "mette": 200, "peter": 404},
    "/aktivitet/{seminar}/afbud": {"karen": 403, "soren": 403, "mette": 200, "peter": 404},
    "/aktivitet/{seminar}/fremmoede": {
        "karen": 200, "soren": 200, "lone": 403, "mette": 403, "hanne": 404, "peter": 404,
    },
    "/aktivitet/{held}/fremmoede": {"karen": 200, "soren": 200, "lone": 403, "mette": 403},
    "/aktivitet/{seminar}/underskrifter": {"karen": 200, "soren": 200, "lone": 403, "mette": 403},
    "/aktivitet/{seminar}/stedliste": {"karen": 200, "soren": 403, "mette": 403, "hanne": 404},
    "/aktivitet/{seminar}/stedliste.csv": {"karen": 200, "soren": 403, "mette": 403},
    "/hold/{a}/fremmoede": {"karen": 200, "soren": 200, "mette": 403, "hanne": 404, "peter": 404},
    "/mit-fremmoede": {"karen": 200, "mette": 200, "hanne": 200},
}  # fmt: skip


def address(world, template):
    keys = {name: getattr(world, name).id for name in ("seminar", "held", "a")}
    return template.format(**keys)


@pytest.mark.parametrize("template", PAGES)
def test_each_visitor_gets_the_page_the_refusal_or_nothing(world, sign_in, template):
    for name, status in PAGES[template].items():
        answer = sign_in(getattr(world, name)).get(address(world, template))
        assert answer.status_code == status, name
