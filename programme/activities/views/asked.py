"""What a cohort's plan is asked for by its address: which view, narrowed by what, beside whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlencode

from flask import url_for

from programme.activities import plan_filters
from programme.activities.timeline import Zoom
from programme.core.forms import whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

Choice = TypeVar("Choice", bound=StrEnum)
MOST_BESIDE: Final = 5  # more plans than these are no picture any more


class View(StrEnum):
    """How the plan is shown, by its name in the address."""

    LIST = "liste"
    YEARS = "aar"
    TIMELINE = "tidslinje"
    GOALS = "maal"


class Lanes(StrEnum):
    """What has a lane of its own on the timeline."""

    KINDS = "type"
    TRACKS = "spor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address of cohort `key`'s plan asks for; what is `wanted` of it may not be there."""

    key: int
    view: View = View.LIST
    wanted: tuple[tuple[str, str], ...] = ()
    zoom: Zoom = Zoom.WHOLE
    lanes: Lanes = Lanes.KINDS
    beside: tuple[int, ...] = ()

    @classmethod
    def of(cls, key: int, args: MultiDict[str, str]) -> Asked:
        """Read an address; what cannot be read is as if it were not there."""
        given = {name: args.get(name, "") for name in plan_filters.NAMES}
        beside = [whole(value) for value in args.getlist("med")]
        return cls(
            key=key,
            view=_one_of(View, args.get("vis"), View.LIST),
            wanted=tuple((name, value) for name, value in given.items() if value),
            zoom=_one_of(Zoom, args.get("zoom"), Zoom.WHOLE),
            lanes=_one_of(Lanes, args.get("baner"), Lanes.KINDS),
            beside=tuple(dict.fromkeys(k for k in beside if k and k != key))[:MOST_BESIDE],
        )

    @property
    def filters(self) -> Mapping[str, str]:
        return dict(self.wanted)

    def but(self, **changes: Any) -> Asked:  # noqa: ANN401 - of any field
        """The same, but for what is named."""
        return replace(self, **changes)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """All but the filters, as a form of filters must carry it along."""
        pairs = [("vis", str(self.view))] if self.view is not View.LIST else []
        if self.view is View.TIMELINE:
            pairs += [("zoom", str(self.zoom))] if self.zoom is not Zoom.WHOLE else []
            pairs += [("baner", str(self.lanes))] if self.lanes is not Lanes.KINDS else []
            pairs += [("med", str(key)) for key in self.beside]
        return pairs

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Everything that differs from the plain list of the whole plan."""
        return [*self.kept, *self.wanted]

    @property
    def address(self) -> str:
        plain = url_for("activities.cohort_plan", key=self.key)
        return f"{plain}?{urlencode(self.pairs)}" if self.pairs else plain


def _one_of(kind: type[Choice], value: str | None, default: Choice) -> Choice:
    try:
        return kind(value or "")
    except ValueError:
        return default
