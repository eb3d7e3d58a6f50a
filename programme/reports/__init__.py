"""Overviews over all cohorts that somebody has a hand in."""
