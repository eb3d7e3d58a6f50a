"""The blueprint that the views of contributions share."""

from flask import Blueprint

blueprint = Blueprint("contributions", __name__)
