"""Verbs of `accounts`."""
