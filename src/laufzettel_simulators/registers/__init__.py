"""Registers that answer over HTTP: vehicle holders and residents, all of them invented."""
