"""Published service packages, service register and search."""
