"""Database changes of `records`."""
