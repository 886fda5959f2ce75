"""Specification of the rules by examples."""
