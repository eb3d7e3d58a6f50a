"""Guideposts as a library and as one's own development focus."""
