"""Persons, accounts, sign-in, organisations."""
