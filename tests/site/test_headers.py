"""Headers of errors, files and foreign hosts; those of pages are looked at wherever one is read."""

from __future__ import annotations

import re

import pytest

from tests.site.headers import carries_headers

pytestmark = pytest.mark.one_database  # whatever is answered


def test_errors_carry_the_headers(app, client, browser_of, monkeypatch):
    carries_headers(client.get("/findes-ikke"), "404")
    carries_headers(client._send("PATCH", "/log-ind"), "405")
    carries_headers(client.post("/log-ind", csrf=False), "400")
    carries_headers(client.post("/log-ind", {"email": "x" * 2_100_000}), "413")

    def broken(**_kwargs):
        raise RuntimeError

    monkeypatch.setitem(app.view_functions, "people.account", broken)
    answer = browser_of("author").get("/konto")
    assert answer.status_code == 500
    carries_headers(answer, "500")


def test_static_files_carry_the_headers_and_may_be_kept(client):
    page = client.get("/log-ind").text
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert len(files) >= 4
    for name in files:
        with client.get(name) as answer:
            assert answer.status_code == 200, name
            carries_headers(answer, name)
            assert "max-age=31536000" in answer.headers["Cache-Control"], name
            assert "Set-Cookie" not in answer.headers, name
    carries_headers(client.get("/static/findes-ikke.js"), "no such file")


def test_the_cookie_is_out_of_reach_of_script_and_of_other_hosts(client):
    cookies = client.get("/log-ind").headers.getlist("Set-Cookie")
    assert [c.partition("=")[0] for c in cookies] == ["__Host-lederforloeb"]
    attributes = {part.strip() for part in cookies[0].split(";")}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= attributes
    assert not any(part.startswith(("Domain", "Expires", "Max-Age")) for part in attributes)


@pytest.mark.parametrize("path", ["/log-ind", "/findes-ikke", "/static/findes-ikke", "/healthz"])
def test_a_forged_host_is_refused(client, path):
    forged = client.http.get(path, base_url="https://evil.example")
    assert forged.status_code == 400
    assert "evil.example" not in forged.text
    carries_headers(forged, path)


def test_a_forwarded_host_counts_for_nothing(client):
    page = client.get("/log-ind", headers={"X-Forwarded-Host": "evil.example"})
    assert page.status_code == 200
    assert "evil.example" not in page.text
