"""Laying plans and publishing them."""
