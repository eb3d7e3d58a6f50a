"""What facilitators and coordinators attach to an activity, and what they ask."""

from programme.inspiration.services.items import LONGEST, MOST_ITEMS, Content, add, edit, withdraw
from programme.inspiration.services.prompts import (
    edit_prompt,
    publish,
    put_aside,
    withdraw_prompt,
    write_prompt,
)

__all__ = [
    "LONGEST",
    "MOST_ITEMS",
    "Content",
    "add",
    "edit",
    "edit_prompt",
    "publish",
    "put_aside",
    "withdraw",
    "withdraw_prompt",
    "write_prompt",
]
