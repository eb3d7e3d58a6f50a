"""Run migrations on the app's own database, reached through its engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alembic import context

from programme.core.db import Base, UtcDateTime

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from sqlalchemy.engine import Connection


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:  # noqa: ANN401
    """Name our own types by what they are in the database: migrations import nothing of ours."""
    del autogen
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Leave out what models cannot say: the full text index of entries, and SQLite's parts of it."""
    del parents
    return not (kind in {"table", "index"} and (name or "").startswith("entry_search"))


def run() -> None:
    """Migrate on the connection that the command hands over."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        include_name=include_name,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
