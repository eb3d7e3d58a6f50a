"""What was looked for in the log, and how its hits are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request, url_for

from programme.core.text import l_
from programme.learning_logs import words

if TYPE_CHECKING:
    from programme.learning_logs.queries.search import Found

PARTS: Final[dict[str, Any]] = {
    "heading": l_("Heading"),
    "action": l_("Action"),
    "reflection": l_("Reflection"),
    "new_knowledge": l_("New knowledge"),
    "next_action": l_("Next action"),
}


def query() -> str:
    """What is looked for, on one line; nothing shows the whole list."""
    return " ".join(request.args.get("q", "")[: words.QUERY].split())


def shown(asked: str, found: Found | None) -> dict[str, Any]:
    """What _hits.html wants. Nothing was found when nothing was looked for."""
    wanted = words.of_query(asked)
    return {
        "query": asked,
        "found": found,
        "has_words": bool(wanted),
        "most_words": words.MOST if len(set(words.of_text(asked))) > len(wanted) else 0,
        "parts": PARTS,
        "all": url_for(str(request.endpoint)),
    }
