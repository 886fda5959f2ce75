"""Verbs of `submissions`."""
