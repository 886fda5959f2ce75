"""Tests of `messaging`."""
