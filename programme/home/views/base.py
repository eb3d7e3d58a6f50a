"""The blueprint of the pages that belong to no other feature."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)
