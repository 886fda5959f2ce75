"""The twin: keeps notifications in memory."""
