"""How the entries of one log hang together: each that took up another's next action follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from programme.learning_logs.models import EntryState


@dataclass(frozen=True, slots=True)
class Step:
    """An entry's place in its author's log. Never shown to others: it tells what is private."""

    id: int
    previous_id: int | None
    written_on: date
    state: EntryState
    has_next_action: bool
    matches: bool = True

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.state is EntryState.DRAFT


def chains(steps: Iterable[Step]) -> list[tuple[Step, ...]]:
    """The steps in chains, each oldest first; the chain with the newest step comes first."""
    by_id = {step.id: step for step in steps}
    roots: dict[int, int] = {}
    found: dict[int, list[Step]] = {}
    for step in sorted(by_id.values(), key=_when):
        found.setdefault(_root(step, by_id, roots), []).append(step)
    return sorted(map(tuple, found.values()), key=lambda chain: _when(chain[-1]), reverse=True)


def chain_with(steps: Iterable[Step], entry_id: int) -> tuple[Step, ...]:
    """The chain that this entry stands in; empty when it is not among them."""
    return next(
        (chain for chain in chains(steps) if any(step.id == entry_id for step in chain)), ()
    )


def waits(chain: Sequence[Step]) -> Step | None:
    """The newest finished step whose next action nobody has taken up, if it is the last one."""
    if not chain or chain[-1].is_draft or not chain[-1].has_next_action:
        return None
    return chain[-1]


def _root(step: Step, by_id: dict[int, Step], roots: dict[int, int]) -> int:
    """The first step of the chain; what is known of steps on the way is not walked again."""
    way = []
    while step.id not in roots and step.previous_id in by_id:
        way.append(step.id)
        step = by_id[step.previous_id]
    root = roots.get(step.id, step.id)
    roots.update(dict.fromkeys([*way, step.id], root))
    return root


def _when(step: Step) -> tuple[date, int]:
    return step.written_on, step.id
