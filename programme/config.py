"""The installation's settings; the only reader of the environment."""

from __future__ import annotations

import ipaddress
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
SECRET_BYTES = 32
MAIL_FROM = "Lederforløb <lederforloeb@example.invalid>"
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]", "::1")


class SettingsError(Exception):
    """A setting is missing or unsafe; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation may set. Defaults are those of production."""

    secret_key: str
    public_url: str
    database_url: str
    instance: Path
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    proxy_hops: int = 0
    smtp_url: str | None = None
    mail_from: str = MAIL_FROM
    idle_minutes: int = 60
    log_level: str = "WARNING"
    fast_hash: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read and check the environment; raises SettingsError at the first fault."""
        demo = environment.get("DEMO") == "1"
        instance = Path(environment.get("INSTANCE", ROOT / "instance")).resolve()
        host = environment.get("HOST", "127.0.0.1")
        port = _whole(environment, "PORT", 8000)
        if demo and not is_loopback(host):
            message = f"HOST={host}: demo mode listens on the loopback address only"
            raise SettingsError(message)
        return cls(
            secret_key=_secret(environment, instance, demo=demo),
            public_url=_public_url(environment, port, demo=demo),
            database_url=_database_url(environment, instance),
            instance=instance,
            demo=demo,
            host=host,
            port=port,
            workers=_whole(environment, "WORKERS", 2),
            proxy_hops=_whole(environment, "PROXY_HOPS", 0),
            smtp_url=environment.get("SMTP_URL"),
            mail_from=environment.get("MAIL_FROM", MAIL_FROM),
            idle_minutes=_whole(environment, "IDLE_MINUTES", 60),
            log_level=_log_level(environment),
        )

    @property
    def secure(self) -> bool:
        """Whether browsers reach the site over https."""
        return self.public_url.startswith("https://")

    def flask(self) -> dict[str, Any]:
        """The same settings under the names that Flask and its extensions read."""
        host = urlsplit(self.public_url).netloc
        return {
            "SECRET_KEY": self.secret_key,
            "SETTINGS": self,
            "SESSION_COOKIE_NAME": "__Host-lederforloeb" if self.secure else "lederforloeb",
            "SESSION_COOKIE_SECURE": self.secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
            "SESSION_REFRESH_EACH_REQUEST": False,
            "TRUSTED_HOSTS": [host.rsplit(":", 1)[0], *(LOOPBACK_NAMES if self.demo else ())],
            "MAX_CONTENT_LENGTH": 2_000_000,
            "MAX_FORM_MEMORY_SIZE": 2_000_000,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_CHECK_DEFAULT": True,
            # Some browsers send no Referer. The token is bound to a __Host- cookie, which
            # another host or a plain connection cannot set: the header would add nothing.
            "WTF_CSRF_SSL_STRICT": False,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
            "BABEL_DEFAULT_LOCALE": "da_DK",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Copenhagen",
            "SEND_FILE_MAX_AGE_DEFAULT": 365 * 24 * 3600,
        }


def is_loopback(host: str) -> bool:
    """Whether an address or host name can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _secret(environment: Mapping[str, str], instance: Path, *, demo: bool) -> str:
    secret = environment.get("SECRET_KEY", "")
    if not secret and demo:
        return _kept_secret(instance / "demo-secret")
    if len(secret.encode()) < SECRET_BYTES:
        message = f"SECRET_KEY is missing or shorter than {SECRET_BYTES} bytes"
        raise SettingsError(message)
    return secret


def _kept_secret(path: Path) -> str:
    """A secret of this instance's own, made once: the demo's workers must share it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def _public_url(environment: Mapping[str, str], port: int, *, demo: bool) -> str:
    url = environment.get("PUBLIC_URL", f"http://127.0.0.1:{port}" if demo else "")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        message = "PUBLIC_URL is missing: the address at which people reach the site, with https://"
        raise SettingsError(message)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        message = f"PUBLIC_URL={url}: only a loopback address may go without https"
        raise SettingsError(message)
    return url.rstrip("/")


def _database_url(environment: Mapping[str, str], instance: Path) -> str:
    url = environment.get("DATABASE_URL", f"sqlite:///{instance / 'lederforloeb.sqlite'}")
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    return url


def _whole(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal():
        message = f"{name}={text}: a whole number is expected"
        raise SettingsError(message)
    return int(text)


def _log_level(environment: Mapping[str, str]) -> str:
    level = environment.get("LOG_LEVEL", "WARNING").upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        message = f"LOG_LEVEL={level}: DEBUG, INFO, WARNING or ERROR is expected"
        raise SettingsError(message)
    return level
