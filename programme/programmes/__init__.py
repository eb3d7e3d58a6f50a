"""Programmes and their plan templates."""
