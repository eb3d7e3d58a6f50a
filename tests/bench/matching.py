"""What it costs to propose shadowing pairs for 200 people, in CPU, however they wish."""

from __future__ import annotations

import random
import time

from programme.shadowing.matching import Ground, propose
from programme.shadowing.rules import Fellow

PEOPLE = 200
LIMIT = 2.0


def report() -> int:
    """Print a line for each sort of cohort; says how many took too long."""
    print(f"\n| matching of {PEOPLE} people | pairs | CPU s | to reach |")
    print("|---|---|---|---|")
    missed = 0
    for name, ground in _grounds().items():
        began = time.process_time()
        pairs = propose(ground)
        spent = time.process_time() - began
        missed += spent > LIMIT
        print(f"| {name} | {len(pairs)} | {spent:.2f} | ≤ {LIMIT:.0f} |")
    return missed


def _grounds() -> dict[str, Ground]:
    """Wishes spread or for the same few; many units or three; places for all or for some."""
    chosen = random.Random(7)
    spread = {key: chosen.sample(range(PEOPLE), 3) for key in range(PEOPLE)}
    same = dict.fromkeys(range(PEOPLE), (0, 1, 2))
    met = [frozenset(chosen.sample(range(PEOPLE), 2)) for _ in range(PEOPLE * 5)]
    return {
        "wishes spread, 40 units": _ground(40, spread, 1),
        "the same three wished for by all": _ground(40, same, 1),
        "three units": _ground(3, spread, 1),
        "half as many places as people": _ground(40, same, 1, hosts=PEOPLE // 2),
        "three places a host": _ground(40, spread, 3, hosts=PEOPLE // 3),
        "a thousand earlier pairs": _ground(40, spread, 1, met=met),
    }


def _ground(units, wishes, places, *, hosts=PEOPLE, met=()) -> Ground:
    people = [
        Fellow(
            id=key,
            name=str(key),
            workplace=("unit", key * 7 % units),
            organisation_id=key % 5,
            level_id=key % 2,
            item_id=1,
        )
        for key in range(PEOPLE)
    ]
    chains = {key: frozenset({key // 10, key // 100}) - {key} for key in range(PEOPLE)}
    return Ground(
        guests=people,
        hosts=people[:hosts],
        places=dict.fromkeys(range(hosts), places),
        wishes=wishes,
        chains=chains,
        met=frozenset(met),
    )


if __name__ == "__main__":
    raise SystemExit(report())
