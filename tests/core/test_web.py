"""Addresses put together are those of the map."""

from __future__ import annotations

import pytest
from flask import url_for
from werkzeug.routing import BuildError

from programme.core.web import LARGEST_KEY, path_to


def test_every_address_without_values_or_with_a_key_is_what_flask_says(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments in (set(), {"key"})]
    assert len(rules) > 100
    for root in ("", "/plf"):
        with app.test_request_context("/hold", base_url=f"https://lederforloeb.test{root}"):
            for rule in rules:
                values = {"key": 17} if rule.arguments else {}
                for _twice in range(2):
                    made = path_to(rule.endpoint, **values)
                    assert made == url_for(rule.endpoint, **values)
                assert made.startswith(root)


@pytest.mark.parametrize(
    "values",
    [
        {"key": LARGEST_KEY},
        {"key": "17"},
        {"key": 17, "visning": "maal"},
        {"key": 17, "_external": True},
        {"key": 17, "_anchor": "plan"},
        {"key": 0},
    ],
)
def test_what_is_not_plain_is_left_to_flask(app, values):
    with app.test_request_context("/", base_url="https://lederforloeb.test"):
        assert path_to("activities.show", **values) == url_for("activities.show", **values)


def test_a_key_that_a_page_does_not_have_is_a_question_in_its_address(app):
    with app.test_request_context("/", base_url="https://lederforloeb.test"):
        assert path_to("home.index", key=3) == url_for("home.index", key=3) == "/?key=3"


def test_what_does_not_exist_has_no_address(app):
    with app.test_request_context("/", base_url="https://lederforloeb.test"):
        for values in ({"key": 1}, {}, {"key": LARGEST_KEY + 1}):
            with pytest.raises(BuildError):
                path_to("activities.nowhere", **values)


def test_a_relative_endpoint_is_that_of_the_page(app):
    with app.test_request_context("/hold/1", base_url="https://lederforloeb.test"):
        assert path_to(".changes", key=1) == url_for(".changes", key=1) == "/hold/1/aendringer"
