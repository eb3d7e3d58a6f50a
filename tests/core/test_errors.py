"""When something breaks below: a page all the same, and a log that tells nothing of the texts."""

from __future__ import annotations

import logging

import pytest
import sqlalchemy as sa

from programme.core import errors
from programme.people import queries
from tests.factories import LevelFactory, PersonFactory


@pytest.fixture
def chief(sign_in):
    return sign_in(PersonFactory(name="Adam Admin", is_administrator=True))


def new_person(chief):
    taken = PersonFactory(email="optaget@test.example")
    data = {"name": "Nora", "email": taken.email, "workplace": str(taken.organisation_id)}
    return chief.post("/personer/ny", data)


def test_two_added_at_the_same_moment(chief, monkeypatch, caplog):
    """The rule saw nobody; the database did. Its message holds the address."""
    monkeypatch.setattr(queries, "find_by_email", lambda _email: None)
    LevelFactory()
    answer = new_person(chief)
    assert answer.status_code == 409
    assert "Adam Admin" in answer.text, "the page knows who looks"
    assert "collision" in caplog.text
    assert "optaget" not in caplog.text


@pytest.mark.parametrize("error", [sa.exc.DataError, sa.exc.OperationalError, RuntimeError])
def test_a_page_after_a_broken_transaction(chief, monkeypatch, caplog, error):
    def broken(*_given):
        with pytest.raises(sa.exc.IntegrityError):
            errors_session().execute(sa.text("INSERT INTO unit (id) VALUES (1)"))
        raise error("secret words", {}, Exception("secret words"))

    def errors_session():
        from programme.core.db import db

        return db.session

    monkeypatch.setattr(queries, "find_by_email", broken)
    answer = new_person(chief)
    status = {sa.exc.DataError: 400, sa.exc.OperationalError: 503, RuntimeError: 500}[error]
    assert answer.status_code == status
    assert "Adam Admin" in answer.text
    assert "secret" not in caplog.text


def test_the_log_when_not_even_the_page_can_be_made(client, monkeypatch, caplog):
    def broken(*_given, **_context):
        raise ValueError("secret words")

    monkeypatch.setattr(errors, "render_template", broken)
    with caplog.at_level(logging.INFO):
        answer = client.http.get("/invitation-secret-token", base_url=client.base)
    assert answer.status_code == 404
    assert "no page: ValueError" in caplog.text
    assert "secret" not in caplog.text
