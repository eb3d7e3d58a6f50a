"""Addresses and values that no page of ours leads to: said no to, never an error of ours."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DataError

from programme.core.forms import whole
from programme.people import queries
from tests.factories import PersonFactory

TOO_LARGE = ["2147483648", "9223372036854775808", "9" * 30, "٣"]


@pytest.mark.parametrize("key", TOO_LARGE)
@pytest.mark.parametrize("path", ["/hold/{}", "/personer/{}", "/aktivitet/{}", "/log/{}"])
def test_a_key_that_no_row_can_have_is_not_found(sign_in, path, key):
    answer = sign_in(PersonFactory(is_administrator=True)).get(path.format(key))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), (7, 7), ("", None), (None, None), ("-1", None), ("9" * 5000, None), ("٣", None)],
)
def test_keys_in_forms(typed, number):
    assert whole(typed) == number


def test_a_value_that_no_column_takes(client, monkeypatch):
    """PostgreSQL refuses a NUL where SQLite finds nothing: the same page either way."""

    def refused(_email):
        raise DataError("SELECT", {}, ValueError("a text with a NUL"))

    monkeypatch.setattr(queries, "find_by_email", refused)
    answer = client.post("/glemt-adgangskode", {"email": "a@test.example"})
    assert answer.status_code == 400
    assert "Forespørgslen kunne ikke bruges" in answer.text


@pytest.mark.parametrize("path", ["/log-ind", "/glemt-adgangskode"])
def test_a_nul_in_an_address(client, path):
    answer = client.post(path, {"email": "a\0b@test.example", "password": "x"})
    assert answer.status_code == 422
    assert "\0" not in answer.text
