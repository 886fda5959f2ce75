"""Decisions and notices: rendered, sealed, served."""
