"""What the server of these tests loads: the site itself, on a day that stands still."""

from importlib import import_module

from programme.core import clock
from tests.clients.day import DAY

clock.now = lambda: DAY
app = import_module("wsgi").app
