"""What the views of inspiration share."""

from flask import Blueprint

blueprint = Blueprint("inspiration", __name__)
