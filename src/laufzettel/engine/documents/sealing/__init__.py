"""Seals (PAdES), time stamps (RFC 3161) and what is needed to make and check them."""
