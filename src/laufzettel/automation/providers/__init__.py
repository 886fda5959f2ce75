"""Registers and specialist systems that can be used."""
