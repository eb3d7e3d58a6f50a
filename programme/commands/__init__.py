"""The command line: migrate, load, serve, work. The only place beside views that commits."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

# Each module has `COMMANDS`.
MODULES = ("catalogues", "database", "demo", "people", "seed", "serve", "work")


def register(app: Flask) -> None:
    """Join the commands to the app."""
    for name in MODULES:
        for command in import_module(f"programme.commands.{name}").COMMANDS:
            app.cli.add_command(command)
