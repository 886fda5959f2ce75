"""Checks and small programs for developers."""
