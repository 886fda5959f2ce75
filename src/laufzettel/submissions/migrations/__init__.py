"""Migrations of `submissions`."""
