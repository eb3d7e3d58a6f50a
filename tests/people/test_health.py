"""What the machine that watches the site sees."""

from __future__ import annotations

from sqlalchemy.exc import OperationalError

from programme.core import db as database


def test_alive(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


def test_without_a_database(client, monkeypatch):
    def away(_engine):
        raise OperationalError("SELECT 1", {}, Exception("no such host db.internal"))

    monkeypatch.setattr(database, "_begin", away)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "unavailable\n")
