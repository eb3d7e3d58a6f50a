"""What changes persons and their accounts: one module a subject, called by `services.<verb>`."""

from programme.people.services.account import (
    change_password,
    check_current_password,
    choose_language,
    void_links,
    welcome,
)
from programme.people.services.email_changes import (
    apply_due_email_changes,
    confirm_email_change,
    email_change_mail,
    find_email_change,
    mint_email_token,
    refuse_email_change,
    request_email_change,
    withdraw_email_change,
)
from programme.people.services.links import (
    LIFETIMES,
    find_link,
    mint_link,
    request_reset,
    use_link,
)
from programme.people.services.persons import NewPerson, add_person, invite, known_texts
from programme.people.services.roles import (
    Scope,
    close_account,
    grant_coordination,
    reopen_account,
    set_administrator,
    withdraw_coordination,
)
from programme.people.services.sign_ins import (
    Attempt,
    begin_sign_in,
    end_sign_in,
    sign_in,
    sign_out,
)

__all__ = [
    "LIFETIMES",
    "Attempt",
    "NewPerson",
    "Scope",
    "add_person",
    "apply_due_email_changes",
    "begin_sign_in",
    "change_password",
    "check_current_password",
    "choose_language",
    "close_account",
    "confirm_email_change",
    "email_change_mail",
    "end_sign_in",
    "find_email_change",
    "find_link",
    "grant_coordination",
    "invite",
    "known_texts",
    "mint_email_token",
    "mint_link",
    "refuse_email_change",
    "reopen_account",
    "request_email_change",
    "request_reset",
    "set_administrator",
    "sign_in",
    "sign_out",
    "use_link",
    "void_links",
    "welcome",
    "withdraw_coordination",
    "withdraw_email_change",
]
