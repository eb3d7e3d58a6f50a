"""Headers that every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, request

if TYPE_CHECKING:
    from flask import Response

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000; includeSubDomains"


def register(app: Flask) -> None:
    """Put the headers on every answer of the app, errors included."""
    secure = app.config["SETTINGS"].secure

    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        for name, value in HEADERS.items():
            headers[name] = value
        if headers.get("Content-Disposition", "").startswith("attachment"):
            headers["Content-Security-Policy"] = f"{CSP}; sandbox"
        headers.setdefault("Referrer-Policy", "same-origin")
        if secure:
            headers["Strict-Transport-Security"] = HSTS
        if request.endpoint != "static" and "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        return response
