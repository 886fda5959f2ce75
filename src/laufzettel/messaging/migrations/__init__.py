"""Database changes of `messaging`."""
