"""How wide a text is in a picture, and how it is cut to fit, where no browser can be asked.

Widths are those of IBM Plex Sans SemiBold in em, rounded up, so that other fonts fit as well.
"""

from itertools import accumulate
from typing import Final

_SLACK: Final = 1.04  # fonts that stand in for ours are a little wider
_OTHER: Final = 0.72
_EAST_ASIAN: Final = (0x1100, 1.05)  # from this code point on, letters are square
_LONGEST: Final = 300  # characters looked at; no picture shows more
# fmt: off
_WIDTHS: Final = {
    letter: width
    for letters, width in (
        (" ", 0.24), ("'", 0.26), ("ij", 0.28), (",.l’", 0.3), ("!:;", 0.32), ("()", 0.34),
        ("f·", 0.36), ("t|", 0.38), ("r", 0.4), ("-", 0.42), ("/I", 0.44), ('"', 0.48),
        ("?s", 0.5), ("cz“”", 0.52), ("Lvy", 0.54), ("Jaegx»«åéä", 0.56), ("FTkoøö", 0.58),
        ("+0123456789EZbdhnpquü–", 0.6), ("S", 0.62), ("VY", 0.64), ("CPX", 0.66),
        ("ABKRÅ", 0.68), ("DU", 0.7), ("&GHNOQØ", 0.72), ("Mw", 0.82), ("æ…", 0.88),
        ("m", 0.9), ("WÆ%→", 1.0),
    )
    for letter in letters
}
# fmt: on


def text_width(text: str, size: float) -> float:
    """Return the width in the units of `size`, rather too much than too little."""
    return sum(_letter_width(letter) for letter in text) * size * _SLACK


def shorten(text: str, width: float, size: float) -> str:
    """Return the text, or as much of it as fits with "…" behind."""
    text = " ".join(text[:_LONGEST].split())
    if text_width(text, size) <= width:
        return text
    room = width - text_width("…", size)
    ends = accumulate(text_width(letter, size) for letter in text)
    kept = sum(end <= room for end in ends)
    return text[:kept].rstrip(" ,.;:–-") + "…"


def wrap(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """Return at most `most` lines; what is left over is cut with "…"."""
    lines: list[str] = []
    words = text[:_LONGEST].split()
    while words and len(lines) < most - 1:
        count = _words_that_fit(words, width, size)
        lines.append(shorten(" ".join(words[:count]), width, size))
        words = words[count:]
    if words:
        lines.append(shorten(" ".join(words), width, size))
    return tuple(lines)


def _letter_width(letter: str) -> float:
    first, width = _EAST_ASIAN
    return width if ord(letter) >= first and letter not in _WIDTHS else _WIDTHS.get(letter, _OTHER)


def _words_that_fit(words: list[str], width: float, size: float) -> int:
    """Return how many words go on one line: one at least, so that there is an end."""
    count = 1
    while count < len(words) and text_width(" ".join(words[: count + 1]), size) <= width:
        count += 1
    return count
