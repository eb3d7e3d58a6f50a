"""Settings: safe by default, refused by name."""

from __future__ import annotations

import pytest

from programme.config import Settings, SettingsError, is_loopback

SECRET = "x" * 32
GOOD = {"SECRET_KEY": SECRET, "PUBLIC_URL": "https://kursus.kommune.example/"}


def read(tmp_path, **changes):
    environment = {**GOOD, "INSTANCE": str(tmp_path), **changes}
    return Settings.from_environment({k: v for k, v in environment.items() if v is not None})


def test_production(tmp_path):
    settings = read(tmp_path)
    assert settings.secure
    assert not settings.demo
    assert settings.public_url == "https://kursus.kommune.example"
    assert settings.flask()["SESSION_COOKIE_NAME"] == "__Host-lederforloeb"
    assert settings.flask()["TRUSTED_HOSTS"] == ["kursus.kommune.example"]
    assert settings.database_url == f"sqlite:///{tmp_path}/lederforloeb.sqlite"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PUBLIC_URL": None}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "kursus.example"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://kursus.example"}, "PUBLIC_URL"),
        ({"PORT": "80a"}, "PORT"),
        ({"WORKERS": "-1"}, "WORKERS"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"DEMO": "1", "HOST": "0.0.0.0"}, "HOST"),  # noqa: S104 - that is what is refused
        ({"DEMO": "1", "HOST": "kursus.example"}, "HOST"),
    ],
)
def test_what_is_missing_or_unsafe_is_named(tmp_path, changes, named):
    with pytest.raises(SettingsError, match=named):
        read(tmp_path, **changes)


def test_the_demo_keeps_a_secret_of_its_own(tmp_path):
    demo = {"SECRET_KEY": None, "PUBLIC_URL": None, "DEMO": "1"}
    first, second = read(tmp_path, **demo), read(tmp_path, **demo)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert first.public_url == "http://127.0.0.1:8000"
    assert first.flask()["SESSION_COOKIE_NAME"] == "lederforloeb"


def test_postgresql_is_reached_through_psycopg(tmp_path):
    url = read(tmp_path, DATABASE_URL="postgres://app@db/lf").database_url
    assert url == "postgresql+psycopg://app@db/lf"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_loopback(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "kursus.example", ""])  # noqa: S104
def test_not_loopback(host):
    assert not is_loopback(host)
