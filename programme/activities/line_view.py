"""What the drawings of a course line are made of; every place is in units of the viewBox."""

from dataclasses import dataclass
from typing import Final

from programme.activities.line_axis import Month, Panel
from programme.activities.line_items import State
from programme.activities.line_marks import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What sets one drawing apart from the next."""

    name: str
    width: float
    radius: float
    name_size: float
    text_size: float
    axis_size: float
    label_width: float
    reach: float  # how far from the marks a label may begin
    only_next: bool = False  # one label, the next item's
    only_main: bool = False  # none for what lies between two courses
    themes: bool = False


WIDE: Final = Frame(
    name="wide", width=1120, radius=9, name_size=14, text_size=13, axis_size=12.5,
    label_width=126, reach=95, themes=True,
)  # fmt: skip
MEDIUM: Final = Frame(
    name="medium", width=640, radius=8, name_size=13.5, text_size=12.5, axis_size=12,
    label_width=130, reach=95, only_main=True,
)  # fmt: skip
COMPACT: Final = Frame(
    name="compact", width=328, radius=6, name_size=13.5, text_size=12.5, axis_size=12,
    label_width=210, reach=0, only_next=True, themes=True,
)  # fmt: skip
FRAMES: Final = {frame.name: frame for frame in (WIDE, MEDIUM, COMPACT)}


@dataclass(frozen=True, slots=True)
class Rect:
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Text:
    """One line of a label; its role is name, theme or date."""

    role: str
    text: str
    size: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """A label's lines, and the ground they stand on."""

    state: State
    ground: Rect
    x: float
    anchor: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """All marks of one kind and state as one path."""

    kind: str
    state: State
    path: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A window of time."""

    state: State
    rect: Rect


@dataclass(frozen=True, slots=True)
class Link:
    """Where one may click, and what a mouse resting there is told."""

    path: str
    href: str
    tip: str


@dataclass(frozen=True, slots=True)
class Today:
    """The line of today, and the left edge of the tag above it."""

    x: float
    tag: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One drawing. `line` is the height of the course's line, `floor` the end of its ground."""

    frame: Frame
    height: float
    floor: float
    line: float
    scale: Scale
    elapsed: float
    today: Today | None
    panels: tuple[Panel, ...]
    months: tuple[Month, ...]
    marks: tuple[tuple[float, float], ...]
    halo: tuple[float, float] | None
    windows: tuple[Bar, ...]
    holes: str
    shapes: tuple[Shapes, ...]
    leaders: str
    crosses: str
    labels: tuple[Label, ...]
    links: tuple[Link, ...]
