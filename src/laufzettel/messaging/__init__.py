"""Telling people: mailbox, mail and their delivery."""
