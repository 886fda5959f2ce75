"""The verbs of `automation`, one file each."""
