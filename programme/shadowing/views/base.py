"""The blueprint that the views of shadowing share."""

from flask import Blueprint

blueprint = Blueprint("shadowing", __name__)
