"""Verbs of the cases: each loads, decides, saves, tells."""
