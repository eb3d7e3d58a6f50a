"""Lederforløb: programme management for leadership courses in the public sector."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from programme.config import ROOT, Settings

# The site's map: each feature's views and the address they stand under.
BLUEPRINTS = {
    "calendars": "",
    "people": "",
    "programmes": "/forloeb",
    "cohorts": "",
    "activities": "",
    "venues": "",
    "rosters": "",
    "attendance": "",
    "contributions": "",
    "facilitation": "",
    "shadowing": "",
    "planning": "",
    "learning_logs": "",
    "notifications": "",
    "inspiration": "",
    "guideposts": "",
    "visits": "",
    "standings": "",
    "conversations": "",
    "reminders": "",
    "home": "",
    "reports": "",
}

PARTS = (
    "core.logs",
    "core.language",
    "core.access",
    "core.errors",
    "core.headers",
    "core.files",
    "core.filters",
    "core.web",
    "people.demo",
    "people.viewer",
    "home.menu",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; raises SettingsError when a setting is unsafe."""
    settings = settings or Settings.from_environment()
    app = Flask(
        __name__,
        instance_path=str(settings.instance.resolve()),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(settings.flask())
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).parent / "translations")
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    _join_extensions(app)
    for name in PARTS:
        import_module(f"programme.{name}").register(app)
    for feature, address in BLUEPRINTS.items():
        views = import_module(f"programme.{feature}.views")
        app.register_blueprint(views.blueprint, url_prefix=address or None)
    import_module("programme.commands").register(app)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, 0, 0, 0)  # type: ignore[method-assign]
    return app


def _join_extensions(app: Flask) -> None:
    from programme.core import db, language  # noqa: PLC0415 - after the settings are known
    from programme.extensions import babel, csrf, login_manager  # noqa: PLC0415

    db.db.init_app(app)
    login_manager.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=language.chosen)
