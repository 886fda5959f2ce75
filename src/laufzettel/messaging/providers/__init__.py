"""Channels delivered with the product, one folder each."""
