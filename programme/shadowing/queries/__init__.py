"""What is asked about shadowing."""

from programme.shadowing.queries.pairs import (
    find_pair,
    left_alone,
    met,
    open_pairs,
    own_pairs,
    pairs_of,
    read_by,
)
from programme.shadowing.queries.rounds import (
    Offer,
    Round,
    Turn,
    count_unagreed,
    find_item,
    find_offer,
    items_of,
    round_of,
    takes_part,
    turns_of,
    window_of,
)

__all__ = [
    "Offer",
    "Round",
    "Turn",
    "count_unagreed",
    "find_item",
    "find_offer",
    "find_pair",
    "items_of",
    "left_alone",
    "met",
    "open_pairs",
    "own_pairs",
    "pairs_of",
    "read_by",
    "round_of",
    "takes_part",
    "turns_of",
    "window_of",
]
