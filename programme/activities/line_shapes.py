"""The shapes of the course line as SVG path data: the kind is told by form, never by colour."""

from collections.abc import Callable
from typing import Final

Shape = Callable[[float, float, float], str]


def number(value: float) -> str:
    """Return a coordinate with one decimal at most, "-0" being "0"."""
    return f"{round(value, 1) + 0:g}"


def shape(kind: str, x: float, y: float, radius: float) -> str:
    """Return the outline of a kind of activity round (x, y)."""
    return _SHAPES.get(kind, triangle)(x, y, radius)


def cross(x: float, y: float, radius: float) -> str:
    """Return the two strokes through what is called off."""
    low, high = f"{number(x - radius)} {number(y - radius)}", number(2 * radius)
    return f"M{low}l{high} {high}M{number(x + radius)} {number(y - radius)}l-{high} {high}"


def square(x: float, y: float, radius: float) -> str:
    half = radius * 0.88
    side = number(2 * half)
    return f"M{number(x - half)} {number(y - half)}h{side}v{side}h-{side}z"


def disc(x: float, y: float, radius: float) -> str:
    r, across = number(radius), number(2 * radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0z"


def ring(x: float, y: float, radius: float) -> str:
    """Return two circles; with fill-rule evenodd the inner one is a hole."""
    return disc(x, y, radius * 0.86) + disc(x, y, radius * 0.48)


def diamond(x: float, y: float, radius: float) -> str:
    half = number(radius * 1.15)
    return f"M{number(x)} {number(y - radius * 1.15)}l{half} {half} -{half} {half} -{half} -{half}z"


def triangle(x: float, y: float, radius: float) -> str:
    half, across = number(radius), number(2 * radius)
    height = number(radius * 1.75)
    return f"M{number(x)} {number(y - radius)}l{half} {height}h-{across}z"


def pill(x: float, y: float, radius: float) -> str:
    """Return a bar with round ends: a stay rather than a meeting."""
    r, straight = number(radius * 0.6), number(radius * 1.3)
    tall = number(radius * 1.2)
    return (
        f"M{number(x - radius * 0.65)} {number(y - radius * 0.6)}h{straight}"
        f"a{r} {r} 0 0 1 0 {tall}h-{straight}a{r} {r} 0 0 1 0 -{tall}z"
    )


_SHAPES: Final[dict[str, Shape]] = {
    "workshop": square,
    "seminar": disc,
    "network_meeting": ring,
    "course_session": diamond,
    "shadowing": pill,
}
