"""Keep a spreadsheet from taking a text for a formula, and take the text back as it was.

A guarded text begins with one apostrophe more than it had: so what was guarded and what began
with an apostrophe by itself are told apart again.
"""

from __future__ import annotations

import re
from typing import Final

# Also behind spaces, and as full-width signs: some programs read on past both.
_RISKY: Final = re.compile(r"'*[ \u00a0\u3000]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """The text for a file in which a cell's kind cannot be said, such as CSV."""
    return f"'{text}" if _RISKY.match(text) else text


def guarded_typed(text: str) -> str:
    """The text for a cell that is said to be text: nothing is run, but apostrophes must survive."""
    return guarded(text) if text.startswith("'") else text


def unguarded(text: str) -> str:
    """The text as it was before either of the above."""
    return text[1:] if text.startswith("'") and _RISKY.match(text) else text
