"""What the views of standings share."""

from flask import Blueprint

blueprint = Blueprint("standings", __name__)
