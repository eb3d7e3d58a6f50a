"""Views of people: one module a subject, all on one blueprint."""

from programme.people.views import account, email, expired, health, links, sign_in, welcome
from programme.people.views.base import blueprint

__all__ = ["account", "blueprint", "email", "expired", "health", "links", "sign_in", "welcome"]
