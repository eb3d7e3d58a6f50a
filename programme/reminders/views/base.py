"""What the views of reminders share."""

from flask import Blueprint

blueprint = Blueprint("reminders", __name__)
