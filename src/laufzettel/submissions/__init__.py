"""Drafts, submissions and receipts."""
