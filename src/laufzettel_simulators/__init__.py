"""Demonstration counterparts of Laufzettel: payment service, registers, finance system, identity provider."""
