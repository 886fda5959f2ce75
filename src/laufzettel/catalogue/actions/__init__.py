"""Verbs of `catalogue`."""
