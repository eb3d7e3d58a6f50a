"""What changes shadowing: offers, wishes, pairs, their agreements, and feedback afterwards."""

from programme.shadowing.services.agreeing import confirm, give_feedback, write
from programme.shadowing.services.offering import OfferText, save_offer, save_wishes, withdraw
from programme.shadowing.services.pairing import end, end_left_alone, pair, pair_all

__all__ = [
    "OfferText",
    "confirm",
    "end",
    "end_left_alone",
    "give_feedback",
    "pair",
    "pair_all",
    "save_offer",
    "save_wishes",
    "withdraw",
    "write",
]
