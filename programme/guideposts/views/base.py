"""What the views of guideposts share."""

from flask import Blueprint

blueprint = Blueprint("guideposts", __name__)
