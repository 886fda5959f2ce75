"""Verbs of `organisation`."""
