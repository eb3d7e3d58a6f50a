"""E-mail addresses in the one form in which they are kept and compared."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from programme.core.errors import RuleBrokenError
from programme.core.text import l_


def normalised(email: str) -> str:
    """The address in lower case; raises RuleBrokenError on what cannot be one."""
    try:
        checked = validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise RuleBrokenError(
            l_("Write an e-mail address like name@example.dk."), "email"
        ) from None
    return checked.normalized.lower()
