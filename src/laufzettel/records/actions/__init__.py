"""The verbs of `records`."""
