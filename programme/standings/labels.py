"""What the five steps are called. They are words for oneself, and no mark."""

from __future__ import annotations

from typing import Final

from programme.core.text import l_

STEPS: Final = {
    1: l_("I have only just begun"),
    2: l_("I am feeling my way"),
    3: l_("It works now and then"),
    4: l_("It works most of the time"),
    5: l_("It comes by itself, and I help others with it"),
}
