"""The blueprint that the views of facilitation share."""

from flask import Blueprint

blueprint = Blueprint("facilitation", __name__)
