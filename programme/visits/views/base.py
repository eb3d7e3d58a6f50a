"""What the views of visits share."""

from flask import Blueprint

blueprint = Blueprint("visits", __name__)
