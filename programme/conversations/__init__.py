"""Sparring, feedback on a focus, and talks with the line manager."""
