from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from programme.calendars import clients

ADDRESS = "https://lederforloeb.test/kalender/a-B_c.ics"


def test_apple_is_given_webcal():
    assert clients.webcal(ADDRESS) == "webcal://lederforloeb.test/kalender/a-B_c.ics"


def test_android_is_given_what_no_browser_takes_for_a_file():
    android = clients.chosen("android")
    assert android.scanned(ADDRESS) == android.link(ADDRESS)
    assert android.link(ADDRESS) == "webcals://lederforloeb.test/kalender/a-B_c.ics"
    assert clients.webcals("http://127.0.0.1/k.ics") == "webcal://127.0.0.1/k.ics"


def test_google_is_given_webcal_inside_its_own_address():
    parts = urlsplit(clients.google(ADDRESS))
    assert (parts.scheme, parts.netloc, parts.path) == (
        "https",
        "calendar.google.com",
        "/calendar/r",
    )
    assert parse_qs(parts.query) == {"cid": [clients.webcal(ADDRESS)]}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Google-Calendar-Importer", "Google"),
        ("Microsoft.Exchange/15.20 (OutlookService)", "Outlook"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.1; Pro)", "Outlook"),
        ("Mozilla/4.0 (compatible; ms-office; MSOffice rmj)", "Outlook"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Thunderbird/153.7",
            "Thunderbird",
        ),
        ("iOS/19.1 (23B5) dataaccessd/1.0", "iPhone/iPad"),
        ("macOS/16.0 (25A1) CalendarAgent/1100", "Mac"),
        ("Mac OS X/10.15.7 (19H2) CalendarAgent/930.5.1", "Mac"),
        ("ICSx5/2.3 (ical4j/4.0) Android/15", "ICSx⁵"),
        ("Evolution/3.46.4", "GNOME"),
        ("vdirsyncer/0.21.0", "vdirsyncer"),
        ("Nextcloud Server/30", "Nextcloud"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Browser"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_program_is_known_by_what_it_says(said, name):
    assert clients.program_name(said) == name


def test_the_page_has_the_six_clients_and_the_last_stands_for_all_others():
    assert [client.key for client in clients.CLIENTS] == [
        *("outlook", "apple", "google", "android", "thunderbird", "other")
    ]
    assert clients.chosen("google").key == "google"
    assert clients.chosen("<script>") is clients.OTHER
    assert all(len(client.steps) in {2, 3} for client in clients.CLIENTS)
