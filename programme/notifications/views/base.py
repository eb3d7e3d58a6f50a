"""What the views of notifications share."""

from flask import Blueprint

blueprint = Blueprint("notifications", __name__)
