"""The blueprint that the views of reports share."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__)
