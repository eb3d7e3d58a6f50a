"""What every answer carries, errors and files included."""

from __future__ import annotations

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
KEPT = ("/static/", "/kalender/")  # files, and feeds with an ETag; nothing else may be stored


def carries_headers(answer, name):
    is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
    for header, value in ALWAYS.items():
        if is_file and value is CSP:
            value = f"{CSP}; sandbox"  # noqa: PLW2901 - of files people attach nothing runs
        assert answer.headers.get(header) == value, f"{name}: {header}"
    assert "Permissions-Policy" in answer.headers, name
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, name
    if not answer.request.path.startswith(KEPT):
        assert answer.headers["Cache-Control"] == "no-store", name
