"""Machine clients: programs of others that hand in for citizens, with rights per town and service."""
