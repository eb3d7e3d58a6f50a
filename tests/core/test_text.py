"""What people typed stays text when a message repeats it."""

from __future__ import annotations

from flask_babel import force_locale
from markupsafe import escape

from programme.core.text import l_


def test_values_in_a_message_are_escaped_when_it_is_shown(app):
    message = l_("%(name)s is in the cohort already.", name="<b>Mette</b> & Co")
    with app.test_request_context():
        shown = app.jinja_env.from_string("{{ message }}").render(message=message)
        assert "&lt;b&gt;Mette&lt;/b&gt; &amp; Co" in shown
        assert escape(message) == shown
        assert "<b>Mette</b> & Co" in str(message)


def test_a_message_is_said_in_the_language_of_whoever_reads_it(app):
    message = l_("Sign in")
    with app.test_request_context():
        said = []
        for locale in ("da", "en"):
            with force_locale(locale):
                said.append(str(message))
    assert said == ["Log ind", "Sign in"]
