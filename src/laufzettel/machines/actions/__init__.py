"""Verbs of `machines`."""
