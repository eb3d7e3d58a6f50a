"""The blueprint that the views of venues share."""

from flask import Blueprint

blueprint = Blueprint("venues", __name__)
