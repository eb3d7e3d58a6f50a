"""Views of planning."""

from flask import Blueprint

blueprint = Blueprint("planning", __name__)
