"""Verbs of the notices: each loads, decides, saves, tells."""
