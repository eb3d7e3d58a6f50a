"""Inspiration and questions that facilitators tie to activities."""
