"""The blueprint that the views of attendance share."""

from flask import Blueprint

blueprint = Blueprint("attendance", __name__)
