"""What changes requests to facilitators, and partners."""

from programme.facilitation.services.asking import (
    ANSWERS,
    ASKED,
    DECLINED,
    answer,
    answer_by_link,
    ask,
    mint_token,
    stamp,
)
from programme.facilitation.services.partners import (
    PartnerText,
    add_partner,
    close_partner,
    edit_partner,
    name_partners,
    reopen_partner,
)

__all__ = [
    "ANSWERS",
    "ASKED",
    "DECLINED",
    "PartnerText",
    "add_partner",
    "answer",
    "answer_by_link",
    "ask",
    "close_partner",
    "edit_partner",
    "mint_token",
    "name_partners",
    "reopen_partner",
    "stamp",
]
