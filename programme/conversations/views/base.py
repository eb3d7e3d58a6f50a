"""What the views of conversations share."""

from flask import Blueprint

blueprint = Blueprint("conversations", __name__)
