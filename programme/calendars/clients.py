"""The calendar programs that people use: how each takes an address, and how each calls itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Callable

_GOOGLE: Final = "https://calendar.google.com/calendar/r?cid="
# Looked for in this order: Thunderbird, for one, also says "Mozilla".
_PROGRAMS: Final = (
    ("google", "Google"),
    ("outlook", "Outlook"),
    ("microsoft", "Outlook"),
    ("exchange", "Outlook"),
    ("ms-office", "Outlook"),
    ("msoffice", "Outlook"),
    ("thunderbird", "Thunderbird"),
    ("icsx5", "ICSx⁵"),
    ("nextcloud", "Nextcloud"),
    ("evolution", "GNOME"),
    ("vdirsyncer", "vdirsyncer"),
    ("dataaccessd", "iPhone/iPad"),
    ("ios/", "iPhone/iPad"),
    ("calendaragent", "Mac"),
    ("macos/", "Mac"),
    ("mac os x/", "Mac"),
    ("mozilla/", "Browser"),
)


@dataclass(frozen=True, slots=True)
class Client:
    """A choice on the page. `link` makes, of the https address, one that opens the program.

    Texts are lazy: they are said in the language of whoever reads them.
    """

    key: str
    name: Any
    address_name: Any
    note: Any
    icon: str
    steps: tuple[Any, ...]
    refresh: Any
    link: Callable[[str], str] | None = None
    link_label: Any = ""
    is_phone: bool = False

    def scanned(self, address: str) -> str:
        """What a phone's camera is to read; empty where a phone is no help."""
        if not self.is_phone:
            return ""
        return self.link(address) if self.link else address


def program_name(user_agent: str) -> str:
    """The name by which people know the program that fetched; empty when it is unknown."""
    said = user_agent.lower()
    return next((name for part, name in _PROGRAMS if part in said), "")


def webcal(address: str) -> str:
    """The address as Apple's calendars ask for it."""
    return "webcal://" + address.partition("://")[2]


def webcals(address: str) -> str:
    """The address as ICSx⁵ alone takes it: a browser would save the file, and never ask again."""
    scheme, _colon, rest = address.partition(":")
    return f"{'webcals' if scheme == 'https' else 'webcal'}:{rest}"


def google(address: str) -> str:
    """The page on which Google asks whether to add the calendar."""
    return _GOOGLE + quote(webcal(address), safe="")


CLIENTS: Final = (
    Client(
        key="outlook",
        name="Outlook",
        address_name="Outlook",
        note=l_("On the web and in Windows"),
        icon="laptop",
        steps=(
            l_("Copy the address below."),
            l_("Open the calendar in Outlook: choose “Add calendar” and “Subscribe from web”."),
            l_("Paste the address, call the calendar “Lederforløb”, and choose “Import”."),
        ),
        refresh=l_(
            "Outlook looks for changes about every three hours; it may take a day. In Outlook for "
            "Mac you cannot add the address: do it in Outlook on the web, then it shows there too."
        ),
    ),
    Client(
        key="apple",
        name=l_("iPhone or Mac"),
        address_name=l_("iPhone or Mac"),
        note=l_("Apple’s calendar"),
        icon="smartphone",
        steps=(
            l_("Press the button below on the device where you want the dates."),
            l_("Say yes to subscribing."),
            l_("On a Mac: choose “Every hour” under automatic updates."),
        ),
        refresh=l_(
            "The device decides how often it looks for changes: from every quarter of an hour to "
            "once a week. It stands in its settings for calendars."
        ),
        link=webcal,
        link_label=l_("Open in Apple’s calendar"),
        is_phone=True,
    ),
    Client(
        key="google",
        name="Google",
        address_name=l_("Google Calendar"),
        note=l_("Also on Android phones"),
        icon="calendar-month",
        steps=(
            l_("Do this on a computer: the link does not work in the app on the phone."),
            l_("Press the button below, and say yes to adding the calendar."),
            l_("Within a day the dates are on your phone as well."),
        ),
        refresh=l_("Google looks for changes every 8 to 24 hours. That cannot be set."),
        link=google,
        link_label=l_("Open in Google Calendar"),
    ),
    Client(
        key="android",
        name="Android",
        address_name=l_("Android phone"),
        note=l_("Faster than Google, with the app ICSx⁵"),
        icon="smartphone",
        steps=(
            l_("Install the app ICSx⁵ from the app store. It is free of charge in F-Droid."),
            l_("Press the button below on the phone, or scan the code."),
            l_(
                "ICSx⁵ opens with the address in it. Say yes, and the dates stand in your calendar."
            ),
        ),
        refresh=l_(
            "ICSx⁵ looks for changes as often as you ask it to, every hour for instance. It puts "
            "the dates into the calendar app that the phone has already. If you would rather "
            "install nothing, choose Google: there it may take a day."
        ),
        link=webcals,
        link_label=l_("Open in ICSx⁵"),
        is_phone=True,
    ),
    Client(
        key="thunderbird",
        name="Thunderbird",
        address_name="Thunderbird",
        note=l_("On a computer"),
        icon="desktop",
        steps=(
            l_("Copy the address below."),
            l_("Open the calendar in Thunderbird, and choose “New calendar” and “On the network”."),
            l_("Paste the address; a user name is not needed."),
        ),
        refresh=l_("Thunderbird looks for changes every half hour."),
    ),
    Client(
        key="other",
        name=l_("Another"),
        address_name=l_("My calendar"),
        note=l_("Every calendar that can subscribe"),
        icon="link",
        steps=(
            l_("Copy the address below."),
            l_("Find “Subscribe to a calendar” or “Add calendar from the web” in your program."),
            l_("Paste the address."),
        ),
        refresh=l_(
            "The program decides how often it looks for changes. Some do so once a week only: see "
            "whether yours can be set to every hour."
        ),
    ),
)
OTHER: Final = CLIENTS[-1]
_BY_KEY: Final = {client.key: client for client in CLIENTS}


def chosen(key: str) -> Client:
    """The client with this key; for what is unknown, the one that says what holds for all."""
    return _BY_KEY.get(key, OTHER)
