"""Requesting money and knowing what became of it."""
