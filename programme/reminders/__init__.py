"""Nudges, reminders at the right time, and questions after the end."""
