"""What a process keeps for as long as the versions it was made from hold.

The key carries the versions, so that what is out of date is never asked for again; there is no
other way of throwing away. After a restore the server is started anew.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")
_everything: list[OrderedDict[Hashable, object]] = []


class Kept(Generic[T]):
    """The things last used, at most `size` of them, by key."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        _everything.append(self._things)  # type: ignore[arg-type] # only ever cleared

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing with this key, made if it is not kept. Two threads may both make it."""
        with suppress(KeyError):
            self._things.move_to_end(key)
            return self._things[key]
        thing = self._things[key] = make()
        if len(self._things) > self._size:
            with suppress(KeyError):
                self._things.popitem(last=False)
        return thing


def forget() -> None:
    """Keep nothing: for tests, which write rows without raising versions."""
    for things in _everything:
        things.clear()
