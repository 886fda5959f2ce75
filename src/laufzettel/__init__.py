"""Laufzettel: municipal services from the application to the archived file."""
