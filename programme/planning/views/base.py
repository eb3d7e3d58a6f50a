"""The blueprint that the views of planning share."""

from flask import Blueprint

blueprint = Blueprint("planning", __name__)
