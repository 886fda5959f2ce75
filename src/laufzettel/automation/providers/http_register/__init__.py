"""A register that answers questions by HTTP GET with JSON."""
