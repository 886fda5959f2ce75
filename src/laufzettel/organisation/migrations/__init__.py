"""Migrations of `organisation`."""
