"""The blueprint that the views of rosters share."""

from flask import Blueprint

blueprint = Blueprint("rosters", __name__)
